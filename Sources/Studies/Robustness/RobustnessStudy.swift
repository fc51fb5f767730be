import LongRuns
import Experiments
import Losses

/// The curves from which claims are judged under many protocols: one cell for each path, grid
/// and probability model, which holds the curves for every smoothing.
public struct RobustnessStudy: Study {
  public static let kind = "robustness"
  public static let question =
    "Judges the claims under many protocols: how far do they depend on it?"
  public static let details = """
    Every combination of path, grid, probability model, smoothing and tolerance; the objects \
    keep their sizes. Writes robustness.md, .json and .csv and the figure robustness.*.
    """

  /// What is varied.
  public let configuration: RobustnessConfiguration
  private let registries: Registries

  /// Prepares the computation.
  ///
  /// - Throws: what is wrong with one of the protocols.
  public init(_ configuration: RobustnessConfiguration, registries: Registries) throws {
    var configuration = configuration.withoutOutput
    if configuration.experiment.paths.isEmpty {
      configuration.experiment.paths = registries.paths.ids
    }
    configuration.experiment = try configuration.experiment.selfContained(needsValuesOnly: true)
    try configuration.validate(for: registries)
    self.configuration = configuration
    self.registries = registries
  }

  public func result(_ outcomes: [RobustnessCell]) -> Robustness { Robustness(self, outcomes) }

  public var cellCount: Int {
    configuration.experiment.paths.count * configuration.grids.count
      * configuration.probabilities.count
  }

  public func outcome(ofCell index: Int) throws -> RobustnessCell {
    let (probabilities, grids) = (configuration.probabilities, configuration.grids)
    let grid = grids[index / probabilities.count % grids.count]
    var changed = configuration.experiment
    changed.probabilities = probabilities[index % probabilities.count]
    changed.grid = GridSpecification(grid)
    changed.paths = [changed.paths[index / probabilities.count / grids.count]]
    changed.losses = try configuration.smoothedLosses(in: registries.losses)
    return RobustnessCell(
      path: changed.paths[0], grid: grid, probabilities: changed.probabilities,
      objects: try changed.objects.filter { ["large", "small"].contains($0.name) }.map {
        try outcome(of: $0, changed)
      })
  }

  /// The curves of one object, or why it is not possible.
  private func outcome(
    of object: ObjectSpecification, _ configuration: ExperimentConfiguration
  ) throws -> RobustnessCell.Object {
    var single = configuration
    single.objects = [object]
    do {
      let result = try Experiment(single, registries: registries).run().whole()
      return RobustnessCell.Object(
        name: object.name, obstacle: nil,
        curves: zip(result.scenes[0].curves, single.settings).map { RobustnessCell.Curve($0, $1) })
    } catch let error as PathError {
      return RobustnessCell.Object(name: object.name, obstacle: "\(error)", curves: [])
    } catch let error as ObjectError {
      return RobustnessCell.Object(name: object.name, obstacle: "\(error)", curves: [])
    }
  }
}

extension RobustnessStudy {
  public func accepts(_ cell: RobustnessCell, ofCell index: Int) -> Bool {
    let names = configuration.experiment.objects.map(\.name)
    return configuration.experiment.paths.contains(cell.path)
      && cell.objects.allSatisfy { object in
        names.contains(object.name) && (object.obstacle == nil) == !object.curves.isEmpty
          && object.curves.allSatisfy {
            $0.values.count == configuration.experiment.steps + 1
          }
      }
  }
}

/// Both objects under one protocol.
public struct RobustnessCell: Codable, Hashable, Sendable {
  /// Identifier of the path.
  public let path: String
  /// Extents of the grid.
  public let grid: [Int]
  /// How predictions are made of objects.
  public let probabilities: ProbabilityDescription
  /// The large and the small object, as far as there are such.
  public let objects: [Object]

  /// One object, or why it is not possible.
  public struct Object: Codable, Hashable, Sendable {
    /// `large` or `small`.
    public let name: String
    /// Why it is not possible.
    public let obstacle: String?
    /// Its curves; none where it is not possible.
    public let curves: [Curve]
  }

  /// One loss with one smoothing.
  public struct Curve: Codable, Hashable, Sendable {
    /// Key of the loss, without its smoothing.
    public let loss: String
    /// Family of the loss.
    public let family: LossFamily?
    /// Its smoothing, where that is varied.
    public let smoothing: Double?
    /// One value a step; the mean over the seeds of a random path.
    public let values: [Double]

    init(_ curve: Experiments.Curve, _ setting: LossSetting) {
      let isSmoothed = setting.parameters["smoothing"] != nil
      let plain = LossSetting(
        id: setting.id, parameters: setting.parameters,
        varied: setting.varied.subtracting(["smoothing"]))
      loss = plain.key
      family = curve.family
      smoothing = isSmoothed ? setting.parameters["smoothing"] : nil
      values = curve.values
    }
  }
}
