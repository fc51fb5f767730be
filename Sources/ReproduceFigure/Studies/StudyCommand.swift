import ArgumentParser
import Documents
import Experiments
import Figures
import LongRuns
import Studies

/// Options that make the configuration of a study.
protocol StudyOptions: ParsableArguments {
  /// What they make.
  associatedtype Configuration: StudyConfiguration

  /// The configuration that the options describe.
  func configuration() throws -> Configuration
}

/// A study whose command has options of its own, beside ``PlainStudyOptions``.
protocol StudyWithOptions: Study {
  /// The options of its command.
  associatedtype Options: StudyOptions where Options.Configuration == Configuration
}

/// A study that a command begins which does other things, too.
protocol StudyOfCommand: Study {}

/// The command of a study.
struct StudyCommand<S: Study, Options: StudyOptions>: ParsableCommand
where Options.Configuration == S.Configuration {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: S.kind, abstract: S.question, discussion: S.details)
  }

  @OptionGroup var options: Options
  @OptionGroup(title: "Long runs") var cells: CellOptions
  @OptionGroup(title: "Limits") var limits: MemoryOptions

  func run() throws {
    try reportingErrors {
      let configuration = try options.configuration()
      try limits.limits.require(RunEstimate(elements: configuration.mostElements))
      let study = try S(configuration, registries: Program.registries)
      try study.run(configuration.output, cells)
    }
  }
}

extension Study {
  /// The command of the study; none where a command that does other things, too, begins it.
  static var command: (any ParsableCommand.Type)? {
    if Self.self is any StudyOfCommand.Type { return nil }
    func command<S: StudyWithOptions>(of study: S.Type) -> any ParsableCommand.Type {
      StudyCommand<S, S.Options>.self
    }
    guard let study = Self.self as? any StudyWithOptions.Type else {
      return StudyCommand<Self, PlainStudyOptions<Configuration>>.self
    }
    return command(of: study)
  }

  /// Computes the cells and writes the outputs; for a share of the cells, only says that it is done.
  func run(_ output: OutputSpecification, _ options: CellOptions) throws {
    if let result = try written(output, options) { try StandardOutput.write(result.summary()) }
  }

  /// Computes the cells, writes the outputs and gives the result; for a share of the cells, only says
  /// that it is done.
  func written(_ output: OutputSpecification, _ options: CellOptions) throws -> Result? {
    try requireOwnOutputs(in: output)
    let runner = CellRunner(
      folder: output.folderOrDefault, shard: options.shard, existing: options.existing,
      progress: .terminal(name: Self.kind))
    guard let outcomes = try runner.run(self) else {
      try StandardOutput.write(
        "shard \(options.shard?.description ?? "") of the \(Self.kind) is finished; `merge` joins it "
          + "with the others")
      return nil
    }
    try cautions().forEach(printWarning)
    let result = try result(outcomes)
    try OutputFiles(self, result, output: output).writeAndWarn(to: output, as: Self.kind)
    return result
  }

  /// Joins the shards of a run and writes its outputs.
  static func merge(
    _ folders: [String], _ output: OutputSpecification, existing: CellRunner.Existing
  ) throws {
    let study = try CellMerge.join(
      { try Self($0, registries: Program.registries) }, from: folders,
      into: output.folderOrDefault, existing: existing)
    try study.run(output, .resuming)
  }
}

/// What every study can be told: a file with its configuration, and how its outputs look.
struct PlainStudyOptions<Configuration: StudyConfiguration>: StudyOptions {
  @Option(help: "A YAML file with what is to be computed.")
  var config: String?

  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions

  func configuration() throws -> Configuration {
    var configuration = try config.map { try Configuration(yamlAt: $0) } ?? Configuration()
    try folder.apply(to: &configuration.output)
    try drawing.apply(to: &configuration.output)
    return configuration
  }
}
