/// A table of texts on coloured cells, the first row on top.
///
/// A cell may belong to one of a few categories, which the legend names; how strong its colour is says how
/// much of it does. `Figure.layout()` throws `PlotError` where counts do not fit together.
public struct TablePanel: Hashable, Sendable {
  /// The greatest number of categories.
  public static let mostCategories = 3

  /// One cell.
  public struct Cell: Hashable, Sendable {
    public var text: String
    /// The number of its category, or nil for a cell without colour.
    public var category: Int?
    /// How strong its colour is, from 0 to 1.
    public var strength: Double

    public init(_ text: String, category: Int? = nil, strength: Double = 1) {
      self.text = text
      self.category = category
      self.strength = strength
    }
  }

  public var title: String
  public var columns: [String]
  /// Whether the names of the columns run upwards, for long names.
  public var columnsRunUpwards: Bool
  /// The names of the rows; empty ones take no room.
  public var rows: [String]
  /// Row by row one cell for each column.
  public var cells: [[Cell]]
  /// The names of the categories; at most ``mostCategories``.
  public var categories: [String]
  /// The indices of rows with a gap above, where a new group starts.
  public var groupStarts: [Int]
  /// The width in millimetres beyond which names of rows are cut off.
  public var rowNameWidth: Double

  public init(
    title: String = "", columns: [String], columnsRunUpwards: Bool = false, rows: [String],
    cells: [[Cell]], categories: [String] = [], groupStarts: [Int] = [],
    rowNameWidth: Double = 30
  ) {
    self.title = title
    self.columns = columns
    self.columnsRunUpwards = columnsRunUpwards
    self.rows = rows
    self.cells = cells
    self.categories = categories
    self.groupStarts = groupStarts
    self.rowNameWidth = rowNameWidth
  }
}
