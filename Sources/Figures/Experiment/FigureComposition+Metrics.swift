import Algorithms
import Experiments
import Metrics
import Plot

extension FigureComposition {
  /// The rows of the metrics under those of the losses: one, or where values are shown as they are one
  /// for each unit, since shares and distances have no common axis.
  func metricRows(_ scenes: [SceneCurves], _ scale: Scale) -> [(heading: String, row: [Panel])] {
    let metrics = scenes.flatMap(\.metrics)
    let keys = Array(metrics.map(\.curve.key).uniqued())
    // Styles go on after those of the losses, so that no two curves of a figure look alike.
    let offset = Set(scenes.flatMap(\.curves).map(\.key)).count
    let groups: [(label: String, units: Set<MetricUnit>)] =
      switch scale {
      case .scaled: [("metric, scaled", [.share, .length, .count])]
      case .raw: [("1 − score", [.share]), ("distance", [.length]), ("number", [.count])]
      }
    return groups.filter { group in metrics.contains { group.units.contains($0.unit) } }
      .enumerated().map { number, group in
        let row = scenes.map { scene in
          Panel.lines(
            LinePanel(
              x: Axis("step", range: 0...Double(scene.scene.lastStep)),
              y: Axis(group.label, range: scale == .scaled ? 0...1 : nil),
              series: scene.metrics.filter { group.units.contains($0.unit) }.map { metric in
                series(
                  metric.curve, style: offset + (keys.firstIndex(of: metric.curve.key) ?? 0), scale)
              }, aspectRatio: 0.5))
        }
        return (number == 0 ? "Metrics, as 1 − score or as a distance" : "", row)
      }
  }

  private func series(_ curve: Curve, style: Int, _ scale: Scale) -> Series {
    let shown: (Double) -> Double = scale == .scaled ? curve.scaling : { $0 }
    return Series(
      name: curve.label, style: style,
      points: curve.values.enumerated().map { Point(Double($0), shown($1)) },
      band: curve.band.map { band in
        Series.Band(lower: band.lower.map(shown), upper: band.upper.map(shown))
      }, marked: curve.monotonicity.violations)
  }
}
