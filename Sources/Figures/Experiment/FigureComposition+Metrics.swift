import Algorithms
import Experiments
import Metrics
import Plot

extension FigureComposition {
  /// The rows of the metrics below a row of losses: one, or where values are shown as they are one
  /// for each unit, since shares and distances have no common axis.
  func metricRows(_ scenes: [SceneCurves], _ scale: Scale, heading: String) -> [Row] {
    let metrics = scenes.flatMap(\.metrics)
    let keys = Array(result.scenes.flatMap(\.metrics).map(\.curve.key).uniqued())
    let groups: [(label: String, units: Set<MetricUnit>)] =
      switch scale {
      case .scaled: [("metric", [.share, .length, .count])]
      case .raw: [("1 − score", [.share]), ("distance", [.length]), ("number", [.count])]
      }
    return groups.filter { group in metrics.contains { group.units.contains($0.unit) } }
      .enumerated().map { number, group in
        let panels = scenes.enumerated().map { column, scene in
          let shown = scene.metrics.filter { group.units.contains($0.unit) }
          var panel = LinePanel(
            x: Axis("step", range: 0...Double(scene.scene.lastStep)),
            y: Axis(
              scale == .scaled && column > 0 ? "" : group.label,
              range: scale == .scaled ? 0...1 : nil),
            // Styles go on after those of the losses, so that no two curves of a figure look alike.
            series: shown.map { metric in
              let place = keys.firstIndex(of: metric.curve.key) ?? 0
              return series(metric.curve, style: styles.count + place, scale)
            }, aspectRatio: 0.5, curvesName: "metrics")
          panel.identifier = (Self.key(scene) + ["metrics"]).joined(separator: "\n")
          return Panel.lines(panel)
        }
        return Row(heading: number == 0 ? heading : "", panels: panels, isJoined: true)
      }
  }
}
