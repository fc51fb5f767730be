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

  /// The predictor of the figure.
  public static let standard = Predictor(model: SigmoidModel(parameters: [:]), .standard)

  /// Whether predictions depend on a seed.
  public var isRandom: Bool { description.noise > 0 }

  /// Whether the probabilities depend on the distances to the predicted boundary.
  var readsDistances: Bool { type(of: model).readsDistances }

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
    writeModel(object, into: probabilities)
    changeLogits(of: object, step: step, seed: seed, scene: scene, in: probabilities)
  }

  /// Writes what the model says of an object, blurred.
  func writeModel(
    _ object: PredictedObject, into probabilities: UnsafeMutableBufferPointer<Double>
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
  }

  /// Scales the logits and adds noise, as far as the path or the description say so.
  private func changeLogits(
    of object: PredictedObject, step: Int, seed: UInt64, scene: String,
    in probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    let scale = object.logits.scale
    let noise = noise(in: object.logits, step: step, seed: seed, scene: scene, on: object.mask.grid)
    guard scale != 1 || noise != nil else { return }
    probabilities.changeLogits { logit, index in scale * logit + (noise?[index] ?? 0) }
  }

  /// The probability that an element has of an object that is nowhere.
  var ofNothing: Double {
    guard let grid = try? Grid(shape: [1]), let mask = try? Mask([false], on: grid) else {
      return 0
    }
    var probabilities = [0.0]
    probabilities.withUnsafeMutableBufferPointer { model.write(PredictedObject(mask), into: $0) }
    return probabilities[0]
  }

  /// What the path and the description add to the logits of an object; `nil` where they add nothing.
  func noise(
    in change: LogitChange, step: Int, seed: UInt64, scene: String, on grid: Grid
  ) -> [Double]? {
    let fields = [
      (change.noise, change.length, "path", "\(step)"),
      (
        description.noise, description.length, "probabilities",
        description.isFrozen ? "frozen" : "\(step)"
      ),
    ].filter { $0.0 > 0 }
    guard !fields.isEmpty else { return nil }
    var noise = [Double](repeating: 0, count: grid.count)
    for (deviation, length, origin, moment) in fields {
      var random = SeededGenerator(seed: seed, stream: stream(scene, origin, moment))
      let field = NoiseField(length: length, on: grid, &random)
      for index in noise.indices { noise[index] += deviation * field.values[index] }
    }
    return noise
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
