import Experiments
import Foundation
import Losses

/// Losses with faults that are known of published code.
enum FaultyLosses {
  /// The catalogue with these losses.
  static func registries() throws -> Registries {
    var registries = Registries.standard
    for entry in entries { registries.losses = try registries.losses.adding(entry) }
    return registries
  }

  private static var entries: [LossEntry] {
    [
      entry("one-channel-generalised-dice") { OneChannelGeneralisedDice() },
      entry("softmax-against-labels") { SoftmaxAgainstLabels() },
      entry("detached-dice") { DetachedDice() }, entry("not-a-number") { NotANumber() },
      entry("flattering") { Flattering() }, entry("forgetful") { Forgetful() },
    ]
  }

  private static func entry(_ id: String, _ make: @escaping @Sendable () -> any Loss) -> LossEntry {
    LossEntry(
      specification: LossSpecification(
        id: id, name: id, family: nil, formula: "", source: "test", edgeCases: "")
    ) { _ in make() }
  }
}

/// 1 − (2 w TP + ε)/(w (P + G) + ε) with w = 1/G², and 0 where that is infinite: what MONAI 1.6.1 makes of a
/// single channel, whose largest finite weight is 0 where the truth is empty.
private struct OneChannelGeneralisedDice: Loss {
  func value(_ sample: Sample) -> Double {
    let sums = OverlapSums(sample)
    let weight = sums.truth > 0 ? 1 / (sums.truth * sums.truth) : 0
    return 1 - (2 * weight * sums.truePositives + 1e-5)
      / (weight * (sums.prediction + sums.truth) + 1e-5)
  }
}

/// The mean over two channels of (p_k − y)² for the number y of the label, which both are compared with.
private struct SoftmaxAgainstLabels: Loss {
  func value(_ sample: Sample) -> Double {
    let squares = zip(sample.prediction.values, sample.truth.values).map { p, y in
      ((1 - p - y) * (1 - p - y) + (p - y) * (p - y)) / 2
    }
    return squares.reduce(0, +) / Double(squares.count)
  }
}

/// Dice whose gradient is lost.
private struct DetachedDice: Loss {
  func value(_ sample: Sample) -> Double {
    let sums = OverlapSums(sample)
    return 1 - (2 * sums.truePositives + 1) / (sums.prediction + sums.truth + 1)
  }

  func gradient(_ sample: Sample) throws -> ScalarField {
    try ScalarField([Double](repeating: 0, count: sample.grid.count), on: sample.grid)
  }
}

/// Cross-entropy without a clamp.
private struct NotANumber: Loss {
  func value(_ sample: Sample) -> Double {
    // 0 · ln 0 is not a number.
    zip(sample.prediction.values, sample.truth.values).reduce(0) { sum, pair in
      let (p, g) = pair
      return sum - (g * log(p) + (1 - g) * log(1 - p))
    } / Double(sample.grid.count)
  }

  func gradient(_ sample: Sample) throws -> ScalarField {
    try ScalarField([Double](repeating: 1, count: sample.grid.count), on: sample.grid)
  }
}

/// Mean squared error with a gradient of twice its length.
private struct Flattering: Loss {
  func value(_ sample: Sample) -> Double {
    zip(sample.prediction.values, sample.truth.values)
      .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(sample.grid.count)
  }

  func gradient(_ sample: Sample) throws -> ScalarField {
    let count = Double(sample.grid.count)
    return try ScalarField(
      zip(sample.prediction.values, sample.truth.values).map { 4 * ($0 - $1) / count },
      on: sample.grid)
  }
}

/// A loss over classes that does not know of ignored elements, and counts the first item twice.
private struct Forgetful: Loss {
  func value(_ sample: Sample) -> Double {
    zip(sample.prediction.values, sample.truth.values).reduce(0) { $0 + abs($1.0 - $1.1) }
      / Double(sample.grid.count)
  }

  func overClasses(_ relation: ClassRelation) -> any ClassLoss { OverClasses(loss: self) }

  struct OverClasses: ClassLoss {
    let loss: Forgetful

    func evaluate(
      _ sample: ClassSample, _ reduction: ClassReduction, gradient target: ClassGradient?
    ) throws -> ClassEvaluation {
      let items = try (sample.items.prefix(1) + sample.items).map {
        try ClassItem(scores: $0.scores, truth: $0.truth, on: $0.grid)
      }
      let activation: Activation = sample.activation == .softmax ? .sigmoid : sample.activation
      return try OneVersusRest(loss).evaluate(
        ClassSample(items, .independent, activation: activation), reduction, gradient: target)
    }
  }
}
