import Foundation
import Losses

/// What losses with an arithmetic of their own cost in single precision, up to a billion elements.
struct SinglePrecisionCosts: Codable {
  /// Sides of the squares; the largest holds 2³⁰ elements.
  static let sides = [1024, 4096, 16384, 32768]
  static let losses = [
    "cross-entropy", "focal", "dice", "tversky", "lovasz", "top-k-cross-entropy",
  ]
  /// A call over so many seconds is timed once.
  private static let longCall = 1.0

  /// By loss, size by size.
  var costs: [String: [Cost]] = [:]
  /// Whether Σ p, Σ g and Σ p g of the largest square were exact, with p = 1 everywhere and g = 1 on a half.
  var sumsAreExact = false
  /// The most memory that the process had, in bytes.
  var peak: Double?

  /// Measures everything, in this process.
  static func measured() throws -> SinglePrecisionCosts {
    var result = SinglePrecisionCosts()
    let tile = BenchmarkInput([1024, 1024]).arrays()
    let truth = tile.truth.map { $0 ? Float(1) : 0 }
    for side in sides {
      let sample = try sample(tile.prediction, truth, side)
      for name in losses {
        let loss = try Catalogue.standard.loss(id: name)
        func seconds() throws -> Double {
          try ContinuousClock().measure { _ = try loss.value(sample) }.seconds
        }
        var time = try seconds()
        if time < longCall { time = try (0..<5).map { _ in try seconds() }.sorted()[2] }
        result.costs[name, default: []].append(Cost(count: sample.grid.count, seconds: time))
      }
    }
    let side = sides[sides.count - 1]
    let half = [Float](repeating: 0, count: 1 << 19) + [Float](repeating: 1, count: 1 << 19)
    let ones = try sample([Float](repeating: 1, count: 1 << 20), half, side)
    let dice = try Catalogue.standard.loss(id: "dice", parameters: ["smoothing": 1])
    let count = Double(ones.grid.count)
    result.sumsAreExact = try dice.value(ones) == 1 - (count + 1) / (1.5 * count + 1)
    result.peak = Machine.memory()?.peak
    return result
  }

  /// A square of so many copies of a square of 1024².
  private static func sample(
    _ prediction: [Float], _ truth: [Float], _ side: Int
  ) throws -> SinglePrecisionSample {
    let tiles = side * side / prediction.count
    return try SinglePrecisionSample(
      prediction: prediction.repeated(tiles), truth: truth.repeated(tiles),
      on: Grid(shape: [side, side]))
  }
}

extension Results {
  /// What losses cost in single precision.
  var singlePrecisionTable: String {
    guard let single else { return "" }
    let sides = SinglePrecisionCosts.sides.map { "\($0)²" }
    var lines = [
      "In single precision, of those with an arithmetic of their own, up to 2³⁰ elements (the exponent over these "
        + "sizes; \(number(single.peak.map { $0 / 1e9 })) GB at the peak, of which the inputs are 8.59). "
        + "Sums of as many ones are \(single.sumsAreExact ? "exact" : "**not exact**").", "",
      "| loss | " + sides.joined(separator: " | ") + " | exponent |",
      "|---|" + sides.map { _ in "--:|" }.joined() + "--:|",
    ]
    for loss in SinglePrecisionCosts.losses {
      guard let costs = single.costs[loss] else { continue }
      lines.append(costRow(loss, costs))
    }
    return lines.joined(separator: "\n")
  }

  /// A row of times for each element, and of their exponent; in bold where it is not near 1.
  func costRow(_ loss: String, _ costs: [Cost]) -> String {
    let times = costs.map { number($0.seconds / Double($0.count) * 1e9) }
    let exponent = costs.exponent.map { exponent in
      let text = String(format: "%.2f", exponent)
      return Cost.linear.contains(exponent) ? text : "**\(text)**"
    }
    return "| \(loss) | " + times.joined(separator: " | ") + " | \(exponent ?? "–") |"
  }
}
