import Documents
import Texts
import ArgumentParser
import Experiments
import Figures
import Plot

/// Lists the error paths and draws a strip of each.
struct PathsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paths",
    abstract: "Lists the error paths and draws FP, FN and a strip of masks of each (paths.*).")

  @OptionGroup(title: "Experiment") var source: SourceOptions
  @OptionGroup(title: "Objects") var objects: ObjectOptions
  @OptionGroup(title: "Objects") var grid: GridOptions
  @OptionGroup(title: "Errors") var paths: PathOptions
  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions

  func run() throws {
    try reportingErrors {
      var configuration = try source.configuration(changedBy: objects, grid, paths, folder, drawing)
      if paths.path == nil && !source.isFile {
        configuration.paths = Program.registries.paths.ids
      }
      // Nothing here is averaged, so one seed shows a path.
      configuration.repeats = 1
      let drifts = try Experiment(configuration, registries: Program.registries).drifts()
      var files = OutputFiles()
      try files.add(
        figure(drifts, configuration, provenance: Provenance.line(configuration)),
        name: "paths", formats: configuration.output.formats)
      try files.write(to: configuration.folder)
      try StandardOutput.write(Self.list(drifts))
    }
  }

  private func figure(
    _ drifts: [Drift], _ configuration: ExperimentConfiguration, provenance: String
  ) -> Figure {
    let rows = configuration.paths.map { id in
      drifts.filter { $0.path.id == id }.map { Panel.lines(panel($0, configuration)) }
    }
    return Figure(
      caption: "Wrong elements at each step of the error paths.", panels: rows,
      rowHeadings: configuration.paths, width: configuration.output.width,
      theme: configuration.output.theme.theme,
      metadata: ["Software": "reproduce-figure \(programVersion)", "Description": provenance])
  }

  private func panel(_ drift: Drift, _ configuration: ExperimentConfiguration) -> LinePanel {
    func series(_ name: String, _ style: Int, _ counts: [Double]) -> Series {
      Series(
        name: name, style: style,
        points: counts.enumerated().map { Point(Double($0), $1) })
    }
    return LinePanel(
      title: "\(drift.object.name) object, \(drift.object.mask.foregroundCount) elements",
      x: Axis(
        range: 0...Double(configuration.steps),
        ticks: FigureComposition.ticks(drift)),
      y: Axis("elements"),
      series: [
        series("false positives (FP)", 0, drift.falsePositives),
        series("false negatives (FN)", 1, drift.falseNegatives),
      ],
      strip: StripView(drift).strip(drift), aspectRatio: 0.4)
  }

  private static func list(_ drifts: [Drift]) -> String {
    drifts.map { drift in
      let settings = drift.traces[0].settings.map {
        "\($0.name) \(shortNumber($0.value)) \($0.unit)"
      }
      return "\(drift.path.id) (\(drift.object.name)): \(drift.path.summary); "
        + settings.joined(separator: ", ")
    }.joined(separator: "\n")
  }
}
