/// Where the legend shared by all panels stands, always outside the axes.
public enum Legend: Hashable, Sendable {
  case hidden, bottom, right
  /// Curves below the rows in which they stand, everything else below the panels. Neighbouring rows
  /// with the same curves share theirs.
  case rows

  /// The usual place: below the panels.
  public static let shared = Legend.bottom
}

/// One cell of the grid of a figure.
public enum Panel: Hashable, Sendable {
  case lines(LinePanel)
  case heat(HeatPanel)
  case bars(BarPanel)
  case table(TablePanel)
  /// An empty cell.
  case blank
}

/// A figure: a grid of panels with a title, a caption and one legend.
///
/// It holds data alone. `layout()` says where everything stands, and `png`, `svg` and `pdf` draw
/// it; the same figure always gives the same bytes.
public struct Figure: Equatable, Sendable {
  /// The widths in millimetres that a figure may have; journals take 85 (one column) to 180 (two).
  public static let widths = 60.0...400.0
  /// The resolutions of a PNG, in dots per inch.
  public static let resolutions = 36.0...1200.0

  public var title: String?
  public var caption: String?
  /// The rows of the grid, top to bottom. Plots of a column share their left and right edges.
  public var panels: [[Panel]]
  /// A heading above each row; missing or empty ones take no room.
  public var rowHeadings: [String]
  /// Numbers of the rows that stay on one page with the row above.
  public var joinedRows: Set<Int>
  public var legend: Legend
  /// The name of marked points in the legend.
  public var markName: String
  /// The width in millimetres.
  public var width: Double
  /// The height in millimetres, or nil to follow from the content.
  public var height: Double?
  public var theme: Theme
  /// What to embed in the files, such as the version and the configuration that made the figure.
  public var metadata: [String: String]

  public init(
    title: String? = nil, caption: String? = nil, panels: [[Panel]], rowHeadings: [String] = [],
    joinedRows: Set<Int> = [], legend: Legend = .shared, markName: String = "marked step",
    width: Double = 180,
    height: Double? = nil, theme: Theme = .light, metadata: [String: String] = [:]
  ) {
    self.title = title
    self.caption = caption
    self.panels = panels
    self.rowHeadings = rowHeadings
    self.joinedRows = joinedRows
    self.legend = legend
    self.markName = markName
    self.width = width
    self.height = height
    self.theme = theme
    self.metadata = metadata
  }
}
