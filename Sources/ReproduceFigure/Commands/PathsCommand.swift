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
  @OptionGroup(title: "Outputs") var strict: StrictOptions

  func run() throws {
    try reportingErrors {
      var configuration = try source.configuration(
        changedBy: [objects, grid, paths, folder, drawing])
      if paths.path == nil && !source.isFile {
        configuration.paths = Program.registries.paths.ids
      }
      // Nothing here is averaged, so one seed shows a path.
      configuration.repeats = 1
      let (scenes, impossible) = try Experiment(
        configuration, registries: Program.registries
      ).scenes()
      var files = OutputFiles()
      try files.add(
        figure(scenes, configuration),
        name: "paths", formats: configuration.output.formats)
      try files.writeAndWarn(to: configuration.folder)
      try StandardOutput.write(Self.list(scenes))
      try strict.check(impossible)
    }
  }

  private func figure(_ scenes: [Scene], _ configuration: ExperimentConfiguration) throws -> Figure
  {
    let style = try FigureStyle(configuration.output, configuration: configuration)
    let paths = configuration.paths.filter { id in scenes.contains { $0.path.id == id } }
    let rows = paths.map { id in
      scenes.filter { $0.path.id == id }.map { Panel.lines(panel($0, configuration)) }
    }
    return Figure(
      caption: "Wrong elements at each step of the error paths.", panels: rows,
      rowHeadings: paths, width: style.width, theme: style.theme, metadata: style.metadata)
  }

  private func panel(_ scene: Scene, _ configuration: ExperimentConfiguration) -> LinePanel {
    func series(_ name: String, _ style: Int, _ counts: [Double]) -> Series {
      Series(
        name: name, style: style,
        points: counts.enumerated().map { Point(Double($0), $1) })
    }
    return LinePanel(
      title:
        "\(scene.object.name) object, \(counted(scene.object.mask.foregroundCount, "element"))",
      x: Axis(
        range: 0...Double(configuration.steps),
        ticks: FigureComposition.ticks(scene)),
      y: Axis("elements"),
      series: [
        series("false positives (FP)", 0, scene.falsePositives),
        series("false negatives (FN)", 1, scene.falseNegatives),
      ],
      strip: StripComposition(scene).strip(), aspectRatio: 0.4)
  }

  private static func list(_ scenes: [Scene]) -> String {
    scenes.map { scene in
      let settings = scene.settings.map {
        "\($0.name) \(fixed($0.value)) \($0.unit)"
      }
      return "\(scene.path.id) (\(scene.object.name)): \(scene.path.summary); "
        + settings.joined(separator: ", ")
    }.joined(separator: "\n")
  }
}
