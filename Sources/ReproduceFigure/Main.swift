import Documents
import Studies
import ArgumentParser
import Experiments

/// `reproduce-figure`: the figure of the survey, its report, and the same for other losses and data.
@main
struct ReproduceFigure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce-figure",
    abstract: "Plots segmentation losses against a growing error and tests whether they rise.",
    discussion: """
      Without a subcommand it reproduces the figure of the survey: a large and a small disc drift \
      from the truth, and seven losses are plotted against the step.
      Exit codes: 0 done, 1 a loss named by --require-monotone does not rise, 64 wrong usage, \
      65 bad data, 73 cannot write, 130 stopped by Ctrl-C.
      """,
    version: programVersion,
    subcommands: [
      FigureCommand.self, LossesCommand.self, EvaluateCommand.self, PathsCommand.self,
      ConfigCommand.self, ExportCommand.self, ReportCommand.self,
      LandscapeCommand.self, RobustnessCommand.self, GradientsCommand.self,
      DescendCommand.self, MergeCommand.self,
    ],
    defaultSubcommand: FigureCommand.self)
}
