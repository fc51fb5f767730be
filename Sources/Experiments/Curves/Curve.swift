import Losses

/// A loss along one path of one object.
public struct Curve: Sendable, Hashable, Codable {
  /// What names it in tables.
  public let key: String
  /// What names it in a legend.
  public let label: String
  /// Identifier of the loss in the catalogue; none for a loss that was computed elsewhere.
  public let loss: String?
  /// Family of the loss; none for a loss that was computed elsewhere.
  public let family: LossFamily?
  /// One value a step; the mean over the seeds of a random path.
  public let values: [Double]
  /// The band in which 95 % of the seeds lie if their values are normal: mean ± 1.96 standard
  /// deviations. None for a single seed, and where the squares of values are beyond all numbers.
  public let band: Band?
  /// Share of the seeds whose own curve has a step that does not rise; none for a single seed.
  public let shareWithViolation: Double?
  /// How ``values`` rise.
  public let monotonicity: MonotonicityReport
  /// How the curves of the seeds rise; none for a single seed.
  public let seeds: SeedStatistics?

  /// The two edges of a band, one value a step.
  public struct Band: Sendable, Hashable, Codable {
    /// Lower edge.
    public let lower: [Double]
    /// Upper edge.
    public let upper: [Double]
  }
}

extension Curve {
  /// A curve of one seed or the mean of several.
  ///
  /// - Parameter runs: the values of each seed; at least one, all of the same length.
  package init(
    key: String, label: String, loss: String?, family: LossFamily?, runs: [[Double]],
    tolerance: Double
  ) {
    self.key = key
    self.label = label
    self.loss = loss
    self.family = family
    let values = columnMeans(runs)
    self.values = values
    monotonicity = MonotonicityReport(values, tolerance: tolerance)
    guard runs.count > 1 else {
      band = nil
      shareWithViolation = nil
      seeds = nil
      return
    }
    let deviations = columnMeans(
      runs.map { run in zip(run, values).map { ($0 - $1) * ($0 - $1) } }
    ).map { ($0 * Double(runs.count) / Double(runs.count - 1)).squareRoot() }
    let lower = zip(values, deviations).map { $0 - 1.96 * $1 }
    let upper = zip(values, deviations).map { $0 + 1.96 * $1 }
    // JSON has no infinity, and a figure no place for it.
    let isFinite = lower.allSatisfy(\.isFinite) && upper.allSatisfy(\.isFinite)
    band = isFinite ? Band(lower: lower, upper: upper) : nil
    let reports = runs.map { MonotonicityReport($0, tolerance: tolerance) }
    shareWithViolation = Double(reports.count { $0.firstViolation != nil }) / Double(runs.count)
    seeds = SeedStatistics(reports)
  }
}

/// The mean of each column of rows of one length.
package func columnMeans(_ rows: [[Double]]) -> [Double] {
  guard let first = rows.first else { return [] }
  let count = Double(rows.count)
  return first.indices.map { column in
    let mean = rows.reduce(0) { $0 + $1[column] } / count
    // A sum may be beyond all numbers where the mean is not.
    return mean.isFinite ? mean : rows.reduce(0) { $0 + $1[column] / count }
  }
}
