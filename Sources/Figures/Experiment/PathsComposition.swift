import Algorithms
import Experiments
import Plot

/// Makes the figure of error paths: what is wrong at each step, and a strip of masks.
public struct PathsComposition {
  private let scenes: [Scene]
  private let configuration: ExperimentConfiguration
  private let style: FigureStyle

  /// - Parameters:
  ///   - scenes: one panel each.
  ///   - configuration: what they come from, and how the figure looks.
  public init(_ scenes: [Scene], _ configuration: ExperimentConfiguration) throws {
    self.scenes = scenes
    self.configuration = configuration
    style = try FigureStyle(configuration.output, configuration: configuration)
  }

  /// The figure on pages, with the names of their files.
  public func figures() -> [(name: String, figure: Figure)] {
    let rows = scenes.chunks(ofCount: style.smallColumns).map { $0.map { Panel.lines(panel($0)) } }
    let figure = Figure(
      caption: configuration.output.caption
        ? "Wrong elements at each step of the error paths." : nil,
      panels: rows, width: style.width, theme: style.theme, metadata: style.metadata)
    return figure.printedPages(named: "paths")
  }

  private func panel(_ scene: Scene) -> LinePanel {
    func series(_ name: String, _ style: Int, _ counts: [Double]) -> Series {
      Series(
        name: name, style: style, points: counts.enumerated().map { Point(Double($0), $1) })
    }
    return LinePanel(
      title: "\(scene.path.id), \(scene.object.name)",
      x: Axis(
        range: 0...Double(configuration.steps), ticks: FigureComposition.ticks(scene)),
      y: Axis("elements"),
      series: [
        series("false positives (FP)", 0, scene.falsePositives),
        series("false negatives (FN)", 1, scene.falseNegatives),
      ],
      strip: StripComposition(scene).strip(), aspectRatio: 0.5, curvesName: "counts")
  }
}
