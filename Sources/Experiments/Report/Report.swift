import Documents
import Foundation
import Losses

/// What an experiment found, as `report.json` holds it: everything that the figure is made of.
public struct Report: Hashable, Sendable, Codable {
  /// What tells `report.json` from other files of this program.
  public static let kind = "experiment"

  /// What kind of file it is; none in reports of versions that did not say it.
  public var kind: String? = Report.kind
  /// Version of the program that wrote it.
  public var version = programVersion
  /// What was asked for; enough to compute everything again.
  public let configuration: ExperimentConfiguration
  /// One for each object along each path, path by path.
  public let scenes: [SceneReport]
  /// The claims of the article, path by path.
  public let claims: [PathClaims]
  /// What each loss looks at, where that was asked for.
  public let characters: [LossCharacter]?
  /// What went wrong with losses that other processes compute.
  public let failures: [String]
  /// The objects and paths that are not possible, where there are such.
  public let impossible: [ImpossibleScene]?
  /// What settings of losses cannot see of the objects, where there is such.
  public let cautions: [String]?

  /// One object along one path.
  public struct SceneReport: Hashable, Sendable, Codable {
    /// Name of the object.
    public let object: String
    /// Identifier of the path.
    public let path: String
    /// Number of elements of the object.
    public let size: Int
    /// Number of elements of the grid.
    public let gridCount: Int
    /// Extents of the grid, slowest axis first.
    public internal(set) var grid: [Int]?
    /// What the path chose for the object before any loss was evaluated.
    public let settings: [PathSetting]
    /// FP at each step, the mean over the seeds.
    public let falsePositives: [Double]
    /// FN at each step, the mean over the seeds.
    public let falseNegatives: [Double]
    /// FP and FN as sums of the probabilities at each step, the mean over the seeds.
    public let softErrors: [SoftErrors]
    /// The first step at which truth and predicted mask have no element in common, if there is one.
    public let disjointFrom: Int?
    /// In how many of the seeds a count falls at some step; none for a single seed.
    public let countFalls: CountFalls?
    /// What the floor of the background decides, where that was asked for and there is one.
    public let floorFindings: [FloorFinding]?
    /// Which losses the floor puts in another order, where that was asked for and there is one.
    public internal(set) var floorOrder: FloorOrder?
    /// The curves of the losses.
    public let curves: [Curve]
    /// The curves of the metrics, of 1 − score or of a distance; none where no metric was asked for.
    public internal(set) var metrics: [MetricCurve]?
    /// The metrics that have no value at some step, where there are such.
    public internal(set) var undefined: [UndefinedMetric]?
    /// All classes, where there are several.
    public internal(set) var classes: ClassReport?

    package init(
      object: String, path: String, size: Int, gridCount: Int, settings: [PathSetting],
      falsePositives: [Double], falseNegatives: [Double], softErrors: [SoftErrors] = [],
      disjointFrom: Int? = nil, countFalls: CountFalls? = nil,
      floorFindings: [FloorFinding]? = nil, curves: [Curve]
    ) {
      self.object = object
      self.path = path
      self.size = size
      self.gridCount = gridCount
      self.settings = settings
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
      self.softErrors = softErrors
      self.disjointFrom = disjointFrom
      self.countFalls = countFalls
      self.floorFindings = floorFindings
      self.curves = curves
    }
  }

  /// Reports on a result.
  public init(_ result: ExperimentResult) {
    configuration = result.configuration
    claims = result.claims
    characters = result.characters
    failures = result.failures.map(\.description)
    impossible = result.impossible.isEmpty ? nil : result.impossible
    cautions = result.cautions.isEmpty ? nil : result.cautions
    scenes = result.scenes.map { scene in
      var report = SceneReport(
        object: scene.object.name, path: scene.path.id, size: scene.object.mask.foregroundCount,
        gridCount: scene.object.mask.grid.count, settings: scene.scene.settings,
        falsePositives: scene.scene.falsePositives, falseNegatives: scene.scene.falseNegatives,
        softErrors: scene.softErrors, disjointFrom: scene.scene.disjointFrom,
        countFalls: CountFalls(scene.scene.counts), floorFindings: scene.floorFindings,
        curves: scene.curves)
      report.floorOrder = scene.floorOrder
      report.grid = scene.object.mask.grid.shape
      report.metrics = scene.metrics.isEmpty ? nil : scene.metrics
      report.undefined = scene.undefined.isEmpty ? nil : scene.undefined
      report.classes = ClassReport(scene.scene)
      return report
    }
  }

  /// The report as JSON with sorted keys.
  public func json() throws -> Data { try JSON.document(self) }

  /// Identifiers of the losses of which a curve does not increase strictly somewhere.
  public var lossesNotStrictlyIncreasing: Set<String> {
    Set(
      scenes.flatMap(\.curves).filter { $0.monotonicity.verdict != .strictlyIncreasing }
        .flatMap { [$0.key, $0.loss ?? $0.key] })
  }
}

extension Report.SceneReport {
  /// Whether all lists have one entry a step, and the verdicts are those of the values: what was
  /// computed has that, and what a file holds may not.
  package func isPlausible(steps: Int, tolerance: Double) -> Bool {
    let count = steps + 1
    return falsePositives.count == count && falseNegatives.count == count
      && [0, count].contains(softErrors.count)
      && curves.allSatisfy { curve in
        let edges = [curve.band?.lower, curve.band?.upper].compactMap { $0?.count }
        return curve.values.count == count && edges.allSatisfy { $0 == count }
          && curve.monotonicity == MonotonicityReport(curve.values, tolerance: tolerance)
      }
  }
}
