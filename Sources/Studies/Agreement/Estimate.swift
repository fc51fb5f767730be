import Foundation

/// A number with the interval in which it lies when whole runs are drawn again.
public struct Estimate: Codable, Hashable, Sendable {
  /// From all that was computed.
  public let value: Double
  /// The 2.5th percentile of the resamples; none where there is but one run to draw from.
  public let lower: Double?
  /// The 97.5th percentile.
  public let upper: Double?

  /// - Parameter resamples: the number in each resample; those in which it has no value are left out.
  package init(_ value: Double, resamples: [Double?]) {
    self.value = value
    let sorted = resamples.compactMap { $0 }.sorted()
    lower = Self.quantile(0.025, of: sorted)
    upper = Self.quantile(0.975, of: sorted)
  }

  /// A number with an interval that was found otherwise.
  init(_ value: Double, lower: Double?, upper: Double?) {
    (self.value, self.lower, self.upper) = (value, lower, upper)
  }

  /// A quantile of sorted values with linear interpolation, as NumPy's default.
  package static func quantile(_ share: Double, of sorted: [Double]) -> Double? {
    guard let last = sorted.last else { return nil }
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    let rest = place - Double(index)
    return sorted[index] + rest * (sorted[index + 1] - sorted[index])
  }
}

extension Estimate? {
  /// The number and its interval, as `12 [10, 14]`; a dash where there is no number.
  func text(_ format: (Double) -> String) -> String {
    guard let self else { return "–" }
    guard let lower = self.lower, let upper = self.upper else { return format(self.value) }
    return "\(format(self.value)) [\(format(lower)), \(format(upper))]"
  }

  /// The same of a share, in percent.
  var inPercent: String { text { shareInPercent($0) } }
}

/// A share in percent with one decimal, without a sign; a dash where there is none.
func shareInPercent(_ share: Double?) -> String {
  share.map { String(format: "%.1f", 100 * $0) } ?? "–"
}

/// How one judge of predictions, a loss or a metric, agrees with another.
public struct JudgeAgreement: Codable, Hashable, Sendable {
  /// Key of the loss or identifier of the metric that is judged.
  public let judge: String
  /// Key of the loss or identifier of the metric that it is judged by.
  public let reference: String
  /// Name of the object whose predictions are compared; none for all objects together, of which only
  /// predictions of the same one are compared.
  public let object: String?
  /// Number of pairs that the reference tells apart.
  public let pairs: Int
  /// The share of these pairs in which the judge prefers what the reference says is worse, ties
  /// counted by half; none where there is no pair.
  public let wrong: Estimate?
  /// Kendall's τ-b over all pairs; none where one of the two is constant.
  public let kendall: Estimate?
}
