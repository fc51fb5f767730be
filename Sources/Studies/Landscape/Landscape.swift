import Experiments
import Losses

/// Where losses rise and where they do not, over the size of the object and the step.
public struct Landscape: Codable, Hashable, Sendable {
  /// What was asked for.
  public let configuration: ExperimentConfiguration
  /// Every object along every path.
  public let cells: [LandscapeCell]
  /// What the curves say, path by path and loss by loss.
  public let findings: [SizeFinding]

  /// Looks at the outcomes of a task.
  public init(_ task: LandscapeStudy, _ outcomes: [LandscapeCell]) {
    configuration = task.configuration
    cells = outcomes
    findings = task.configuration.paths.flatMap { path in
      let rows = Self.rows(outcomes, task.configuration, path: path)
      let keys = rows.lazy.compactMap(\.scene?.curves).first?.map(\.key) ?? []
      return keys.map { SizeFinding(path: path, loss: $0, rows: rows) }
    }
  }

  /// One object along a path.
  public struct Row: Sendable {
    /// Radius of the disc; of another object, that of the disc with as many elements.
    public let radius: Double
    /// Its curves; none where it is not possible.
    public let scene: Report.SceneReport?

    package init(radius: Double, scene: Report.SceneReport?) {
      self.radius = radius
      self.scene = scene
    }
  }

  /// The objects along a path from the smallest to the largest, but for those of unknown size that
  /// do not fit on the grid.
  public func rows(path: String) -> [Row] { Self.rows(cells, configuration, path: path) }

  private static func rows(
    _ cells: [LandscapeCell], _ configuration: ExperimentConfiguration, path: String
  ) -> [Row] {
    let radii = configuration.objects.reduce(into: [String: Double]()) { radii, object in
      if case .disc(let radius) = object.shape { radii[object.name] = radius }
    }
    return cells.filter { $0.path == path }.compactMap { cell in
      let equivalent = cell.size.map { (Double($0) / .pi).squareRoot() }
      return (radii[cell.object] ?? equivalent).map { Row(radius: $0, scene: cell.scene) }
    }.sorted { $0.radius < $1.radius }
  }
}

extension Report.SceneReport {
  /// Dice's overlap 2TP / (2TP + FP + FN) of truth and predicted mask at each step.
  public var dice: [Double] {
    zip(falsePositives, falseNegatives).map { falsePositives, falseNegatives in
      let twice = 2 * (Double(size) - falseNegatives)
      let total = twice + falsePositives + falseNegatives
      return total > 0 ? twice / total : 1
    }
  }
}

extension Curve {
  /// Share of the steps that rise.
  public var shareRising: Double { 1 - monotonicity.shareNotRising }
}
