import Foundation
import TestSupport
import Testing

/// What the help of a command shows, the command takes.
@Suite struct OptionTests {
  /// What to run a command with: little to compute, into a folder of the test.
  private static func basis(of command: String, in folder: URL) -> [String] {
    let output = ["--output", folder.appendingPathComponent("out").path]
    // Studies are stopped by an output folder that cannot be, before their first cell.
    let nowhere = ["--output", "/dev/null/folder"]
    switch command {
    case "figure", "report", "export", "paths":
      return [command, "--grid", "32", "--steps", "2", "--objects", "a=disc:4"] + output
    case "config": return [command] + output
    case "merge": return [command, "shard"] + nowhere
    case "losses", "metrics", "evaluate", "serve": return [command]
    case "advise": return [command, "--truth", "other.npy", "--metric", "dice-score"] + nowhere
    case "audit": return [command, "dice"] + nowhere
    default: return [command] + nowhere
    }
  }

  /// An option with a value that it takes, and others that it needs.
  private static func arguments(_ option: String, of command: String) -> [String]? {
    let values: [String: String] = [
      "--config": "experiment.yaml", "--from": "report.json", "--objects": "small=disc:5",
      "--truth": "truth.npy", "--prediction": "truth.npy", "--image": "truth.npy",
      "--second-prediction": "truth.npy", "--grid": "40", "--path": "shrink", "--steps": "3",
      "--seed": "1", "--repeats": "2", "--confidence": "0.9", "--blur": "1", "--losses": "dice",
      "--parameter": "dice.smoothing=2", "--curves": "curves.csv", "--external": "one=echo 1",
      "--tolerance": "0.01", "--output": "/dev/null/folder", "--format": "svg", "--theme": "dark",
      "--width": "120", "--require-monotone": "dice", "--smallest": "3", "--largest": "9",
      "--sizes": "3", "--grids": "64x80", "--probabilities": "two-valued:0.9", "--reach": "0.8",
      "--reaches": "0.5", "--ratios": "4",
      "--smoothings": "1",
      "--tolerances": "0.01", "--problems": "logits", "--optimisers": "sgd",
      "--learning-rates": "0.1", "--iterations": "2", "--seeds": "1", "--shard": "1/2",
      "--kind": "landscape", "--find": "dice", "--metrics": "dice-score,surface-dice",
      "--gradient": "gradients", "--metric": "dice-score", "--margin": "2", "--resamples": "200",
      "--pairs": "pairs.csv", "--each-label": "1", "--descend": "trained",
      "--resolution": "0.01", "--scatter": "dice,dice-score", "--highlights": "dice-score",
      "--memory": "8", "--hours": "2", "--checks": "finite", "--require": "finite",
    ]
    let flags: Set = [
      "--resume", "--restart", "--strict", "--html", "--json", "--ignore-position", "--bibtex",
      "--no-caption", "--double", "--list",
    ]
    /// What has to be there beside an option.
    let needs: [String: [String]] = [
      "--label": ["--truth", "truth.npy", "--label", "1"],
      "--labels": ["--truth", "truth.npy", "--labels", "1"],
      "--threshold": ["--truth", "truth.npy", "--threshold", "0.5"],
      "--channel": ["--truth", "channels.npy", "--axes", "CYX", "--channel", "0"],
      "--volume": ["--truth", "channels.npy", "--axes", "TYX", "--volume", "0"],
      "--axes": ["--truth", "truth.npy", "--axes", "YX"],
      "--spacing": ["--truth", "truth.npy", "--spacing", "1,2"],
      "--external-timeout": ["--external", "two=echo 1", "--external-timeout", "5"],
      "--prediction-label": ["--prediction-label", "1"],
      "--prediction-labels": ["--prediction-labels", "1"],
      "--prediction-threshold": ["--prediction-threshold", "0.5"],
      "--prediction-channel": ["--axes", "CYX", "--channel", "0", "--prediction-channel", "1"],
      "--prediction-volume": ["--axes", "TYX", "--volume", "0", "--prediction-volume", "1"],
      "--activation": ["--activation", "none"],
      "--smoothing-numerator": ["--losses", "dice", "--smoothing-numerator", "0"],
      "--smoothing-denominator": ["--losses", "dice", "--smoothing-denominator", "2"],
      "--overlap": ["--losses", "dice", "--overlap", "minimum"],
      "--volume-weighting": ["--losses", "generalised-dice", "--volume-weighting", "inverse"],
      "--metric-parameter": [
        "--metrics", "dice-score,surface-dice", "--metric-parameter", "surface-dice.tolerance=1",
      ],
      "--empty": ["--metrics", "dice-score,surface-dice", "--empty", "undefined"],
    ]
    /// Options of a loss that is served.
    let served = [
      "--background": "exclude", "--class-weights": "1,2", "--pool": "batch",
      "--reduce-classes": "sum", "--reduce-batch": "sum", "--activation": "softmax",
      "--class-distances": "0,1;1,0", "--label-smoothing": "0.1", "--skeletons": "together",
    ]
    /// Options of several classes, which go with a prediction of classes.
    let classes: [String: String] = [
      "--classes": "exclusive", "--background": "exclude", "--class-weights": "1,2",
      "--pool": "batch", "--reduce-classes": "sum", "--reduce-batch": "sum",
      "--ignore-label": "5", "--mask": "truth.npy",
    ]
    if option == "--external", ["gradients", "descend"].contains(command) {
      let script = checkout.appendingPathComponent("Examples/external/dice_with_gradient.py").path
      return [option, "one=python3 '\(script)'"]
    }
    if option == "--external-timeout", ["gradients", "descend"].contains(command) {
      return [option, "5"]
    }
    if command == "serve", let value = served[option] { return [option, value] }
    if option == "--beside" { return [option, command == "descend" ? "4" : "other=disc:3"] }
    if command != "evaluate", let value = classes[option] {
      // Background, an object and the one beside it.
      return ["--beside", "other=disc:3", option, option == "--class-weights" ? "1,2,1" : value]
    }
    switch option {
    case "--class-distances":
      return [
        "--prediction", "channels.npy", "--axes", "CYX", "--losses", "generalised-wasserstein-dice",
        "--classes", "exclusive", option, "0,1;1,0",
      ]
    case "--skeletons":
      return [
        "--prediction", "channels.npy", "--axes", "CYX", "--losses", "cl-dice", "--classes",
        "independent", option, "together",
      ]
    case "--masked":
      return [
        "--prediction", "channels.npy", "--axes", "CYX", "--losses", "dice", "--classes",
        "independent", "--mask", "truth.npy", option, "background",
      ]
    case "--label-smoothing":
      return [
        "--prediction", "channels.npy", "--axes", "CYX", "--losses", "cross-entropy", "--classes",
        "exclusive", option, "0.1",
      ]
    default: break
    }
    if let value = classes[option] {
      return [
        "--prediction", "channels.npy", "--axes", "CYX", "--losses", "dice", "--classes",
        "independent", option, value,
      ]
    }
    let isKept = ["--shard", "--resume", "--restart"].contains(option) && command == "evaluate"
    if isKept {
      return ["--output", "/dev/null/folder", option] + (option == "--shard" ? ["1/2"] : [])
    }
    if flags.contains(option) { return [option] }
    if let arguments = needs[option] { return arguments }
    return values[option].map { [option, $0] }
  }

  /// Files that the options name.
  private func writeFiles(to folder: URL) throws {
    let disc = (0..<1024).map { index in
      let (row, column) = (index / 32 - 16, index % 32 - 16)
      return row * row + column * column < 36 ? 1.0 : 0
    }
    try writeArray(disc, shape: [32, 32], to: folder.appendingPathComponent("truth.npy"))
    try writeArray(disc, shape: [32, 32], to: folder.appendingPathComponent("other.npy"))
    try writeArray(
      disc + disc, shape: [2, 32, 32], to: folder.appendingPathComponent("channels.npy"))
    let texts = [
      "experiment.yaml": "seed: 1\n",
      "curves.csv": "object,step,loss,value\na,0,mine,0\na,1,mine,1\na,2,mine,2\n",
      "report.json": #"{"configuration": {"seed": 1}}"#,
      "pairs.csv": "truth,prediction\ntruth.npy,other.npy\n",
    ]
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
  }

  private func options(of command: String) throws -> [String] {
    let help = try Program.run([command, "--help"]).output
    let shown = help.matches(of: #/(?m)^  (--[a-z][a-z-]+)/#).map { String($0.output.1) }
    return shown.filter { $0 != "--help" && $0 != "--version" }
  }

  /// Options that exclude each other, or that leave nothing to do for others.
  private static let exclusive: [Set<String>] = [
    ["--config", "--from"], ["--json", "--bibtex"], ["--confidence", "--probabilities"],
    ["--resume", "--restart"],
    ["--objects", "--truth"], ["--objects", "--ratios"],
    ["--objects", "--smallest"], ["--objects", "--largest"], ["--objects", "--sizes"],
    [
      "--truth", "--label", "--labels", "--threshold", "--channel", "--volume", "--axes",
      "--spacing",
    ],
    [
      "--prediction-label", "--prediction-labels", "--prediction-threshold",
      "--prediction-channel", "--prediction-volume", "--activation",
    ],
  ]

  /// The options in as few groups as there must be runs.
  private static func rounds(_ options: [String], of command: String) -> [[String]] {
    // What is about several predictions, and refuses what is about one.
    let several: Set = [
      "--pairs", "--each-label", "--output", "--resolution", "--resamples", "--scatter", "--strict",
      "--shard", "--resume", "--restart",
    ]
    // What says how files are read has files of its own.
    func isAlone(_ option: String) -> Bool {
      option.hasPrefix("--prediction-") || command == "evaluate" && several.contains(option)
        || [
          "--channel", "--volume", "--classes", "--background", "--class-weights", "--pool",
          "--reduce-classes", "--reduce-batch", "--ignore-label", "--mask", "--class-distances",
          "--label-smoothing", "--skeletons", "--masked",
          "--smoothing-numerator", "--smoothing-denominator", "--overlap", "--volume-weighting",
        ].contains(option)
    }
    var rounds: [[String]] = []
    for option in options where !isAlone(option) {
      let others = exclusive.filter { $0.contains(option) }.reduce(into: Set()) { $0.formUnion($1) }
      if let place = rounds.firstIndex(where: { others.isDisjoint(with: $0) }) {
        rounds[place].append(option)
      } else {
        rounds.append([option])
      }
    }
    return rounds + options.filter(isAlone).map { [$0] }
  }

  @Test(arguments: [
    "figure", "losses", "metrics", "evaluate", "paths", "config", "export", "report", "landscape",
    "robustness", "gradients", "agreement", "advise", "descend", "merge", "serve", "audit",
  ])
  func everyOptionInTheHelpIsTaken(command: String) throws {
    try withTemporaryFolder { folder in
      try writeFiles(to: folder)
      for options in Self.rounds(try options(of: command), of: command) {
        var arguments = try options.flatMap { option in
          let known = Self.arguments(option, of: command)
          return try #require(known, "\(command) \(option) has no value in this test")
        }
        if command == "serve", !arguments.contains("--losses") {
          arguments += ["--losses", "dice"]
        }
        // Some pair has to be evaluated, and only one.
        for needed in ["--truth", "--prediction"]
        where command == "evaluate" && !arguments.contains(needed) && !arguments.contains("--pairs")
        {
          arguments += [needed, "truth.npy"]
        }
        let outcome = try Program.run(
          Self.basis(of: command, in: folder) + arguments, in: folder)
        #expect(outcome.status != 64, "\(command) \(arguments): \(outcome.errors)")
      }
    }
  }

  @Test func allCommandsAreGoneThrough() throws {
    let help = try Program.run(["--help"]).output
    let list = help.split(separator: "SUBCOMMANDS:").last?.split(separator: "\n\n").first ?? ""
    let commands = list.matches(of: #/(?m)^  ([a-z]+)/#).map { String($0.output.1) }
    #expect(
      Set(commands) == [
        "figure", "losses", "metrics", "evaluate", "paths", "config", "export", "report",
        "landscape", "robustness", "gradients", "agreement", "advise", "descend", "merge", "serve",
        "audit",
      ])
  }

  @Test(arguments: [
    ("landscape", ["--truth", "--curves", "--label"]),
    ("robustness", ["--truth", "--curves", "--grid", "--confidence", "--tolerance"]),
    ("gradients", ["--curves"]),
    ("report", ["--format", "--theme"]),
  ])
  func whatAStudyRefusesIsNotInItsHelp(command: String, foreign: [String]) throws {
    let shown = Set(try options(of: command))
    for option in foreign {
      #expect(!shown.contains(option), "\(option)")
      let outcome = try Program.run([command, option, "1"])
      #expect(outcome.status == 64, "\(option)")
      #expect(outcome.errors.contains(option), "\(outcome.errors)")
    }
  }
}
