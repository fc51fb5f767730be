import Documents
import Figures
import Studies
import ArgumentParser
import Experiments
import Foundation
import Losses

/// Minimises every loss by gradient descent and judges claim 4.
struct DescendCommand: CellCommand {
  static let configuration = CommandConfiguration(
    commandName: "descend",
    abstract: "Minimises losses by gradient descent: does combo train more stably (claim 4)?",
    discussion: """
      Finds free logits, a soft disc and the weights of a small network by SGD and Adam, at every \
      learning rate of a grid and from several seeds. Writes descend.md, descend.json, descend.csv \
      (one row a run), descend-curves.csv and figures. \
      A YAML file for --config has the keys losses, problems, objects (name, radius), extent, \
      iterations, learningRates (for logits, disc and network: sgd, adam), seeds, seed, target, network (hiddenChannels, \
      trainingImages, batchSize, heldOutImages, noise) and output (formats, theme, width).
      """)

  @Option(help: "A YAML file with the experiment; the other options override it.")
  var config: String?

  @Option(help: "Losses: all, or identifiers separated by commas.")
  var losses: String?

  @Option(help: "What to find: logits, disc, network, separated by commas.")
  var problems: String?

  @Option(help: "Optimisers: sgd, adam, separated by commas.")
  var optimisers: String?

  @Option(help: "Learning rates of every problem and optimiser, separated by commas.")
  var learningRates: String?

  @Option(help: "Number of steps of every run.")
  var iterations: Int?

  @Option(help: "Number of seeds.")
  var seeds: Int?

  @Option(help: "The first seed.")
  var seed: UInt64?

  @Option(help: "Folder for the outputs (default: results).")
  var output: String?

  @Option(help: "Formats of the figures: png, svg, pdf, separated by commas.")
  var format: String?

  @Option(help: "Colours of the figures: light, dark or print.")
  var theme: FigureTheme?

  @Option(help: "Width of the figures in millimetres.")
  var width: Double?

  @OptionGroup var cells: CellOptions

  func run() throws {
    try reportingErrors {
      let experiment = try experiment()
      try Self.run(
        DescentTask(configuration: experiment), in: experiment.output.folder ?? "results", cells)
    }
  }

  private func experiment() throws -> DescentConfiguration {
    var experiment =
      try config.map { try DescentConfiguration(yamlAt: $0) } ?? DescentConfiguration()
    if let losses { experiment.losses = try LossSelection.list(losses) }
    if let problems {
      experiment.problems = try choices(problems, option: "--problems", of: DescentProblem.self)
    }
    try applyRates(to: &experiment)
    experiment.iterations = iterations ?? experiment.iterations
    experiment.seeds = seeds ?? experiment.seeds
    experiment.seed = seed ?? experiment.seed
    try applyOutput(to: &experiment.output)
    return experiment
  }

  private func applyOutput(to specification: inout OutputSpecification) throws {
    specification.folder = output ?? specification.folder
    specification.theme = theme ?? specification.theme
    specification.width = width ?? specification.width
    if let format {
      specification.formats = try choices(format, option: "--format", of: FigureFormat.self)
    }
  }

  private func applyRates(to experiment: inout DescentConfiguration) throws {
    if let optimisers {
      let chosen = try choices(optimisers, option: "--optimisers", of: OptimiserKind.self)
      for problem in experiment.problems {
        for optimiser in OptimiserKind.allCases where !chosen.contains(optimiser) {
          experiment.learningRates[problem][optimiser] = []
        }
      }
    }
    guard let learningRates else { return }
    let rates = try names(learningRates).map { text in
      guard let rate = Double(text) else {
        throw ValidationError("--learning-rates has '\(text)'; expected numbers as 0.01,0.1,1")
      }
      return rate
    }
    for problem in experiment.problems {
      for optimiser in experiment.learningRates[problem].optimisers {
        experiment.learningRates[problem][optimiser] = rates
      }
    }
  }

  private func choices<Choice: RawRepresentable & CaseIterable>(
    _ text: String, option: String, of type: Choice.Type
  ) throws -> [Choice] where Choice.RawValue == String {
    try names(text).map { name in
      guard let choice = Choice(rawValue: name) else {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(option) has '\(name)'; expected \(known)")
      }
      return choice
    }
  }

  static func outputs(of task: DescentTask, _ outcomes: [DescentOutcome]) throws -> CellOutputs {
    let result = try DescentResult(task, outcomes)
    let report = DescentReport(result)
    let composition = DescentComposition(
      result, provenance: try Provenance.line(task.configuration))
    let formats = task.configuration.output.formats
    let figures = composition.figures()
    var outputs = CellOutputs(summary: report.summary())
    for (name, figure) in figures {
      try outputs.files.add(figure, name: name, formats: formats)
    }
    let shown = formats.first { $0 != .pdf }.map { format in
      figures.map { "\($0.name).\(format.rawValue)" }
    }
    outputs.files.add("descend.csv", try result.runTable())
    outputs.files.add("descend-curves.csv", try result.curveTable())
    outputs.files.add("descend.json", try report.json())
    outputs.files.add("descend.md", Data(try report.markdown(figures: shown ?? []).utf8))
    return outputs
  }
}
