extension ParameterSpecification {
  /// S, which overlap losses add to numerator and denominator. Over 0, so that the ratio is defined
  /// for empty masks.
  static let smoothing = ParameterSpecification(
    "smoothing", default: 1, in: .greaterThan(0), "S, added to numerator and denominator")
}
