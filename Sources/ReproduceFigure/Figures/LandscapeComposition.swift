import Experiments
import Foundation
import Plot

/// Makes the figures of a landscape.
struct LandscapeComposition {
  private let landscape: Landscape
  private let provenance: String

  init(_ landscape: Landscape, provenance: String) {
    self.landscape = landscape
    self.provenance = provenance
  }

  /// The share of rising steps.
  func figures() -> [(name: String, figure: Figure)] {
    [("landscape-rising", rising())]
  }

  /// The share of rising steps against the size, and that of violating seeds for random paths.
  private func rising() -> Figure {
    let paths = landscape.configuration.paths
    let rows = paths.map { path -> [Panel] in
      let rows = landscape.rows(path: path)
      let steps = panel(rows, y: "share of steps that rise", \.shareRising)
      let isRandom = rows.contains { $0.scene?.curves.contains { $0.band != nil } ?? false }
      let seeds = panel(rows, y: "share of seeds with a violation", \.shareWithViolation)
      return isRandom ? [steps, seeds] : [steps, .blank]
    }
    return figure(
      caption: "Share of the steps along a path that rise, against the radius of the object; for "
        + "random paths that of the mean over \(landscape.configuration.repeats) seeds, and beside "
        + "it the share of seeds with a step that does not rise.",
      panels: rows, headings: paths.map { "path: \($0)" })
  }

  private func panel(
    _ rows: [Landscape.Row], y label: String, _ value: (Curve) -> Double?
  ) -> Panel {
    let curves = rows.compactMap { $0.scene?.curves }.first ?? []
    let series = curves.enumerated().map { style, curve in
      Series(
        name: curve.label, style: style,
        points: rows.compactMap { row in
          row.scene?.curves.first { $0.key == curve.key }.flatMap(value).map {
            Point(row.radius, $0)
          }
        })
    }
    return .lines(
      LinePanel(
        x: Axis("radius in elements", scale: .logarithmic), y: Axis(label, range: 0...1),
        series: series, aspectRatio: 0.5))
  }

  private func figure(caption: String, panels: [[Panel]], headings: [String]) -> Figure {
    let output = landscape.configuration.output
    return Figure(
      caption: caption, panels: panels, rowHeadings: headings, width: output.width,
      theme: output.theme.theme,
      metadata: ["Software": "reproduce-figure \(programVersion)", "Description": provenance])
  }
}
