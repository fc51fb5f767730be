import Foundation
import Plot

/// A table of numbers as a heat map, the first row on top.
struct HeatTable {
  /// What names the rows.
  let rows: [String]
  /// What names the columns.
  let columns: [String]
  /// Row by row from the lowest, as heat maps have them.
  private let values: [Double?]

  /// Takes the number of each row and column, counted from 0.
  init(rows: [String], columns: [String], _ value: (_ row: Int, _ column: Int) -> Double?) {
    self.rows = rows
    self.columns = columns
    values = rows.indices.reversed().flatMap { row in
      columns.indices.map { value(row, $0) }
    }
  }

  /// The heat map, with the numbers in the cells where there is room.
  ///
  /// - Parameter columnNamesRunUpwards: whether the names of columns are long.
  func panel(
    range: ClosedRange<Double>, _ colorMap: ColorMap, label: String,
    columnNamesRunUpwards: Bool = true, _ text: (Double) -> String
  ) -> HeatPanel {
    func ticks(_ names: [String]) -> AxisTicks {
      .labelled(names.enumerated().map { AxisTick(position: Double($0), labels: [$1]) })
    }
    func edges(_ count: Int) -> [Double] { (0...count).map { Double($0) - 0.5 } }
    return HeatPanel(
      x: Axis(ticks: ticks(columns), labelsRunUpwards: columnNamesRunUpwards),
      y: Axis(ticks: ticks(rows.reversed())), xEdges: edges(columns.count),
      yEdges: edges(rows.count), values: values, range: range, colorMap: colorMap,
      colorBarLabel: label, cellLabels: values.map { $0.map(text) ?? "–" })
  }

  /// The heat map of percents of pairs that are ordered wrongly, which chance makes 50.
  func wrongPairs() -> HeatPanel {
    panel(range: 0...50, .sequential, label: "pairs ordered wrongly, %") {
      String(format: $0 < 9.95 ? "%.1f" : "%.0f", $0)
    }
  }
}
