import ArgumentParser
import Foundation
import Experiments
import Losses

/// The options that describe an experiment; each overrides what the configuration file says.
struct ExperimentOptions: ParsableArguments {
  @Option(help: "A YAML file with the experiment; the other options override it.")
  var config: String?

  @Option(help: "A report.json; makes the same experiment again, with the other options' changes.")
  var from: String?

  @Option(help: "Losses: all, or identifiers separated by commas.")
  var losses: String?

  @Option(
    help: ArgumentHelp(
      "A parameter of a loss, as focal.gamma=3; several values, as tversky.alpha=0.3,0.7, give "
        + "several curves. Repeatable.", valueName: "id.name=value"))
  var parameter: [String] = []

  @Option(help: "Error paths, separated by commas; `paths` lists them.")
  var path: String?

  @Option(
    help: ArgumentHelp(
      "Names of objects, or new ones as NAME=KIND:NUMBERS (ball=disc:12), separated by commas."))
  var objects: String?

  @Option(help: "A mask (PNG, .npy, .npz, .nii, .nii.gz) to take for the object.")
  var truth: String?

  @Option(help: "Which label of --truth is the object; every value over one half by default.")
  var label: Int?

  @Option(help: "Shape of the grid, as 256x256 or 64x64x64 (slices x rows x columns).")
  var grid: String?

  @Option(help: "Number of steps after the perfect prediction.")
  var steps: Int?

  @Option(help: "Probability given to the predicted foreground, in [0.5, 1].")
  var confidence: Double?

  @Option(help: "Width in elements of a Gaussian that softens predictions.")
  var blur: Double?

  @Option(help: "Seed of everything random.")
  var seed: UInt64?

  @Option(help: "Number of seeds for random paths.")
  var repeats: Int?

  @Option(help: "Changes up to this share of a curve's range are stalls.")
  var tolerance: Double?

  @Option(help: "A CSV table object,step,loss,value with curves computed elsewhere. Repeatable.")
  var curves: [String] = []

  @Option(
    help: ArgumentHelp(
      "A loss computed by a process that reads lines with the files of a prediction and a truth "
        + "and answers numbers. Repeatable.", valueName: "name=command"))
  var external: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long to wait for each answer of external losses (default: 60).", valueName: "seconds"))
  var externalTimeout: Double?

  @Option(help: "Folder for the outputs (default: results).")
  var output: String?

  @Option(help: "Formats of the figures: png, svg, pdf, separated by commas.")
  var format: String?

  @Option(help: "Colours of the figures: light, dark or print.")
  var theme: FigureTheme?

  @Option(help: "Width of the figures in millimetres: 90 for one column, 180 for two.")
  var width: Double?
}

extension FigureTheme: ExpressibleByArgument {}

extension ExperimentOptions {
  /// The folder that the outputs go to.
  func folder(_ configuration: ExperimentConfiguration) -> String {
    configuration.output.folder ?? "results"
  }

  /// The configuration of the file, changed by the other options.
  ///
  /// - Parameter standard: what to change where there is no file.
  func configuration(
    standard: ExperimentConfiguration = ExperimentConfiguration()
  ) throws -> ExperimentConfiguration {
    guard config == nil || from == nil else {
      throw ValidationError("--config and --from exclude each other")
    }
    var configuration =
      try config.map { try ExperimentConfiguration(yamlAt: $0) }
      ?? from.map { try ExperimentConfiguration(reportAt: $0) } ?? standard
    try applyProtocol(to: &configuration)
    try applyObjects(to: &configuration)
    try applyLosses(to: &configuration)
    try applyOutput(to: &configuration)
    try configuration.validate(for: .standard)
    return configuration
  }

  private func applyProtocol(to configuration: inout ExperimentConfiguration) throws {
    if let path { configuration.paths = names(path) }
    if let grid {
      let extents = grid.split(separator: "x").map { Int($0) }
      guard !extents.isEmpty, !extents.contains(nil) else {
        throw ValidationError("--grid is '\(grid)'; expected extents as 256x256")
      }
      configuration.grid.shape = extents.compactMap { $0 }
      configuration.grid.spacing = nil
    }
    configuration.steps = steps ?? configuration.steps
    configuration.confidence = confidence ?? configuration.confidence
    configuration.blur = blur ?? configuration.blur
    configuration.seed = seed ?? configuration.seed
    configuration.repeats = repeats ?? configuration.repeats
    configuration.tolerance = tolerance ?? configuration.tolerance
  }

  private func applyObjects(to configuration: inout ExperimentConfiguration) throws {
    if let truth {
      configuration.objects = [ObjectSpecification(name: "truth", file: truth, label: label)]
    } else if label != nil {
      throw ValidationError("--label chooses a label of --truth; give that too")
    }
    guard let objects else { return }
    let known = configuration.objects
    configuration.objects = try names(objects).map { argument in
      if let object = known.first(where: { $0.name == argument }) { return object }
      guard argument.contains("=") else {
        throw ConfigurationError.unknownObject(argument, known: known.map(\.name))
      }
      return try ObjectSpecification(argument: argument)
    }
  }

  private func applyLosses(to configuration: inout ExperimentConfiguration) throws {
    if let losses { configuration.losses = try LossSelection.list(losses) }
    for assignment in parameter {
      let (id, name, values) = try parsedParameter(assignment)
      let indices = configuration.losses.indices.filter { configuration.losses[$0].id == id }
      guard !indices.isEmpty else {
        _ = try Catalogue.standard.entry(id: id)
        throw ValidationError("--parameter \(assignment): '\(id)' is not among the --losses")
      }
      for index in indices { configuration.losses[index].parameters[name] = values }
    }
    configuration.curves += curves
    configuration.external += try external.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("--external is '\(argument)'; expected name=command")
      }
      return ExternalLoss(name: parts[0], command: parts[1])
    }
    guard let externalTimeout else { return }
    guard !configuration.external.isEmpty else {
      throw ValidationError("--external-timeout is for --external; give that too")
    }
    for index in configuration.external.indices {
      configuration.external[index].timeout = externalTimeout
    }
  }

  private func applyOutput(to configuration: inout ExperimentConfiguration) throws {
    configuration.output.folder = output ?? configuration.output.folder
    configuration.output.theme = theme ?? configuration.output.theme
    configuration.output.width = width ?? configuration.output.width
    guard let format else { return }
    configuration.output.formats = try names(format).map { name in
      guard let format = FigureFormat(rawValue: name) else {
        throw ValidationError("--format is '\(name)'; expected png, svg or pdf")
      }
      return format
    }
  }
}

/// `focal.gamma=3` as identifier, parameter and values.
func parsedParameter(_ assignment: String) throws -> (id: String, name: String, values: [Double]) {
  let halves = assignment.split(separator: "=", maxSplits: 1).map(String.init)
  let names = halves.first?.split(separator: ".", maxSplits: 1).map(String.init) ?? []
  let values = halves.last?.split(separator: ",").map { Double($0) } ?? []
  guard halves.count == 2, names.count == 2, !values.isEmpty, !values.contains(nil) else {
    throw ValidationError("--parameter is '\(assignment)'; expected a number as focal.gamma=3")
  }
  return (names[0], names[1], values.compactMap { $0 })
}

/// The parts of a list separated by commas.
func names(_ text: String) -> [String] {
  text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
}

extension LossSelection {
  /// `all`, or identifiers separated by commas. A few losses have to be named:
  /// ``LossSpecification/isInAll``.
  static func list(_ text: String) throws -> [LossSelection] {
    if text == "all" {
      return Catalogue.standard.specifications.filter(\.isInAll).map { LossSelection($0.id) }
    }
    return try names(text).map { id in
      _ = try Catalogue.standard.entry(id: id)
      return LossSelection(id)
    }
  }
}
