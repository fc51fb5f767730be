import Experiments
import Studies
import Foundation
import Losses
import Testing

/// What PyTorch computed; `Tests/Reference/training.py` makes it.
enum DescentFixtures {
  struct OptimiserCase: Decodable, Sendable {
    let optimiser: OptimiserKind
    let rate: Double
    let start: [Double]
    let gradients: [[Double]]
    let trajectory: [[Double]]
  }

  struct NetworkCase: Decodable, Sendable {
    let channels: [Int]
    let rows: Int
    let columns: Int
    let parameters: [Double]
    let image: [Double]
    let slopes: [Double]
    let logits: [Double]
    let gradient: [Double]
  }

  struct DiscCase: Decodable, Sendable {
    let extent: Int
    let radius: Double
    let parameters: [Double]
    let loss: Double
    let gradient: [Double]
  }

  private struct Cases<Case: Decodable>: Decodable { let cases: [Case] }

  static func cases<Case: Decodable>(_ type: Case.Type, _ name: String) throws -> [Case] {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).json")
    let cases = try JSONDecoder().decode(Cases<Case>.self, from: Data(contentsOf: url)).cases
    try #require(!cases.isEmpty)
    return cases
  }
}

/// |ours − theirs| ≤ tolerance · max(1, largest of theirs) for each number.
func expectClose(
  _ ours: [Double], _ theirs: [Double], tolerance: Double, _ comment: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(ours.count == theirs.count, comment, sourceLocation: sourceLocation)
  let scale = max(1, theirs.map(abs).max() ?? 0)
  let difference = zip(ours, theirs).map { abs($0 - $1) }.max() ?? 0
  #expect(difference <= tolerance * scale, comment, sourceLocation: sourceLocation)
}

/// (f(θ + h eᵢ) − f(θ − h eᵢ)) / 2h for each parameter.
func centralDifferences(
  at parameters: [Double], step: Double = 1e-6, _ value: ([Double]) throws -> Double
) rethrows -> [Double] {
  try parameters.indices.map { index in
    var upper = parameters
    var lower = parameters
    upper[index] += step
    lower[index] -= step
    return (try value(upper) - value(lower)) / (2 * step)
  }
}
