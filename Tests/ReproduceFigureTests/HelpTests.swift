import Foundation
import TestSupport
import Testing

/// The help shows what a command takes, all of it and nothing else.
@Suite struct HelpTests {
  private func help(_ arguments: String...) throws -> String {
    let outcome = try Program.run(arguments + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    return outcome.output
  }

  /// The long options in a help text.
  private func options(in help: String) -> Set<String> {
    Set(help.matches(of: #/--[a-z][a-z-]+/#).map { String($0.output) })
  }

  @Test func topShowsTheOptionsOfTheDefaultCommand() throws {
    let top = try help()
    #expect(options(in: top).isSuperset(of: options(in: try help("figure"))))
    for option in ["--losses", "--truth", "--path", "--probabilities", "--require-monotone"] {
      #expect(top.contains("\n  \(option)"), "\(option)")
    }
    let commands = [
      "figure", "losses", "metrics", "evaluate", "paths", "config", "export", "report", "merge",
    ]
    for command in commands {
      #expect(top.contains("\n  \(command) "), "\(command)")
    }
    #expect(top.ranges(of: "USAGE:").count == 1)
    // However it is asked for: by the parser, or without it.
    for arguments in [["-h"], ["help"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.output == top, "\(arguments)")
    }
  }

  @Test(arguments: [
    ("losses", ["--output", "--steps", "--truth", "--format"]),
    ("evaluate", ["--steps", "--path", "--objects", "--config", "--tolerance"]),
    ("paths", ["--losses", "--parameter", "--confidence", "--blur", "--repeats", "--tolerance"]),
    ("paths", ["--curves", "--external", "--require-monotone"]),
    ("export", ["--losses", "--tolerance", "--curves", "--external", "--format", "--width"]),
    ("config", ["--html", "--require-monotone"]),
  ])
  func whatACommandDoesNotTakeIsNotShownAndRefused(command: String, foreign: [String]) throws {
    let help = try help(command)
    let pair = command == "evaluate" ? ["--truth", "a.npy", "--prediction", "b.npy"] : []
    for option in foreign {
      #expect(!help.contains("\n  \(option) "), "\(option)")
      let outcome = try Program.run([command] + pair + [option, "1"])
      #expect(outcome.status == 64, "\(option)")
      #expect(outcome.errors.contains(option), "\(outcome.errors)")
    }
  }

  @Test func oneExtentIsASquare() throws {
    let square = try Program.run(["config", "--grid", "48"])
    let both = try Program.run(["config", "--grid", "48x48"])
    #expect(square.status == 0)
    #expect(square.output == both.output)
    #expect(square.output.contains("48"))
  }
}
