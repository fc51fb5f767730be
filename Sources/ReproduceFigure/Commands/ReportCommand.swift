import ArgumentParser
import Experiments
import Figures
import Foundation
import Plot

/// Writes the report of an experiment as one page, or prints it.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes report.html, one page with everything; without --html prints Markdown.",
    discussion: """
      The page needs no network. It has the figures with a read-out of their values, the verdicts, \
      the catalogue of losses, and what landscape, robustness, gradients and descend have written \
      into the same folder.
      """)

  @OptionGroup var options: ExperimentOptions

  @Flag(help: "Write report.html into the output folder.")
  var html = false

  /// The studies whose results the page shows, in its order.
  private static let studies = ["landscape", "robustness", "gradients", "descend"].map {
    (identifier: $0, title: $0.capitalized)
  }

  func run() throws {
    try reportingErrors {
      let configuration = try options.configuration()
      let result = try Experiment(configuration).run()
      guard html else { return print(try Report(result).markdown(), terminator: "") }
      let folder = options.folder(configuration)
      let page = try HTMLReport(result, additionsIn: folder, studies: Self.studies)
      page.refused.forEach(printError)
      var files = OutputFiles()
      files.add("report.html", Data(try page.page().utf8))
      try files.write(to: folder)
      print("wrote \(folder)/report.html")
      result.failures.forEach { printError($0.description) }
      if !result.failures.isEmpty { throw ExitCode.badData }
    }
  }
}
