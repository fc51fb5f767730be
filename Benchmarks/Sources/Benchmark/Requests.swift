import Experiments
import Foundation
import Losses

extension CommandCost {
  /// What a request to a loss of another process costs beside the loss: with one that computes nothing, on
  /// 256² elements, the median of many requests after as many others.
  static func requests(python: String) throws -> [CommandCost] {
    let grid = try Grid(shape: [256, 256])
    let truth = try ProbabilityMap((0..<grid.count).map { $0 % 256 < 128 ? 0 : 1 }, on: grid)
    // Predictions change from one request to the next.
    let samples = try (0..<8).map { shift in
      let values = (0..<grid.count).map { Double(($0 * 7 + shift) % 97) / 97 }
      return try Sample(prediction: ProbabilityMap(values, on: grid), truth: truth)
    }
    return try ["float64", "float32"].flatMap { type in
      let loss = try ExternalLoss(
        name: "empty", command: "'\(python)' peers/empty_loss.py \(type)"
      ).entry.loss()
      return try ["value", "gradient"].map { want in
        let times = try (0..<3000).map { number in
          let sample = samples[number % samples.count]
          return try ContinuousClock().measure {
            _ = want == "value" ? try loss.value(sample) : try loss.gradient(sample).values[0]
          }.seconds
        }
        return CommandCost(
          title: "request of a \(want) to a loss of another process, \(type)",
          seconds: times.suffix(times.count / 2).sorted()[times.count / 4], target: 0.0002)
      }
    }
  }
}
