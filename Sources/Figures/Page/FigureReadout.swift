import Documents
import Experiments
import Foundation
import Plot

/// What the page reads out of a figure: where the points of its curves stand and what they say.
struct FigureReadout: Encodable {
  /// Size of the figure in the units of its view box.
  let width: Double
  let height: Double
  let panels: [Panel]

  /// A panel and its plot rectangle: left, top, width and height.
  struct Panel: Encodable {
    let title: String
    let frame: [Double]
    /// What each x is called, in rising order.
    let places: [Place]
    let curves: [Curve]
  }

  /// One x of a panel.
  struct Place: Encodable {
    let x: Double
    let name: String
  }

  /// A curve with one point for each x at which it has one.
  struct Curve: Encodable {
    let name: String
    let points: [Point]
  }

  /// A point: its x, where it stands and what it says.
  struct Point: Encodable {
    let x: Double
    let left: Double
    let top: Double
    let text: String
    let isMarked: Bool
  }

  /// Reads a figure of line panels.
  ///
  /// - Parameters:
  ///   - figure: the figure as it is drawn.
  ///   - raw: figures with the same curves in other values, which are read out as well.
  ///   - markText: what is said of a marked point.
  init(_ figure: Figure, raw: [Figure], markText: String) throws {
    let rawValues = Self.values(of: raw)
    let layout = try figure.layout()
    width = layout.canvas.width
    height = layout.canvas.height
    panels = layout.plots.compactMap { plot in
      guard case .lines(let panel) = figure.panels[plot.row][plot.column] else { return nil }
      let spots = layout.hotspots.filter { $0.row == plot.row && $0.column == plot.column }
      let curves = panel.series.map { series in
        let name = CurveName(panel: panel.identifier, series: series.name)
        return Curve(
          series, spots: spots.filter { $0.series == series.name }, raw: rawValues[name],
          markText: markText)
      }
      let frame = plot.frame
      return Panel(
        title: panel.title, frame: [frame.minX, frame.minY, frame.width, frame.height],
        places: Set(spots.map(\.x)).sorted().map { Place(x: $0, name: panel.name(ofX: $0)) },
        curves: curves)
    }
  }

  /// What tells a curve from all others of a figure, whatever rows it stands in.
  private struct CurveName: Hashable {
    let panel: String
    let series: String
  }

  private static func values(of figures: [Figure]) -> [CurveName: Series] {
    let curves = figures.flatMap(\.panels).joined().flatMap { panel -> [(CurveName, Series)] in
      guard case .lines(let panel) = panel else { return [] }
      return panel.series.map { series in
        (CurveName(panel: panel.identifier, series: series.name), series)
      }
    }
    return Dictionary(curves) { first, _ in first }
  }

  /// The read-out as JSON that may stand in a `script` element.
  func json() throws -> String {
    String(decoding: try JSON.line(self), as: UTF8.self)
      .replacingOccurrences(of: "<", with: "\\u003c")
  }
}

extension FigureReadout.Curve {
  fileprivate init(_ series: Series, spots: [Hotspot], raw: Series?, markText: String) {
    name = series.name
    let marked = Set(
      series.marked.compactMap { series.points.indices.contains($0) ? series.points[$0].x : nil })
    points = spots.map { spot in
      let rawValue = raw?.points.first { $0.x == spot.x }?.y
      let value = significant(spot.y)
      let isMarked = marked.contains(spot.x)
      return FigureReadout.Point(
        x: spot.x, left: (spot.position.x * 100).rounded() / 100,
        top: (spot.position.y * 100).rounded() / 100,
        text: (rawValue.map { "\(significant($0)), scaled \(value)" } ?? value)
          + (isMarked ? ", \(markText)" : ""),
        isMarked: isMarked)
    }
  }
}

extension LinePanel {
  /// What a place of the x axis is called: `step 4, FP 1430, FN 1430`.
  fileprivate func name(ofX place: Double) -> String {
    guard case .labelled(let ticks, let headings) = x.ticks,
      let tick = ticks.first(where: { $0.position == place })
    else { return "\(x.label) \(significant(place))" }
    return zip(headings, tick.labels).map { "\($0) \($1)" }.joined(separator: ", ")
  }
}

/// A number with six significant digits, for reading.
private func significant(_ value: Double) -> String { String(format: "%.6g", value) }
