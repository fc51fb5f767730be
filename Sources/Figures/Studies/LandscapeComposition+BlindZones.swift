import Algorithms
import Documents
import Experiments
import Plot
import Studies
import Texts

extension LandscapeComposition {
  /// The outlines of the blind zones of all losses, one panel a path.
  func blindZones() -> Figure {
    let zones = landscape.configuration.paths.map { path in
      BlindZones(
        rows: landscape.rows(path: path), path: path, configuration: landscape.configuration)
    }
    // Where no loss is blind, the caption says so, and there is nothing to draw.
    let drawn = zones.filter(\.hasOutlines)
    let shown = drawn.isEmpty ? Array(zones.prefix(1)) : drawn
    return figure(
      caption: "Blind zones: the sizes and steps at which a loss rises by no more than τ = "
        + "\(shortNumber(landscape.configuration.tolerance)) of the range of its curve, outlined for "
        + "each loss. \(zones.compactMap(\.absence).joined(separator: " "))",
      panels: shown.chunks(ofCount: 2).map { part in
        part.map { .lines($0.panel) } + (part.count == 1 && shown.count > 1 ? [.blank] : [])
      }, headings: [])
  }

  /// Where the losses along one path are blind.
  private struct BlindZones {
    let panel: LinePanel
    /// Whether some loss is blind somewhere.
    let hasOutlines: Bool
    /// What there is to say of losses that are not drawn, if there are such.
    let absence: String?

    init(rows: [Landscape.Row], path: String, configuration: ExperimentConfiguration) {
      let steps = configuration.steps
      let curves = rows.lazy.compactMap(\.scene?.curves).first ?? []
      let isSliding = path == "slide"
      let unit = isSliding ? configuration.reach / Double(steps) : 1
      let outline = Outline(
        xEdges: (0...steps).map { Double($0) * unit },
        yEdges: LandscapeComposition.edges(rows.map(\.radius)))
      var series = curves.enumerated().map { style, curve in
        let cells = rows.flatMap { row -> [Bool] in
          let own = row.scene?.curves.first { $0.key == curve.key }
          let violations = Set(own?.monotonicity.violations ?? [])
          return (1...steps).map { violations.contains($0) }
        }
        return Series(name: curve.label, style: style, points: outline.points(around: cells))
      }
      let unseen = series.filter(\.points.isEmpty).map(\.name)
      let apart = rows.flatMap { row in
        row.scene.map { $0.dice.dropFirst().map { $0 == 0 } }
          ?? [Bool](repeating: false, count: steps)
      }
      hasOutlines = unseen.count < curves.count
      series.append(
        Series(name: "no overlap", style: curves.count, points: outline.points(around: apart)))
      absence =
        unseen.isEmpty
        ? nil
        : unseen.count == curves.count
          ? "Along \(path) no loss is blind anywhere."
          : "Along \(path) these are blind nowhere: \(unseen.joined(separator: ", "))."
      panel = LinePanel(
        title: path,
        x: Axis(
          isSliding ? "displacement in widths of the object" : "step",
          range: 0...(Double(steps) * unit)),
        y: Axis("radius in elements", scale: .logarithmic, range: outline.yRange), series: series,
        aspectRatio: 0.72, curvesName: "losses")
    }
  }

  /// A grid of cells, and the lines around some of them.
  private struct Outline {
    let xEdges: [Double]
    let yEdges: [Double]

    /// The limits along y; none where there is no cell.
    var yRange: ClosedRange<Double>? {
      guard let least = yEdges.first, let greatest = yEdges.last, least < greatest else {
        return nil
      }
      return least...greatest
    }

    /// Closed lines with gaps between them, row by row from the lowest.
    func points(around cells: [Bool]) -> [Point] {
      guard yEdges.count > 1 else { return [] }
      let loops = RegionBoundary.loops(
        width: xEdges.count - 1, height: yEdges.count - 1, inside: cells)
      return loops.flatMap { loop -> [Point] in
        let corners = (loop + loop.prefix(1)).map { Point(xEdges[Int($0.x)], yEdges[Int($0.y)]) }
        return corners + [Point(.nan, .nan)]
      }
    }
  }
}
