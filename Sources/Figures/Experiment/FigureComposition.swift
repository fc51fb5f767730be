import Algorithms
import Documents
import Experiments
import Losses
import Plot
import Texts

/// Makes the figure of an experiment out of its result.
public struct FigureComposition {
  /// What the y axis shows.
  public enum Scale: Sendable {
    /// Each curve scaled to [0, 1] by its own least and greatest value.
    case scaled
    /// The values as they are.
    case raw
  }

  private let result: ExperimentResult
  private let style: FigureStyle
  /// The strip of each scene, found by path and object.
  private let strips: [[String]: MaskStrip]
  /// Curves of one loss have one style in all panels.
  private let styles: [String: Int]

  /// Prepares the figure of a result, in the style that its configuration asks for.
  public init(_ result: ExperimentResult) throws {
    self.result = result
    style = try FigureStyle(
      result.configuration.output, configuration: Report(result).configuration)
    var styles: [String: Int] = [:]
    for curve in result.scenes.flatMap(\.curves) where styles[curve.key] == nil {
      styles[curve.key] = styles.count
    }
    self.styles = styles
    strips = Dictionary(
      uniqueKeysWithValues: result.scenes.map { scene in
        (Self.key(scene), StripComposition(scene.scene).strip())
      })
  }

  private static func key(_ scene: SceneCurves) -> [String] { [scene.path.id, scene.object.name] }

  /// More curves than this in a panel cannot be told apart; they are drawn family by family.
  private static let mostCurvesInOnePanel = 10

  /// The figure, or one for each path where there are several and so many losses that one figure
  /// would be too long for a page (and for Cairo). Each has a suffix for the names of its files.
  public func figures(_ scale: Scale) -> [(suffix: String, figure: Figure)] {
    let paths = possiblePaths
    guard paths.count > 1, groups(result.scenes).count > 1 else { return [("", figure(scale))] }
    return paths.map { ("-\($0)", figure(scale, paths: [$0])) }
  }

  /// The figure: one row a path (and family, where there are many losses), one column an object; more
  /// rows where there are more objects than find room beside each other.
  public func figure(_ scale: Scale) -> Figure {
    figure(scale, paths: possiblePaths)
  }

  /// The paths along which some object is possible.
  private var possiblePaths: [String] { Array(result.scenes.map(\.path.id).uniqued()) }

  private func figure(_ scale: Scale, paths: [String]) -> Figure {
    var rows: [[Panel]] = []
    var headings: [String] = []
    for path in paths {
      let scenes = result.scenes.filter { $0.path.id == path }
      for group in groups(scenes) {
        for (number, part) in scenes.chunks(ofCount: style.columns).enumerated() {
          rows.append(
            part.map { scene in
              .lines(panel(scene, curves: scene.curves.filter { group.contains($0.key) }, scale))
            })
          headings.append(number == 0 ? heading(path: path, group: group, scenes: scenes) : "")
        }
      }
      for (heading, row) in metricRows(scenes, scale) {
        rows.append(row)
        headings.append(heading)
      }
    }
    return Figure(
      title: nil, caption: result.configuration.output.caption ? caption(scale, paths: paths) : nil,
      panels: rows, rowHeadings: headings,
      markName: "step that does not rise", width: style.width, theme: style.theme,
      metadata: style.metadata)
  }

  /// The keys of the curves of each row: all in one, or family by family.
  private func groups(_ scenes: [SceneCurves]) -> [[String]] {
    let curves = Self.distinctCurves(scenes)
    guard curves.count > Self.mostCurvesInOnePanel else { return [curves.map(\.key)] }
    let families: [LossFamily?] = LossFamily.allCases + [nil]
    return families.map { family in curves.filter { $0.family == family }.map(\.key) }
      .filter { !$0.isEmpty }
  }

  /// One curve a key; a loss that was computed elsewhere need not be there in every scene.
  private static func distinctCurves(_ scenes: [SceneCurves]) -> [Curve] {
    Array(scenes.flatMap(\.curves).uniqued(on: \.key))
  }

  private func heading(path: String, group: [String], scenes: [SceneCurves]) -> String {
    let curves = Self.distinctCurves(scenes)
    let family = curves.first { group.contains($0.key) }?.family
    let familyName =
      curves.count > Self.mostCurvesInOnePanel ? family?.displayName ?? "Computed elsewhere" : nil
    let pathName = result.configuration.paths.count > 1 ? "path: \(path)" : nil
    return [familyName, pathName].compactMap { $0 }.joined(separator: ", ")
  }

  private func caption(_ scale: Scale, paths: [String]) -> String {
    let configuration = result.configuration
    let path = "the error path" + (paths.count > 1 ? "s " : " ") + paths.joined(separator: ", ")
    let values = scale == .scaled ? "each curve scaled to [0, 1]" : "raw values"
    return "Loss against step along \(path); \(values); probabilities "
      + "\(configuration.probabilities). Curves that coincide take turns along their "
      + "common line. Rings mark steps that do not rise by more than "
      + "\(shortNumber(configuration.tolerance)) of the curve's range; where there is room, one "
      + "for several curves has an arc in the colour of each."
  }

  private func panel(_ scene: SceneCurves, curves: [Curve], _ scale: Scale) -> LinePanel {
    let mask = scene.object.mask
    return LinePanel(
      title: "\(scene.object.name) object, \(mask.foregroundCount) of \(mask.grid.count) elements",
      x: Axis(
        range: 0...Double(result.configuration.steps), ticks: Self.ticks(scene.scene)),
      y: Axis(scale == .scaled ? "loss, scaled" : "loss", range: scale == .scaled ? 0...1 : nil),
      series: curves.map { series($0, scale) }, shades: shades(scene.scene),
      strip: strips[Self.key(scene)])
  }

  /// The steps at which nothing overlaps.
  private func shades(_ scene: Scene) -> [Shade] {
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

  private func series(_ curve: Curve, _ scale: Scale) -> Series {
    let shown: (Double) -> Double = scale == .scaled ? curve.scaling : { $0 }
    return Series(
      name: curve.label, style: styles[curve.key] ?? 0,
      points: curve.values.enumerated().map { Point(Double($0), shown($1)) },
      band: curve.band.map { band in
        Series.Band(lower: band.lower.map(shown), upper: band.upper.map(shown))
      },
      marked: curve.monotonicity.violations)
  }
}

extension FigureTheme {
  /// The colours of a theme.
  public var theme: Theme {
    switch self {
    case .light: .light
    case .dark: .dark
    case .print: .print
    }
  }
}
