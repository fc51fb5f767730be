import Documents
import Figures
import Studies
import ArgumentParser
import Experiments
import Foundation

/// Follows the gradients of losses along error paths.
struct GradientsCommand: CellCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradients",
    abstract: "Follows the gradients: where a value stalls, do they vanish, and point home?",
    discussion: "Writes gradients.md, .json and .csv and the figure gradients.*.")

  @OptionGroup var options: ExperimentOptions
  @OptionGroup var cells: CellOptions

  func run() throws {
    try reportingErrors {
      let configuration = try options.configuration()
      try Self.run(
        GradientTask(configuration: configuration), in: options.folder(configuration), cells)
    }
  }

  static func outputs(of task: GradientTask, _ outcomes: [GradientCurve]) throws -> CellOutputs {
    let gradients = Gradients(task, outcomes)
    let formats = task.configuration.output.formats
    var outputs = CellOutputs(summary: gradients.summary())
    try outputs.files.add(
      GradientComposition(gradients, provenance: try Provenance.line(task.configuration)).figure(),
      name: "gradients", formats: formats)
    let shown = formats.first { $0 != .pdf }.map { ["gradients.\($0.rawValue)"] } ?? []
    outputs.files.add("gradients.csv", try gradients.csv())
    outputs.files.add("gradients.md", Data(try gradients.markdown(figures: shown).utf8))
    outputs.files.add("gradients.json", try gradients.json())
    return outputs
  }
}
