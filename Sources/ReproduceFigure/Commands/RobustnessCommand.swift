import Documents
import Figures
import Studies
import ArgumentParser
import Experiments
import Foundation

/// Judges the claims under many protocols.
struct RobustnessCommand: CellCommand {
  static let configuration = CommandConfiguration(
    commandName: "robustness",
    abstract: "Judges the claims under many protocols: how far do they depend on it?",
    discussion: """
      Every combination of path, side of the grid, confidence, smoothing and tolerance; the objects \
      keep their sizes. Writes robustness.md, .json and .csv and the figure robustness.*.
      """)

  @OptionGroup var options: ExperimentOptions
  @OptionGroup var cells: CellOptions

  @Option(help: "Sides of the square grids (default: 64,128,256,512,1024).")
  var sides: String?

  @Option(help: "Confidences (default: 0.6,0.7,0.8,0.9,0.99,1).")
  var confidences: String?

  @Option(help: "Smoothings of the losses that have it (default: 1e-5,1).")
  var smoothings: String?

  @Option(help: "Tolerances (default: 1e-4,1e-3,1e-2).")
  var tolerances: String?

  func run() throws {
    try reportingErrors {
      let experiment = try options.configuration(standard: .robustness)
      guard options.grid == nil, options.confidence == nil, options.tolerance == nil else {
        throw ValidationError(
          "robustness varies --sides, --confidences and --tolerances; "
            + "it takes no --grid, --confidence and --tolerance")
      }
      var configuration = RobustnessConfiguration(experiment)
      if let sides { configuration.sides = try Self.list(sides, "sides", Int.init) }
      if let confidences {
        configuration.confidences = try Self.list(confidences, "confidences", Double.init)
      }
      if let smoothings {
        configuration.smoothings = try Self.list(smoothings, "smoothings", Double.init)
      }
      if let tolerances {
        configuration.tolerances = try Self.list(tolerances, "tolerances", Double.init)
      }
      try Self.run(
        RobustnessTask(configuration: configuration), in: options.folder(experiment), cells)
    }
  }

  private static func list<Value: Hashable>(
    _ text: String, _ name: String, _ parse: (String) -> Value?
  ) throws -> [Value] {
    let values = try names(text).map { part in
      guard let value = parse(part) else {
        throw ValidationError("--\(name) is '\(text)'; expected numbers separated by commas")
      }
      return value
    }
    guard Set(values).count == values.count else {
      throw ValidationError("--\(name) is '\(text)'; a number is there twice")
    }
    return values
  }

  static func outputs(of task: RobustnessTask, _ outcomes: [RobustnessCell]) throws -> CellOutputs {
    let robustness = Robustness(task, outcomes)
    let formats = task.configuration.experiment.output.formats
    var outputs = CellOutputs(summary: robustness.summary())
    let composition = RobustnessComposition(
      robustness, provenance: try Provenance.line(task.configuration))
    try outputs.files.add(composition.figure(), name: "robustness", formats: formats)
    let shown = formats.first { $0 != .pdf }.map { ["robustness.\($0.rawValue)"] } ?? []
    outputs.files.add("robustness.csv", try robustness.csv())
    outputs.files.add("robustness.md", Data(try robustness.markdown(figures: shown).utf8))
    outputs.files.add("robustness.json", try robustness.json())
    return outputs
  }
}
