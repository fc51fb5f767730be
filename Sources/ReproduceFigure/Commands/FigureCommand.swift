import ArgumentParser
import Experiments
import Figures
import LongRuns

/// Makes the figure, the report and the table of an experiment.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Makes the figure, its report and its table (the default subcommand).")

  @OptionGroup var scenes: SceneOptions
  @OptionGroup var curves: CurveOptions
  @OptionGroup(title: "Metrics") var metrics: MetricOptions
  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions
  @OptionGroup(title: "Outputs") var strict: StrictOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  @Option(
    help: ArgumentHelp(
      "Exit with 1 when a curve of this loss does not increase strictly. Repeatable.",
      valueName: "id"))
  var requireMonotone: [String] = []

  func run() throws {
    try reportingErrors {
      let configuration = try scenes.configuration(changedBy: [curves, metrics, folder, drawing])
      try requireKnown(in: configuration)
      try configuration.requireOwnFigure()
      let result = try Experiment(configuration, registries: Program.registries).run(
        progress: ProgressReporter.figure, explains: true, limits: limits.limits)
      let report = Report(result)
      try OutputFiles(result).writeAndWarn(to: configuration.output, as: "figure")
      try StandardOutput.write(report.verdictTable())
      result.failures.forEach { printError($0.description) }
      if !result.failures.isEmpty { throw ExitCode.badData }
      try strict.check(result)
      try check(report)
    }
  }

  private func requireKnown(in configuration: ExperimentConfiguration) throws {
    let keys = configuration.losses.flatMap { [$0.id] + $0.settings.map(\.key) }
    let others = configuration.external.map(\.name) + configuration.recorded.map(\.loss)
    for id in requireMonotone
    where !(keys + others).contains(id) && configuration.curves.isEmpty {
      throw ValidationError("--require-monotone \(id): there is no such loss in the experiment")
    }
  }

  private func check(_ report: Report) throws {
    let failing = requireMonotone.filter { report.lossesNotStrictlyIncreasing.contains($0) }
    guard !failing.isEmpty else { return }
    printError(
      "required to increase strictly, but does not: \(failing.joined(separator: ", "))")
    throw ExitCode.requirementUnmet
  }
}
