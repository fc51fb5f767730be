import Texts

/// The metrics that a program knows, in the order in which they are listed.
public struct MetricCatalogue: Sendable {
  /// The metrics, in order.
  public let entries: [MetricEntry]

  /// A catalogue of the given metrics.
  ///
  /// - Throws: ``MetricError/duplicateMetric(_:)``.
  public init(_ entries: [MetricEntry]) throws(MetricError) {
    if let id = entries.lazy.map(\.id).firstRepeated { throw .duplicateMetric(id) }
    self.init(unchecked: entries)
  }

  /// For entries whose identifiers differ.
  private init(unchecked entries: [MetricEntry]) { self.entries = entries }

  /// What each metric says of itself, in order.
  public var specifications: [MetricSpecification] { entries.map(\.specification) }

  /// This catalogue and one more metric.
  ///
  /// - Throws: ``MetricError/duplicateMetric(_:)``.
  public func adding(_ entry: MetricEntry) throws(MetricError) -> MetricCatalogue {
    try MetricCatalogue(entries + [entry])
  }

  /// The entry with an identifier.
  ///
  /// - Throws: ``MetricError/unknownMetric(_:nearest:)``.
  public func entry(id: String) throws(MetricError) -> MetricEntry {
    guard let entry = entries.first(where: { $0.id == id }) else {
      // `dice` is meant to be `dice-score`, although `iou` takes fewer letters to reach.
      let ids = entries.map(\.id)
      let nearest = ids.first { $0.hasPrefix(id) } ?? nearestName(to: id, among: ids)
      throw .unknownMetric(id, nearest: nearest ?? "")
    }
    return entry
  }

  /// The metric with an identifier and parameters.
  ///
  /// - Throws: ``MetricError``, and what making the metric throws.
  public func metric(id: String, parameters: [String: Double] = [:]) throws -> any Metric {
    try entry(id: id).metric(parameters)
  }

  /// Every metric of this package. Adding one is one line here.
  public static let standard = MetricCatalogue(unchecked: [
    MetricEntry(DiceScore.self),
    MetricEntry(IntersectionOverUnion.self),
    MetricEntry(Sensitivity.self),
    MetricEntry(Precision.self),
    MetricEntry(Specificity.self),
    MetricEntry(FBeta.self),
    MetricEntry(MatthewsCorrelation.self),
    MetricEntry(VolumeDifference.self),
    MetricEntry(HausdorffDistance.self),
    MetricEntry(Hausdorff95.self),
    MetricEntry(AverageSurfaceDistance.self),
    MetricEntry(MeanSurfaceDistance.self),
    MetricEntry(SurfaceDice.self),
    MetricEntry(BoundaryIoU.self),
    MetricEntry(CenterlineDice.self),
    MetricEntry(ComponentsDifference.self),
    MetricEntry(ComponentF1.self),
    MetricEntry(PanopticQuality.self),
    MetricEntry(BrierScore.self),
    MetricEntry(CalibrationError.self),
  ])
}
