/// What a text of a figure is.
public enum TextRole: Hashable, Sendable {
  case figureTitle, caption, rowHeading, panelTitle, axisLabel, tickLabel, tickHeading
  case maskLabel, legendEntry, value
  /// How many curves coincide.
  case coincidence
}

/// One line of text and the box that it fills, in points from the top left of the figure.
public struct TextBox: Equatable, Sendable {
  public var text: String
  public var role: TextRole
  public var frame: Rectangle
  /// Whether the text runs upwards.
  public var isVertical = false
  var style: TextStyle
  var color: Color
}

/// The plot rectangle of a panel, without its labels.
public struct PlotFrame: Equatable, Sendable {
  public var row: Int
  public var column: Int
  public var frame: Rectangle
}

/// A point of a curve, the end of a bar or the middle of a cell, and where it stands in the figure.
public struct Hotspot: Equatable, Sendable {
  public var row: Int
  public var column: Int
  /// The name of the series or bar; the label of the colour bar for a cell.
  public var series: String
  /// The values of the data. A bar has its length as x and its index as y.
  public var x: Double
  public var y: Double
  /// The number of a cell of a heat map; nil elsewhere.
  public var value: Double?
  /// The position in points from the top left: the user units of the SVG's view box.
  public var position: Point
}

/// A line drawn along a path.
struct Stroke: Equatable, Sendable {
  var color: Color
  var width: Double
  var dash: [Double] = []
}

/// Paths filled or stroked together.
struct Shape: Equatable, Sendable {
  var elements: [PathElement]
  var fill: Color?
  var stroke: Stroke?
  /// Where given, only the part inside these closed paths is drawn.
  var clip: [PathElement]?
}

/// Where everything in a figure stands, in points of 1/72 inch from the top left.
public struct Layout: Equatable, Sendable {
  /// The whole figure.
  public internal(set) var canvas = Rectangle(minX: 0, minY: 0, width: 0, height: 0)
  public internal(set) var texts: [TextBox] = []
  public internal(set) var plots: [PlotFrame] = []
  /// The boxes of the legends.
  public internal(set) var legends: [Rectangle] = []
  public internal(set) var hotspots: [Hotspot] = []
  /// In drawing order; texts come on top.
  var shapes: [Shape] = []

  /// The width of a curve, and of one that stands for several.
  static let (curveWidth, groupWidth) = (0.9, 1.5)

  mutating func fill(_ elements: [PathElement], _ color: Color, clip: [PathElement]? = nil) {
    guard !elements.isEmpty else { return }
    shapes.append(Shape(elements: elements, fill: color, clip: clip))
  }

  mutating func stroke(
    _ elements: [PathElement], _ color: Color, width: Double, dash: [Double] = [],
    clip: [PathElement]? = nil
  ) {
    guard !elements.isEmpty else { return }
    let stroke = Stroke(color: color, width: width, dash: dash)
    shapes.append(Shape(elements: elements, stroke: stroke, clip: clip))
  }
}
