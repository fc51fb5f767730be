/// One curve.
public struct Series: Hashable, Sendable {
  public var name: String
  /// The number of its `SeriesStyle`; curves of the same loss share it across panels.
  public var style: Int
  /// The points in order of x; a value that is not finite leaves a gap.
  public var points: [Point]
  /// An optional band around the curve, such as a 95 % interval: one interval per point.
  public var band: Band?
  /// The indices of points to mark with a ring, such as the steps that break monotonicity.
  public var marked: [Int]

  public init(
    name: String, style: Int, points: [Point], band: Band? = nil, marked: [Int] = []
  ) {
    self.name = name
    self.style = style
    self.points = points
    self.band = band
    self.marked = marked
  }

  /// Whether a line joins any two of its points; gaps between all of them make a scatter.
  package var hasLine: Bool {
    zip(points, points.dropFirst()).contains { first, second in
      [first.x, first.y, second.x, second.y].allSatisfy(\.isFinite)
    } || points.count < 2
  }

  /// The lower and upper limits of a band, one each per point of the series.
  public struct Band: Hashable, Sendable {
    public var lower: [Double]
    public var upper: [Double]

    public init(lower: [Double], upper: [Double]) {
      self.lower = lower
      self.upper = upper
    }
  }
}

/// A thin line across a plot; a name puts it into the legend.
public struct ReferenceLine: Hashable, Sendable {
  public enum Direction: Hashable, Sendable { case horizontal, vertical }

  public var direction: Direction
  public var value: Double
  public var name: String?

  public init(_ direction: Direction, at value: Double, name: String? = nil) {
    self.direction = direction
    self.value = value
    self.name = name
  }
}

/// A range of x that is shaded behind the curves; its name is in the legend.
public struct Shade: Hashable, Sendable {
  public var range: ClosedRange<Double>
  public var name: String

  public init(_ range: ClosedRange<Double>, name: String) {
    self.range = range
    self.name = name
  }
}

/// Curves over a common x axis, with an optional strip of masks below.
///
/// Curves that coincide are drawn as one, with their number below the axis and their names in the legend.
public struct LinePanel: Hashable, Sendable {
  public var title: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  public var references: [ReferenceLine]
  public var shades: [Shade]
  public var strip: MaskStrip?
  /// Height of the plot as a share of its width.
  public var aspectRatio: Double
  /// What the curves are, in the plural: "losses" makes "6 losses coincide".
  public var curvesName: String
  /// What tells the panel from others for whoever reads the figure as data; it is not drawn.
  public var identifier = ""

  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), series: [Series],
    references: [ReferenceLine] = [], shades: [Shade] = [], strip: MaskStrip? = nil,
    aspectRatio: Double = 0.72, curvesName: String = "curves"
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.references = references
    self.shades = shades
    self.strip = strip
    self.aspectRatio = aspectRatio
    self.curvesName = curvesName
  }
}
