import Experiments
import LongRuns
import Losses
import Metrics

/// What losses and metrics say of the same predictions: one cell for each object along each path.
public struct AgreementStudy: Study {
  public static let kind = "agreement"
  public static let question =
    "Judges losses by metrics: does a loss prefer the prediction that a metric prefers?"
  public static let details = """
    Every step of every path and seed is a prediction of the same truth. Of all pairs of them that a \
    metric tells apart, the share in which a loss prefers the worse one, and Kendall's tau-b, with \
    95 % intervals by bootstrap over the runs of the paths. Writes agreement.md, .json, .csv, \
    agreement-pairs.csv, agreement-predictions.csv, and figures: all losses and metrics \
    (agreement.*), against the size of the object (agreement-size.*), one loss against one metric \
    with the worst pair (agreement-scatter.*), losses and metrics among themselves \
    (agreement-losses.*, agreement-metrics.*). By default all losses, metrics and paths on discs \
    of radius 3 to 24.
    """

  /// What is judged.
  public let configuration: AgreementConfiguration
  let registries: Registries

  /// Prepares the study.
  ///
  /// - Throws: what is wrong with the configuration or with a file of an object.
  public init(_ configuration: AgreementConfiguration, registries: Registries) throws {
    var configuration = configuration.withoutOutput.filled(with: registries)
    try configuration.validate(for: registries)
    configuration.experiment = try configuration.experiment.selfContained()
    self.configuration = configuration
    self.registries = try registries.adding(configuration.experiment.external)
  }

  public func result(_ outcomes: [AgreementCell]) throws -> Agreement {
    try Agreement(self, outcomes)
  }

  public func cautions() throws -> [String] {
    try configuration.experiment.cautions(in: registries)
  }

  public var cellCount: Int {
    configuration.experiment.paths.count * configuration.experiment.sceneNames.count
  }

  /// A cell of this object and path, every step of which has a place for every loss and metric.
  public func accepts(_ outcome: AgreementCell, ofCell index: Int) -> Bool {
    let experiment = configuration.experiment
    let names = experiment.sceneNames
    let (path, scene) = index.quotientAndRemainder(dividingBy: names.count)
    let columns = experiment.settings.count + experiment.metrics.count
    return outcome.object == names[scene]
      && outcome.path == experiment.paths[path]
      && outcome.runs.allSatisfy { run in
        run.count == experiment.steps + 1 && run.allSatisfy { $0.count == columns }
      }
  }

  public func outcome(ofCell index: Int) throws -> AgreementCell {
    let names = configuration.experiment.sceneNames
    let (number, name) = index.quotientAndRemainder(dividingBy: names.count)
    let path = configuration.experiment.paths[number]
    var cell = AgreementCell(object: names[name], path: path)
    do {
      let scene = try scene(name, along: path)
      cell.size = scene.object.mask.foregroundCount
      cell.runs = try values(along: scene)
    } catch let error as PathError {
      cell.obstacle = "\(error)"
    } catch let error as ObjectError {
      cell.obstacle = "\(error)"
    }
    return cell
  }
}

extension AgreementStudy {
  /// - Parameter number: of the names of scenes.
  /// - Throws: `PathError` or `ObjectError` where there is no such scene.
  func scene(_ number: Int, along path: String) throws -> Scene {
    let single = configuration.experiment.single(scene: number, along: path)
    return try Experiment(single, registries: registries).scenes().possible[0]
  }

  /// Run by run and step by step the value of every loss and metric.
  private func values(along scene: Scene) throws -> [[[Double?]]] {
    let experiment = configuration.experiment
    let losses = try experiment.settings.map {
      try registries.losses.loss(id: $0.id, parameters: $0.parameters)
    }
    let metrics = try experiment.metrics.map { try $0.metric(in: registries.metrics) }
    // Cells have their thread to themselves.
    let runs = try Parallelism.$threads.withValue(1) {
      try scene.judged(by: losses, metrics, in: experiment)
    }
    for case let loss as ProcessLoss in losses { try loss.finish() }
    return runs
  }
}

/// What all losses and metrics say along one path of one object.
public struct AgreementCell: Codable, Hashable, Sendable {
  /// Name of the object.
  public let object: String
  /// Identifier of the path.
  public let path: String
  /// Number of elements of the object; none where it is not possible.
  public fileprivate(set) var size: Int?
  /// Seed by seed and step by step one number for each loss and metric, the larger the worse; none
  /// where a metric has no value.
  public fileprivate(set) var runs: [[[Double?]]] = []
  /// Why it is not possible.
  public fileprivate(set) var obstacle: String?

  fileprivate init(object: String, path: String) {
    self.object = object
    self.path = path
  }
}
