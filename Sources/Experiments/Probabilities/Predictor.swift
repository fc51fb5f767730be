import Losses
import RealModule

/// Makes maps of probabilities of predicted objects: a model, and the blur and the noise of its
/// description.
public struct Predictor: Sendable {
  private let model: any ProbabilityModel
  private let description: ProbabilityDescription

  /// A model whose numbers have been checked.
  init(model: any ProbabilityModel, _ description: ProbabilityDescription) {
    self.model = model
    self.description = description
  }

  /// Whether predictions depend on a seed.
  public var isRandom: Bool { description.noise > 0 }

  /// Writes the probabilities of an object.
  ///
  /// - Parameters:
  ///   - object: what is predicted.
  ///   - step: of which step; fresh noise differs from step to step.
  ///   - seed: of the run.
  ///   - scene: what tells the scene from others of the same seed.
  ///   - probabilities: one for each element.
  package func write(
    _ object: PredictedObject, step: Int, seed: UInt64, scene: String,
    into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    model.write(object, into: probabilities)
    let grid = object.mask.grid
    if description.blur > 0 {
      GaussianFilter(sigma: description.blur, border: .repeatsTheEdge).apply(
        to: probabilities, on: grid)
      // The weights add up to 1 but for rounding.
      for index in 0..<probabilities.count {
        probabilities[index] = min(max(probabilities[index], 0), 1)
      }
    }
    if description.noise > 0 {
      var random = SeededGenerator(
        seed: seed,
        stream: stream(scene, "probabilities", description.isFrozen ? "frozen" : "\(step)"))
      let noise = NoiseField(length: description.length, on: grid, &random)
      probabilities.changeLogits { logit, index in
        logit + description.noise * noise.values[index]
      }
    }
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Changes the logit ln p/(1 − p) of each probability; those of 0 and 1 are infinite.
  func changeLogits(_ change: (_ logit: Double, _ index: Int) -> Double) {
    for index in indices {
      let probability = self[index]
      self[index] = sigmoid(change(Double.log(probability) - Double.log(1 - probability), index))
    }
  }
}

/// A number of a generator's sequence that depends on some texts: FNV-1a (Fowler, Noll and Vo 1991),
/// with a byte between texts that no text has.
func stream(_ texts: String...) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for text in texts {
    for byte in Array(text.utf8) + [0xff] {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
  }
  return hash
}
