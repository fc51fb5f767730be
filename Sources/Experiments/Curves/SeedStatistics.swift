/// How the curves of single seeds rise, which their mean does not show.
public struct SeedStatistics: Sendable, Hashable, Codable {
  /// Number of seeds.
  public let count: Int
  /// Share of the seeds whose curve has a step that falls.
  public let shareFalling: Double
  /// Number of steps of a curve that fall, the mean over the seeds.
  public let meanFalls: Double
  /// Share of the steps of a curve that do not rise, the mean over the seeds.
  public let meanShareNotRising: Double

  /// - Parameter reports: one for each seed; at least one.
  init(_ reports: [MonotonicityReport]) {
    let total = Double(reports.count)
    count = reports.count
    shareFalling = Double(reports.count { $0.falls > 0 }) / total
    meanFalls = Double(reports.reduce(0) { $0 + $1.falls }) / total
    meanShareNotRising = reports.reduce(0) { $0 + $1.shareNotRising } / total
  }
}
