import ArgumentParser
import Experiments
import Figures
import Foundation
import LongRuns
import Plot

/// Writes the report of an experiment as one page, or prints it.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes report.html, one page with everything; without --html prints Markdown.",
    discussion: """
      The page needs no network. It has the figures with a read-out of their values, the verdicts, \
      the catalogue of losses, and what the studies (\(Program.studies.kinds.joined(separator: ", "))) \
      have written into the same folder.
      """)

  @OptionGroup var scenes: SceneOptions
  @OptionGroup var curves: CurveOptions
  @OptionGroup(title: "Metrics") var metrics: MetricOptions
  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var size: SizeOptions
  @OptionGroup(title: "Outputs") var strict: StrictOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  @Flag(help: "Write report.html into the output folder.")
  var html = false

  func run() throws {
    try reportingErrors {
      let configuration = try scenes.configuration(changedBy: [curves, metrics, folder, size])
      if html { try configuration.requireOwnPage() }
      let result = try Experiment(configuration, registries: Program.registries).run(
        progress: ProgressReporter.figure, explains: true, limits: limits.limits)
      guard html else {
        try StandardOutput.write(Report(result).markdown(), terminator: "")
        return try check(result)
      }
      let folder = configuration.folder
      let page = try HTMLReport(
        result, additionsIn: folder, studies: Program.studies,
        catalogue: Program.registries.losses)
      page.refused.forEach(printError)
      var files = OutputFiles()
      files.add("report.html", Data(try page.page().utf8))
      try files.writeAndWarn(to: configuration.output, as: "report")
      try StandardOutput.write("wrote \(folder)/report.html")
      try check(result)
    }
  }

  /// Says what went wrong with some of the losses, objects and paths.
  private func check(_ result: ExperimentResult) throws {
    result.failures.forEach { printError($0.description) }
    if !result.failures.isEmpty { throw ExitCode.badData }
    try strict.check(result)
  }
}
