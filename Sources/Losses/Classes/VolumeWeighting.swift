/// How generalised Dice weighs a class by its volume G_k.
public enum VolumeWeighting: String, Codable, CaseIterable, Hashable, Sendable {
  /// w_k = 1 / G_k².
  case inverseSquare = "inverse-square"
  /// w_k = 1 / G_k.
  case inverse
  /// w_k = 1.
  case uniform

  /// Weights of classes by their volumes. A class that the truth does not have (G_k < 1e-7) takes the
  /// largest of the others, since its own has no bound; where it has none, all weights are 0.
  func weights(of volumes: [Double]) -> [Double] {
    guard self != .uniform else { return volumes.map { _ in 1 } }
    let weights = volumes.map { volume in
      volume < probabilityEpsilon ? 0 : 1 / (self == .inverse ? volume : volume * volume)
    }
    let largest = weights.max() ?? 0
    return zip(weights, volumes).map { $1 < probabilityEpsilon ? largest : $0 }
  }
}
