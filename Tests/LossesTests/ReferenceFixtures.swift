import Foundation
import Losses

/// Values and gradients of losses that other programs computed; `Tests/Reference` makes them.
enum ReferenceFixtures {
  /// One loss on one input.
  struct Case: Decodable, Sendable {
    let loss: String
    let parameters: [String: Double]
    let input: String
    let peer: String
    let kind: String
    let value: Double
    /// Empty where rounding decides the gradient, for example at tied maxima.
    let gradient: [Double]
    let note: String
  }

  /// The fields of one input.
  struct Input: Decodable, Sendable {
    let shape: [Int]
    let spacing: [Double]
    let prediction: [Double]
    let truth: [Double]
    let image: [Double]?
    let secondPrediction: [Double]?

    func sample() throws -> Sample {
      let grid = try Grid(shape: shape, spacing: spacing)
      return try Sample(
        prediction: ProbabilityMap(prediction, on: grid), truth: ProbabilityMap(truth, on: grid),
        image: image.map { try ScalarField($0, on: grid) },
        secondPrediction: secondPrediction.map { try ProbabilityMap($0, on: grid) })
    }
  }

  private struct Inputs: Decodable { let inputs: [String: Input] }
  private struct Cases: Decodable { let cases: [Case] }

  static func inputs() throws -> [String: Input] {
    try load(Inputs.self, "inputs").inputs
  }

  static func cases(_ family: LossFamily) throws -> [Case] {
    try load(Cases.self, family.rawValue).cases
  }

  static func load<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

/// The largest differences of a loss from one peer.
struct Agreement {
  var value = 0.0
  var gradient = 0.0

  /// |ours − theirs| as a share of theirs; where theirs is small, as a share of `floor`.
  static func relativeDifference(_ ours: Double, _ theirs: Double, floor: Double) -> Double {
    abs(ours - theirs) / max(abs(theirs), floor)
  }

  /// Takes in one more case.
  mutating func include(_ reference: ReferenceFixtures.Case, _ sample: Sample) throws {
    let loss = try Catalogue.standard.loss(id: reference.loss, parameters: reference.parameters)
    value = max(
      value, Self.relativeDifference(try loss.value(sample), reference.value, floor: 1e-3))
    guard !reference.gradient.isEmpty else { return }
    let largest = reference.gradient.map(abs).max() ?? 0
    for (ours, theirs) in zip(try loss.gradient(sample).values, reference.gradient) {
      gradient = max(
        gradient, Self.relativeDifference(ours, theirs, floor: max(largest, 1e-3)))
    }
  }
}
