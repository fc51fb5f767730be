/// What is wrong with a figure, or why it cannot be drawn.
public enum PlotError: Error, Equatable, Sendable {
  /// The figure has no panel.
  case noPanels
  /// The width in millimetres is outside `Figure.widths`.
  case widthOutOfRange(Double)
  /// The panels of a row do not fit side by side.
  case tooNarrow(millimetres: Double, columns: Int)
  /// The height in millimetres leaves no room for the plots.
  case tooLow(millimetres: Double, needed: Double)
  /// The resolution in dots per inch is outside `Figure.resolutions`.
  case resolutionOutOfRange(Double)
  /// A list of a panel has another length than its neighbours need.
  case countMismatch(what: String, panel: String, count: Int, expected: Int)
  /// The limits of an axis are not finite, or not above 0 on a logarithmic axis.
  case invalidRange(axis: String, lower: Double, upper: Double)
  /// The borders of the cells of a heat map are fewer than two, do not rise, or have no place on
  /// their axis.
  case invalidEdges(axis: String, panel: String)
  /// A marked cell is not in the heat map.
  case noSuchCell(mark: String, row: Int, column: Int, rows: Int, columns: Int)
  /// The drawing library refused.
  case drawing(String)
}

extension PlotError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noPanels:
      "the figure has no panel; give it at least one"
    case .widthOutOfRange(let width):
      "the figure is \(width) mm wide; expected \(Figure.widths.lowerBound) to "
        + "\(Figure.widths.upperBound) mm"
    case .tooNarrow(let millimetres, let columns):
      "\(columns) panels do not fit side by side in \(millimetres) mm; "
        + "make the figure wider or put fewer panels in a row"
    case .tooLow(let millimetres, let needed):
      "the figure is \(millimetres) mm high; its content needs at least \(needed) mm"
    case .resolutionOutOfRange(let resolution):
      "the resolution is \(resolution) dots per inch; expected "
        + "\(Figure.resolutions.lowerBound) to \(Figure.resolutions.upperBound)"
    case .countMismatch(let what, let panel, let count, let expected):
      "the panel '\(panel)' has \(count) \(what); expected \(expected)"
    case .invalidRange(let axis, let lower, let upper):
      "the axis '\(axis)' runs from \(lower) to \(upper); expected finite limits in rising "
        + "order, above 0 on a logarithmic axis"
    case .invalidEdges(let axis, let panel):
      "the edges of the cells along \(axis) in the panel '\(panel)' are wrong; expected two or "
        + "more finite numbers in strictly rising order, above 0 on a logarithmic axis"
    case .noSuchCell(let mark, let row, let column, let rows, let columns):
      "the mark '\(mark)' is at row \(row), column \(column); expected a row from 0 to "
        + "\(rows - 1) and a column from 0 to \(columns - 1)"
    case .drawing(let reason):
      "the figure cannot be drawn: \(reason)"
    }
  }
}
