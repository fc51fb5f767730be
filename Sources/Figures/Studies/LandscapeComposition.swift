import Algorithms
import Documents
import Texts
import Studies
import Experiments
import Foundation
import Plot

extension LandscapeStudy: DrawnStudy {
  public static func figures(
    of result: Landscape, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    LandscapeComposition(result, style: style).figures()
  }
}

/// Makes the figures of a landscape.
struct LandscapeComposition {
  let landscape: Landscape
  private let style: FigureStyle

  init(_ landscape: Landscape, style: FigureStyle) {
    self.landscape = landscape
    self.style = style
  }

  /// The blind zones of all losses, the shares of rising steps, and as an appendix the maps of each path.
  func figures() -> [(name: String, figure: Figure)] {
    [("landscape", blindZones()), ("landscape-rising", rising())]
      + landscape.configuration.paths.map { ("landscape-\($0)", maps(path: $0)) }
  }

  func figure(caption: String, panels: [[Panel]], headings: [String]) -> Figure {
    return Figure(
      caption: caption, panels: panels, rowHeadings: headings, width: style.width,
      theme: style.theme, metadata: style.metadata)
  }
}

// MARK: - Maps

extension LandscapeComposition {
  /// One row a loss: the scaled loss and its slope over radius and step.
  private func maps(path: String) -> Figure {
    let rows = landscape.rows(path: path)
    let curves = rows.lazy.compactMap(\.scene?.curves).first ?? []
    let maps = curves.map { curve in
      LossMap(rows: rows, key: curve.key, steps: landscape.configuration.steps)
    }
    // One scale for all, so that losses can be compared.
    let steepest = maps.flatMap(\.slopes).compactMap { $0.map(abs) }.max() ?? 0
    let limit = [0.05, 0.1, 0.2, 0.5].first { $0 >= steepest } ?? 1
    let panels = maps.map { map -> [Panel] in
      [
        .heat(map.panel(values: map.scaled, label: "loss, scaled", range: 0...1, .sequential)),
        .heat(map.panel(values: map.slopes, label: "slope", range: -limit...limit, .diverging)),
      ]
    }
    let tolerance = shortNumber(landscape.configuration.tolerance)
    return figure(
      caption: "Scaled loss and its slope at each step along the path \(path), over the radius of "
        + "the object. In the blind zone the slope is at most τ = \(tolerance). There is no data where "
        + "the path is not possible on so small an object, and no slope at step 0.",
      panels: panels.isEmpty ? [[.blank]] : panels, headings: curves.map(\.label))
  }

  /// A loss over the objects along a path.
  private struct LossMap {
    let scaled: [Double?]
    let slopes: [Double?]
    /// Where the slope is at most τ.
    let isBlind: [Bool]
    /// Where prediction and truth have nothing in common.
    let isDisjoint: [Bool]
    private let radii: [Double]
    private let steps: Int

    init(rows: [Landscape.Row], key: String, steps: Int) {
      var (scaled, slopes): ([Double?], [Double?]) = ([], [])
      var (isBlind, isDisjoint): ([Bool], [Bool]) = ([], [])
      for row in rows {
        guard let scene = row.scene, let curve = scene.curves.first(where: { $0.key == key }) else {
          scaled += [Double?](repeating: nil, count: steps + 1)
          slopes += [Double?](repeating: nil, count: steps + 1)
          isBlind += [Bool](repeating: false, count: steps + 1)
          isDisjoint += [Bool](repeating: false, count: steps + 1)
          continue
        }
        let violations = Set(curve.monotonicity.violations)
        scaled += curve.scaled
        slopes += [nil] + curve.slopes
        isBlind += (0...steps).map { violations.contains($0) }
        isDisjoint += scene.dice.map { $0 == 0 }
      }
      (self.scaled, self.slopes, self.isBlind, self.isDisjoint) =
        (scaled, slopes, isBlind, isDisjoint)
      self.radii = rows.map(\.radius)
      self.steps = steps
    }

    func panel(
      values: [Double?], label: String, range: ClosedRange<Double>?, _ colorMap: ColorMap
    ) -> HeatPanel {
      HeatPanel(
        x: Axis("step"), y: Axis("radius", scale: .logarithmic),
        xEdges: (0...(steps + 1)).map { Double($0) - 0.5 },
        yEdges: LandscapeComposition.edges(radii),
        values: values, range: range, colorMap: colorMap,
        contours: [
          HeatContour(cells: isBlind, name: "blind zone"),
          HeatContour(cells: isDisjoint, name: "no overlap"),
        ].filter { $0.cells.contains(true) },
        colorBarLabel: label, aspectRatio: 0.4)
    }

  }

  /// Borders halfway between radii on a logarithmic axis.
  static func edges(_ radii: [Double]) -> [Double] {
    guard let first = radii.first, let last = radii.last, radii.count > 1 else {
      return radii.flatMap { [$0 / 1.1, $0 * 1.1] }
    }
    let between = radii.adjacentPairs().map { ($0 * $1).squareRoot() }
    return [first * first / between[0]] + between + [last * last / between[between.count - 1]]
  }
}

// MARK: - Shares

extension LandscapeComposition {
  /// The share of rising steps against the size, and that of violating seeds for random paths.
  private func rising() -> Figure {
    let paths = landscape.configuration.paths
    let rows = paths.map { path -> [Panel] in
      let rows = landscape.rows(path: path)
      let steps = panel(rows, y: "rising steps", \.shareRising)
      let isRandom = rows.contains { $0.scene?.curves.contains { $0.band != nil } ?? false }
      let seeds = panel(rows, y: "violating seeds", \.shareWithViolation)
      return isRandom ? [steps, seeds] : [steps, .blank]
    }
    return figure(
      caption: "Share of the steps along a path that rise, against the radius of the object; for "
        + "random paths that of the mean over \(counted(landscape.configuration.repeats, "seed")), and beside "
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
        series: series, aspectRatio: 0.4, curvesName: "losses"))
  }
}
