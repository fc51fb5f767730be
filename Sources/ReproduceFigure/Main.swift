import ArgumentParser
import Documents
import Foundation
import Processes
import Studies

/// `reproduce-figure`: the figure of the survey, its report, and the same for other losses and data.
@main
struct ReproduceFigure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce-figure",
    abstract: "Plots segmentation losses against a growing error and tests whether they rise.",
    discussion: """
      Without a subcommand it reproduces the figure of the survey: a large and a small disc drift \
      from the truth, and seven losses are plotted against the step.
      Exit codes: 0 done, 1 a loss does not do what --require-monotone or --require asks, 64 wrong \
      usage, \
      65 bad data, 73 cannot write a file, 74 cannot write to standard output, 130 stopped by \
      Ctrl-C.
      """,
    version: programVersion,
    subcommands: [
      FigureCommand.self, LossesCommand.self, MetricsCommand.self, EvaluateCommand.self,
      PathsCommand.self, ConfigCommand.self, ExportCommand.self, ReportCommand.self,
      ServeCommand.self, AuditCommand.self,
    ] + Program.studies.studies.compactMap { $0.command } + [MergeCommand.self],
    defaultSubcommand: FigureCommand.self)

  static func main() {
    AddressSpace.spare()
    StandardOutput.keepNumbersOfStreams()
    // A file that grows over the limit of the system is an error of the write, as a full disk is, and
    // not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // Help and version are no errors, but they have to arrive as every output.
      guard exitCode(for: error).isSuccess else { exit(withError: error) }
      do {
        try reportingErrors { try StandardOutput.write(text(for: error)) }
      } catch {
        exit(withError: error)
      }
    }
  }

  /// What to print for a request for help or for the version.
  private static func text(for request: any Error) -> String {
    let text = fullMessage(for: request)
    guard text == helpMessage() else { return text }
    // The options of the default command can be given without its name; so they are shown, too.
    let sections = FigureCommand.helpMessage().split(separator: "\n\n", maxSplits: 2)
    return text + "\n\nWhat figure, the default subcommand, takes:\n\n" + (sections.last ?? "")
  }
}
