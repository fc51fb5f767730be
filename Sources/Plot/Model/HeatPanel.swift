import Algorithms

/// A region of a `HeatPanel` to outline, such as the cells in which a loss no longer rises.
public struct HeatContour: Hashable, Sendable {
  /// Whether each cell belongs to the region, in the order of `HeatPanel.values`.
  public var cells: [Bool]
  /// Its name in the legend; without one it is not named there.
  public var name: String

  public init(cells: [Bool], name: String) {
    self.cells = cells
    self.name = name
  }
}

/// A cell of a `HeatPanel` with a frame around it, such as the default protocol.
public struct HeatMark: Hashable, Sendable {
  /// The row, counted from the lowest y.
  public var row: Int
  /// The column, counted from the lowest x.
  public var column: Int
  /// Its name in the legend.
  public var name: String

  public init(row: Int, column: Int, name: String) {
    self.row = row
    self.column = column
    self.name = name
  }
}

/// Numbers over two axes as coloured cells, with a colour bar at the right.
///
/// With C + 1 edges along x and R + 1 along y there are R · C cells. Cells without data are
/// hatched. `Figure.layout()` throws `PlotError` where counts or edges do not fit together.
public struct HeatPanel: Hashable, Sendable {
  public var title: String
  public var x: Axis
  public var y: Axis
  /// The borders of the columns in data coordinates, strictly rising; above 0 on a logarithmic axis.
  public var xEdges: [Double]
  /// The borders of the rows, as `xEdges`.
  public var yEdges: [Double]
  /// The numbers of the cells: row by row from the lowest y, along x within a row. Nil and what is
  /// not finite is no data.
  public var values: [Double?]
  /// The numbers of the two ends of the colour bar, or nil to take those of the values. Numbers
  /// outside have the colour of the end, which is then drawn pointed.
  public var range: ClosedRange<Double>?
  public var colorMap: ColorMap
  public var contours: [HeatContour]
  public var marked: [HeatMark]
  /// What the colours mean, with its unit; stands beside the colour bar.
  public var colorBarLabel: String
  /// A text for each cell in the order of `values`, or none; for small tables.
  public var cellLabels: [String]
  /// Height of the plot as a share of its width; tables with labels take what their rows need.
  public var aspectRatio: Double

  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), xEdges: [Double], yEdges: [Double],
    values: [Double?], range: ClosedRange<Double>? = nil, colorMap: ColorMap = .sequential,
    contours: [HeatContour] = [], marked: [HeatMark] = [], colorBarLabel: String = "",
    cellLabels: [String] = [], aspectRatio: Double = 0.72
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.xEdges = xEdges
    self.yEdges = yEdges
    self.values = values
    self.range = range
    self.colorMap = colorMap
    self.contours = contours
    self.marked = marked
    self.colorBarLabel = colorBarLabel
    self.cellLabels = cellLabels
    self.aspectRatio = aspectRatio
  }

  /// Numbers of cells along y and x.
  public var rows: Int { max(0, yEdges.count - 1) }
  public var columns: Int { max(0, xEdges.count - 1) }

  /// Edges half-way between neighbouring centres, for cells around measured points: in the
  /// logarithm on a logarithmic axis. The outermost cells are symmetric.
  ///
  /// - Parameters:
  ///   - centers: strictly rising; a single one gets a cell of width 1 (a factor of 10 on a
  ///     logarithmic axis).
  ///   - scale: of the axis.
  public static func edges(around centers: [Double], scale: AxisScale = .linear) -> [Double] {
    let places = centers.compactMap(scale.transformed)
    guard let first = places.first, let last = places.last else { return [] }
    let inner = places.adjacentPairs().map { ($0 + $1) / 2 }
    let start = inner.first.map { 2 * first - $0 } ?? first - 0.5
    let end = inner.last.map { 2 * last - $0 } ?? last + 0.5
    return ([start] + inner + [end]).map(scale.value)
  }
}
