extension ParameterSpecification {
  /// S, which overlap losses add to numerator and denominator. Over 0, so that the ratio is defined
  /// for empty masks.
  static let smoothing = ParameterSpecification(
    "smoothing", default: 1, in: .closed(1e-12, 1e6), "S, added to numerator and denominator")

  /// α of the Tversky losses.
  static let falsePositiveWeight = ParameterSpecification(
    "alpha", default: 0.3, in: .closed(0, 100), "weight of false positives")

  /// β of the Tversky losses.
  static let falseNegativeWeight = ParameterSpecification(
    "beta", default: 0.7, in: .closed(0, 100), "weight of false negatives")

  /// w of the weighted cross-entropy.
  static let foregroundWeight = ParameterSpecification(
    "foreground-weight", default: 10, in: .closed(0, 1e6), "w, weight of the foreground")
}

extension String {
  /// What overlap losses cannot see.
  static let emptyTruths =
    "hardly, where the truth is empty, how much is predicted: it is near 1, with a gradient near 0, as "
    + "soon as P is far over S"
}
