import Experiments
import Plot

extension FigureComposition {
  /// The panel of some curves of a scene.
  func panel(_ scene: SceneCurves, _ curves: [Curve], _ scale: Scale) -> LinePanel {
    let mask = scene.object.mask
    var panel = LinePanel(
      title: "\(scene.title), \(mask.foregroundCount) of \(mask.grid.count) elements",
      x: Axis(range: 0...Double(scene.scene.lastStep), ticks: Self.ticks(scene.scene)),
      y: Axis(scale == .scaled ? "loss, scaled" : "loss", range: scale == .scaled ? 0...1 : nil),
      series: curves.map { series($0, style: styles[$0.key] ?? 0, scale) },
      shades: Self.shades(scene.scene), strip: strips[Self.key(scene)], curvesName: "losses")
    panel.identifier = Self.key(scene).joined(separator: "\n")
    return panel
  }

  /// The steps at which nothing overlaps.
  private static func shades(_ scene: Scene) -> [Shade] {
    guard let first = scene.disjointFrom else { return [] }
    return [Shade(Double(first)...Double(max(first, scene.lastStep)), name: "no overlap")]
  }

  /// Step, FP and FN below every step; the figure thins them out where there is no room.
  public static func ticks(_ scene: Scene) -> AxisTicks {
    let counts = zip(scene.falsePositives, scene.falseNegatives).enumerated()
    return .labelled(
      counts.map { step, errors in
        AxisTick(
          position: Double(step),
          labels: ["\(step)", "\(Int(errors.0.rounded()))", "\(Int(errors.1.rounded()))"])
      },
      headings: ["step", "FP", "FN"])
  }

  /// A curve in a style, with rings at the steps that do not rise.
  func series(_ curve: Curve, style: Int, _ scale: Scale) -> Series {
    let shown: (Double) -> Double = scale == .scaled ? curve.scaling : { $0 }
    return Series(
      name: curve.label, style: style,
      points: curve.values.enumerated().map { Point(Double($0), shown($1)) },
      band: curve.band.map { band in
        Series.Band(lower: band.lower.map(shown), upper: band.upper.map(shown))
      },
      marked: curve.monotonicity.violations)
  }
}
