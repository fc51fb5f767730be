import Foundation
import Losses
import Testing

/// No loss returns NaN or infinity, whatever is in [0, 1].
@Suite struct FinitenessTests {
  static let caseCount = 10_000

  /// The seed of this run: that of the environment, to see a failure again, or a new one.
  static let seed: UInt64 =
    ProcessInfo.processInfo.environment["LOSSES_SEED"].flatMap(UInt64.init)
    ?? UInt64.random(in: 0..<(1 << 32))

  @Test(arguments: Catalogue.standard.specifications)
  func valueAndGradientAreFinite(specification: LossSpecification) throws {
    print("\(specification.id): \(Self.caseCount) random cases, LOSSES_SEED=\(Self.seed)")
    var random = SeededGenerator(seed: Self.seed)
    var failures: [String] = []
    for number in 0..<Self.caseCount {
      let parameters = Self.parameters(specification, using: &random)
      let sample = try Self.sample(using: &random)
      let loss = try Catalogue.standard.loss(id: specification.id, parameters: parameters)
      let isRefused = Self.isRefused(specification.id, parameters, sample)
      do {
        let value = try loss.value(sample)
        let gradient = try loss.gradient(sample)
        let isFinite = value.isFinite && gradient.values.allSatisfy { $0.isFinite }
        if isRefused || !isFinite || gradient.grid != sample.grid {
          failures.append("case \(number), \(parameters), \(sample.grid): \(value)")
        }
      } catch let error as LossError {
        // The only losses that have no meaning for a sample say so.
        if !isRefused { failures.append("case \(number), \(parameters): \(error)") }
      }
    }
    #expect(failures.isEmpty, "LOSSES_SEED=\(Self.seed): \(failures.prefix(3))")
  }

  private static func isRefused(
    _ id: String, _ parameters: [String: Double], _ sample: Sample
  ) -> Bool {
    switch id {
    case "hausdorff-erosion": sample.grid.rank == 1
    case "hausdorff-convolution":
      parameters["radius-step", default: 3] > parameters["maximum-radius", default: 18]
    default: false
    }
  }

  /// Defaults, both ends of the ranges, and anything between.
  private static func parameters(
    _ specification: LossSpecification, using random: inout SeededGenerator
  ) -> [String: Double] {
    var parameters: [String: Double] = [:]
    for parameter in specification.parameters {
      let choice = random.index(below: 8)
      guard choice >= 2 else { continue }
      parameters[parameter.name] = value(parameter.range, choice, using: &random)
    }
    return parameters
  }

  private static func value(
    _ range: ParameterRange, _ choice: Int, using random: inout SeededGenerator
  ) -> Double {
    func between(_ lower: Double, _ upper: Double) -> Double {
      switch choice {
      case 2: return lower
      case 3: return upper
      case 4: return lower + (upper - lower) * random.uniform()
      // Small values matter most, over many orders of magnitude.
      default: return lower + (upper - lower) * pow(10, -8 * random.uniform())
      }
    }
    switch range {
    case .closed(let lower, let upper): return between(lower, upper)
    case .openBelow(let lower, let upper): return max(between(lower, upper), lower.nextUp)
    case .atLeast(let lower): return between(lower, lower + 1e6)
    case .greaterThan(let lower): return max(between(lower, lower + 1e6), lower.nextUp)
    case .integer(let lower, let upper):
      // Large counts only now and then: they take long and do not differ from others.
      let whole = choice == 3 && random.index(below: 20) > 0 ? min(upper, lower + 8) : upper
      let bound = choice >= 4 ? min(upper, lower + 5) : whole
      return choice == 2 ? Double(lower) : Double(lower + random.index(below: bound - lower + 1))
    }
  }

  /// A tiny grid of one to three axes with any spacing, and any masks and probabilities.
  private static func sample(using random: inout SeededGenerator) throws -> Sample {
    let rank = 1 + random.index(below: 3)
    let longest = [9, 5, 3][rank - 1]
    let shape = (0..<rank).map { _ in 1 + random.index(below: longest) }
    let spacing = shape.map { _ in
      [1, 0.01, 100, 0.1 + 3 * random.uniform(), 1e-12, 1e12][
        random.index(below: random.index(below: 10) == 0 ? 6 : 4)]
    }
    let grid = try Grid(shape: shape, spacing: spacing)
    let prediction = try ProbabilityMap(values(grid.count, using: &random), on: grid)
    let isPerfect = random.index(below: 10) == 0
    let truth =
      try isPerfect ? prediction : ProbabilityMap(values(grid.count, using: &random), on: grid)
    let second =
      try random.index(below: 3) == 0
      ? ProbabilityMap(values(grid.count, using: &random), on: grid) : nil
    let image =
      try random.index(below: 3) == 0
      ? ScalarField(values(grid.count, using: &random).map { 2000 * $0 - 1000 }, on: grid) : nil
    return try Sample(
      prediction: prediction, truth: truth, image: image, secondPrediction: second,
      seed: random.next())
  }

  private static let extremes: [Double] = [
    0, 1, 0.5, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-300, 1e-30, 1e-12, 1e-7, 1e-3,
    Double(1).nextDown, 1 - 1e-12, 1 - 1e-7, 1 - 1e-3, 0.5.nextUp, 0.5.nextDown,
  ]

  private static func values(_ count: Int, using random: inout SeededGenerator) -> [Double] {
    switch random.index(below: 8) {
    case 0: return [Double](repeating: 0, count: count)
    case 1: return [Double](repeating: 1, count: count)
    case 2:
      let value = extremes[random.index(below: extremes.count)]
      return [Double](repeating: value, count: count)
    case 3:
      let chosen = random.index(below: count)
      let inside = random.index(below: 2) == 0 ? 1.0 : 0
      return (0..<count).map { $0 == chosen ? inside : 1 - inside }
    case 4: return (0..<count).map { _ in random.uniform() < 0.5 ? 0 : 1 }
    case 5: return (0..<count).map { _ in random.uniform() }
    case 6:
      let ends = (0..<2).map { _ in extremes[random.index(below: extremes.count)] }
      return (0..<count).map { _ in ends[random.index(below: 2)] }
    default: return (0..<count).map { _ in extremes[random.index(below: extremes.count)] }
    }
  }
}
