import Documents
import Figures
import Studies
import ArgumentParser
import Experiments
import Foundation

/// Maps where losses rise over the size of the object.
struct LandscapeCommand: CellCommand {
  static let configuration = CommandConfiguration(
    commandName: "landscape",
    abstract: "Maps losses over object size and error step: where does each stop rising?",
    discussion: """
      Writes landscape.md, .json and .csv, a map of the scaled losses and their slopes for each \
      path (landscape-PATH.*) and the share of rising steps against size (landscape-rising.*). \
      By default the seven losses of the survey's figure on 18 discs, 512 x 512 elements, along \
      document, speckle, boundary-noise and fragment.
      """)

  @OptionGroup var options: ExperimentOptions
  @OptionGroup var cells: CellOptions

  @Option(help: "Radius of the smallest disc (default: 2).")
  var smallest: Double?

  @Option(help: "Radius of the largest disc (default: 100).")
  var largest: Double?

  @Option(help: "Number of discs, spaced logarithmically (default: 18).")
  var sizes: Int?

  func run() throws {
    try reportingErrors {
      var configuration = try options.configuration(standard: .landscape)
      let isSized = smallest != nil || largest != nil || sizes != nil
      guard !isSized || options.objects == nil, options.truth == nil else {
        throw ValidationError(
          "a landscape takes --smallest, --largest and --sizes, or several --objects; no --truth")
      }
      // A file that does not speak of objects has the two of the figure, which make no landscape.
      if isSized || configuration.objects == ObjectSpecification.standard {
        configuration.objects = try discs()
      }
      try Self.run(
        LandscapeTask(configuration: configuration), in: options.folder(configuration), cells)
    }
  }

  private func discs() throws -> [ObjectSpecification] {
    let (smallest, largest) = (smallest ?? 2, largest ?? 100)
    guard smallest >= 1, smallest < largest, largest <= 1e5 else {
      throw ValidationError(
        "--smallest is \(smallest) and --largest \(largest); expected 1 <= smallest < largest")
    }
    guard (2...1000).contains(sizes ?? 18) else {
      throw ValidationError("--sizes is \(sizes ?? 18); expected 2 to 1000")
    }
    return .discs(from: smallest, to: largest, count: sizes ?? 18)
  }

  static func outputs(of task: LandscapeTask, _ outcomes: [LandscapeCell]) throws -> CellOutputs {
    let landscape = Landscape(task, outcomes)
    let composition = LandscapeComposition(
      landscape, provenance: try Provenance.line(task.configuration))
    let formats = task.configuration.output.formats
    var outputs = CellOutputs(summary: landscape.summary())
    let figures = composition.figures()
    for (name, figure) in figures {
      try outputs.files.add(figure, name: name, formats: formats)
    }
    let shown = formats.first { $0 != .pdf }.map { format in
      figures.map { "\($0.name).\(format.rawValue)" }
    }
    outputs.files.add("landscape.csv", try landscape.csv())
    outputs.files.add("landscape.md", Data(try landscape.markdown(figures: shown ?? []).utf8))
    outputs.files.add("landscape.json", try landscape.json())
    return outputs
  }
}
