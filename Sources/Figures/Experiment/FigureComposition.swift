import Algorithms
import Experiments
import Losses
import Plot
import Texts

/// Makes the figure of an experiment out of its result.
public struct FigureComposition: Sendable {
  /// What the y axis shows.
  public enum Scale: Sendable {
    /// Each curve scaled to [0, 1] by its own least and greatest value.
    case scaled
    /// The values as they are.
    case raw
  }

  let result: ExperimentResult
  let style: FigureStyle
  /// The strip of each scene, found by path and object.
  let strips: [[String]: MaskStrip]
  /// Curves of one loss have one style in all panels.
  let styles: [String: Int]
  /// Whether there are so many losses that every family has panels of its own.
  let isByFamily: Bool
  /// Whether there are several paths, with small panels for each.
  let isOfSmallMultiples: Bool

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
    let isByFamily = Self.distinctCurves(result.scenes).count > Self.mostCurvesInOnePanel
    let isSmall = !isByFamily && Set(result.scenes.map(\.path.id)).count > 1
    self.isByFamily = isByFamily
    isOfSmallMultiples = isSmall
    let strips = concurrentMap(count: result.scenes.count, state: ()) { _, number in
      let composition = StripComposition(result.scenes[number].scene)
      return isSmall ? composition.smallStrip() : composition.strip()
    }
    self.strips = Dictionary(uniqueKeysWithValues: zip(result.scenes.map(Self.key), strips))
  }

  static func key(_ scene: SceneCurves) -> [String] { [scene.path.id, scene.object.name] }

  /// More curves than this in a panel cannot be told apart; they are drawn family by family.
  private static let mostCurvesInOnePanel = 10

  /// Plots may be as low as this share of the height that they have elsewhere, where everything finds room on
  /// a page so.
  private static let lowestShare = 0.5

  /// The figure on pages that a journal prints, one where that is possible, with the suffix of each for the
  /// names of its files; where there are many losses, every path begins a page.
  public func figures(_ scale: Scale) -> [(suffix: String, figure: Figure)] {
    let paths = possiblePaths
    let parts =
      paths.count > 1 && isByFamily
      ? paths.map { (suffix: "-\($0)", paths: [$0]) } : [(suffix: "", paths: paths)]
    return parts.flatMap { suffix, paths in
      let dense = figure(scale, paths: paths, isDense: true)
        .fitted(Figure.printedHeight, loweringPlotsTo: Self.lowestShare)
      return dense.map { [(suffix: suffix, figure: $0)] }
        ?? figure(scale, paths: paths)
        .printedPages(named: suffix, loweringPlotsTo: Self.lowestShare)
        .map { (suffix: $0.name, figure: $0.figure) }
    }
  }

  /// The whole figure in one piece, however long.
  ///
  /// Along one path there is a panel for each object. Several paths are a grid of small multiples. Of many
  /// losses there is a row for each family. Metrics have rows of their own below.
  public func figure(_ scale: Scale) -> Figure { figure(scale, paths: possiblePaths) }

  /// The paths along which some object is possible.
  private var possiblePaths: [String] { Array(result.scenes.map(\.path.id).uniqued()) }

  /// A dense one says below the last of several rows alone what their common axis is.
  private func figure(_ scale: Scale, paths: [String], isDense: Bool = false) -> Figure {
    let scenes = result.scenes.filter { paths.contains($0.path.id) }
    let rows =
      isByFamily
      ? paths.flatMap { path in
        familyRows(scenes.filter { $0.path.id == path }, scale, isDense: isDense)
      }
      : paths.count > 1 ? smallMultiples(scenes, scale) : plainRows(scenes, scale)
    return Figure(
      caption: result.configuration.output.caption ? caption(scale, scenes) : nil,
      panels: rows.map(\.panels), rowHeadings: rows.map(\.heading),
      joinedRows: Set(rows.indices.filter { rows[$0].isJoined }),
      legend: isByFamily ? .rows : .bottom, markName: "step that does not rise",
      width: style.width, theme: style.theme, metadata: style.metadata)
  }
}

// MARK: - Rows

extension FigureComposition {
  /// A row of panels and what heads it.
  struct Row {
    var heading = ""
    var panels: [Panel]
    /// Whether it stays on one page with the row above.
    var isJoined = false
  }

  /// One panel an object, more rows where there are more objects than find room beside each other.
  private func plainRows(_ scenes: [SceneCurves], _ scale: Scale) -> [Row] {
    let rows = evenRows(scenes)
    // Below a row of metrics losses begin anew.
    let heading =
      rows.count > 1 && scenes.contains(where: { !$0.metrics.isEmpty }) ? "Losses" : ""
    return rows.flatMap { part in
      [Row(heading: heading, panels: part.map { .lines(panel($0, $0.curves, scale)) })]
        + metricRows(Array(part), scale, heading: "Metrics, as 1 − score or as a distance")
    }
  }

  /// As few rows as there are to be, with about as many panels in each.
  private func evenRows(_ scenes: [SceneCurves]) -> [ArraySlice<SceneCurves>] {
    let rows = max((scenes.count + style.columns - 1) / style.columns, 1)
    return Array(scenes.chunks(ofCount: max((scenes.count + rows - 1) / rows, 1)))
  }

  /// Small panels, the objects of a path beside each other.
  private func smallMultiples(_ scenes: [SceneCurves], _ scale: Scale) -> [Row] {
    let objects = Set(scenes.map(\.object.name)).count
    let columns = max(style.smallColumns / objects * objects, min(objects, style.smallColumns))
    return scenes.chunks(ofCount: columns).flatMap { part in
      let panels = part.enumerated().map { column, scene in
        var panel = panel(scene, scene.curves, scale)
        panel.title = "\(scene.path.id), \(scene.object.name)"
        if columns == 1 { panel.aspectRatio = Self.aspectRatioOfStacked }
        // Scaled values have one axis for all.
        if scale == .scaled && column > 0 { panel.y.label = "" }
        return Panel.lines(panel)
      }
      return ([Row(panels: panels)] + metricRows(Array(part), scale, heading: "")).map { row in
        // The last panels are as small as the others.
        var row = row
        let missing = min(columns, scenes.count) - row.panels.count
        row.panels += Array(repeating: .blank, count: missing)
        return row
      }
    }
  }

  /// One row a family; the masks and their counts stand below the last one alone.
  private func familyRows(
    _ scenes: [SceneCurves], _ scale: Scale, isDense: Bool
  ) -> [Row] {
    let curves = Self.distinctCurves(scenes)
    let families: [LossFamily?] = LossFamily.allCases + [nil]
    let shown = families.filter { family in curves.contains { $0.family == family } }
    let path = result.configuration.paths.count > 1 ? scenes.first.map(\.path.id) : nil
    return evenRows(scenes).flatMap { part in
      shown.map { family in
        let panels = part.map { scene in
          var panel = panel(scene, scene.curves.filter { $0.family == family }, scale)
          panel.aspectRatio = Self.aspectRatioOfFamilies
          // A page may begin with any row, unless there is one page alone.
          if family != shown.first { panel.title = isDense ? "" : scene.title }
          if family != shown.last {
            panel.strip = nil
            panel.x = isDense ? Self.axisWithoutLabels(scene) : Axis("step", range: panel.x.range)
          }
          return Panel.lines(panel)
        }
        let name = family?.displayName ?? "Computed elsewhere"
        return Row(
          heading: [name, path.map { "path: \($0)" }].compactMap { $0 }.joined(separator: ", "),
          panels: panels)
      } + metricRows(Array(part), scale, heading: "Metrics, as 1 − score or as a distance")
    }
  }

  /// An axis with a tick at every step.
  private static func axisWithoutLabels(_ scene: SceneCurves) -> Axis {
    let steps = 0...scene.scene.lastStep
    return Axis(
      range: 0...Double(scene.scene.lastStep),
      ticks: .labelled(steps.map { AxisTick(position: Double($0), labels: []) }))
  }

  /// So low are panels of families that all of them find room on a page.
  private static let aspectRatioOfFamilies = 0.33

  /// So low are small panels that stand below each other, each as wide as the page.
  private static let aspectRatioOfStacked = 0.4

  /// One curve a key; a loss that was computed elsewhere need not be there in every scene.
  private static func distinctCurves(_ scenes: [SceneCurves]) -> [Curve] {
    Array(scenes.flatMap(\.curves).uniqued(on: \.key))
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

extension SceneCurves {
  /// What heads its panels.
  var title: String {
    guard scene.classes != nil else { return "\(object.name) object" }
    return object.name == ExperimentConfiguration.everyClass
      ? "all classes drift" : "\(object.name) drifts"
  }
}
