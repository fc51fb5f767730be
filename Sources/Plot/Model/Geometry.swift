/// A position: data coordinates in a series, points of 1/72 inch from the top left in a layout.
public struct Point: Hashable, Sendable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle in points of 1/72 inch, with y growing downwards.
public struct Rectangle: Hashable, Sendable {
  public var minX: Double
  public var minY: Double
  public var width: Double
  public var height: Double

  public init(minX: Double, minY: Double, width: Double, height: Double) {
    self.minX = minX
    self.minY = minY
    self.width = width
    self.height = height
  }

  public var maxX: Double { minX + width }
  public var maxY: Double { minY + height }
  public var midX: Double { minX + width / 2 }
  public var midY: Double { minY + height / 2 }

  /// Whether the two share more than `tolerance` points in both directions.
  public func overlaps(_ other: Rectangle, tolerance: Double = 1e-6) -> Bool {
    min(maxX, other.maxX) - max(minX, other.minX) > tolerance
      && min(maxY, other.maxY) - max(minY, other.minY) > tolerance
  }

  /// Whether `other` lies inside, up to `tolerance` points.
  public func contains(_ other: Rectangle, tolerance: Double = 1e-6) -> Bool {
    other.minX >= minX - tolerance && other.maxX <= maxX + tolerance
      && other.minY >= minY - tolerance && other.maxY <= maxY + tolerance
  }

  func expanded(by distance: Double) -> Rectangle {
    Rectangle(
      minX: minX - distance, minY: minY - distance,
      width: width + 2 * distance, height: height + 2 * distance)
  }

  var corners: [Point] {
    [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY)]
  }
}

/// Room around a plot rectangle, in points.
struct Insets: Equatable, Sendable {
  var top = 0.0
  var left = 0.0
  var bottom = 0.0
  var right = 0.0
}

struct Size: Equatable, Sendable {
  var width: Double
  var height: Double
}

/// One piece of a drawing, in points of 1/72 inch.
enum PathElement: Equatable, Sendable {
  case polyline([Point])
  case polygon([Point])
  case circle(center: Point, radius: Double)

  static func line(_ from: Point, _ to: Point) -> PathElement { .polyline([from, to]) }
  static func rectangle(_ rectangle: Rectangle) -> PathElement { .polygon(rectangle.corners) }
}
