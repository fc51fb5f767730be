import Experiments
import Losses
import Plot

/// The part of a grid that the masks of a strip show, and how an element becomes a pixel.
public struct StripView {
  /// Index of the slice that is shown of a volume; 0 otherwise.
  private let slice: Int
  private let rows: Range<Int>
  private let columns: Range<Int>
  private let shape: (rows: Int, columns: Int)

  /// The smallest view that shows the truth and every step, with a margin; of a volume the middle
  /// slice through the object. Where errors lie so far off that the object would be a dot, the view
  /// ends one extent of the object away from it.
  public init(_ drift: Drift) {
    let mask = drift.object.mask
    let grid = mask.grid
    let shape = (
      rows: grid.rank > 1 ? grid.shape[grid.rank - 2] : 1, columns: grid.shape[grid.rank - 1]
    )
    let slices = mask.elements.indices.filter { mask.elements[$0] }
      .map { $0 / (shape.rows * shape.columns) }
    let slice = ((slices.first ?? 0) + (slices.last ?? 0)) / 2
    self.shape = shape
    self.slice = slice
    let object = Bounds([mask], slice: slice, shape: shape)
    let all = Bounds([mask] + drift.traces[0].steps.map(\.mask), slice: slice, shape: shape)
    rows = Self.view(of: all.rows, around: object.rows, extent: shape.rows)
    columns = Self.view(of: all.columns, around: object.columns, extent: shape.columns)
  }

  /// The rows and columns of a slice that masks take.
  private struct Bounds {
    var rows: Range<Int>
    var columns: Range<Int>

    init(_ masks: [Mask], slice: Int, shape: (rows: Int, columns: Int)) {
      var rowBounds = (first: shape.rows, last: -1)
      var columnBounds = (first: shape.columns, last: -1)
      for mask in masks {
        for row in 0..<shape.rows {
          for column in 0..<shape.columns
          where mask.elements[(slice * shape.rows + row) * shape.columns + column] {
            rowBounds = (min(rowBounds.first, row), max(rowBounds.last, row))
            columnBounds = (min(columnBounds.first, column), max(columnBounds.last, column))
          }
        }
      }
      rows = rowBounds.first..<max(rowBounds.first, rowBounds.last + 1)
      columns = columnBounds.first..<max(columnBounds.first, columnBounds.last + 1)
    }
  }

  /// The view may be this many times as long as the object.
  private static let longestView = 5

  private static func view(
    of all: Range<Int>, around object: Range<Int>, extent: Int
  ) -> Range<Int> {
    let isFar = !object.isEmpty && all.count > longestView * object.count
    let bounds = isFar ? object : all
    let margin = isFar ? object.count : max(1, (all.count - 1) / 16)
    return max(
      0, min(bounds.lowerBound, extent - 1) - margin)..<max(
        1, min(extent, bounds.upperBound + margin))
  }

  /// The elements of a mask that are shown, row by row.
  private func pixels(_ mask: Mask) -> [Bool] {
    rows.flatMap { row in
      columns.map { mask.elements[(slice * shape.rows + row) * shape.columns + $0] }
    }
  }

  /// The strip of all steps; the figure leaves out those for which there is no room.
  public func strip(_ drift: Drift) -> MaskStrip {
    let truth = pixels(drift.object.mask)
    let cells = drift.traces[0].steps.enumerated().map { step, state in
      MaskCell(
        position: Double(step), label: "\(step)", width: columns.count, height: rows.count,
        truth: truth, prediction: pixels(state.mask))
    }
    return MaskStrip(cells: cells, note: note(drift))
  }

  private func note(_ drift: Drift) -> String? {
    let grid = drift.object.mask.grid
    let whole = grid.shape.map { "\($0)" }.joined(separator: " × ")
    var parts = [
      grid.rank > 2
        ? "\(rows.count) × \(columns.count) elements of slice \(slice) of \(whole)"
        : "\(rows.count) × \(columns.count) of \(whole) elements"
    ]
    if drift.traces.count > 1 { parts.append("first of \(drift.traces.count) seeds") }
    if let hidden = hiddenErrors(drift) { parts.append(hidden) }
    return parts.joined(separator: "; ")
  }

  /// How many false positives of the last step lie in the shown slice but out of view.
  private func hiddenErrors(_ drift: Drift) -> String? {
    guard let last = drift.traces[0].steps.last else { return nil }
    var (hidden, all) = (0, 0)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        let index = (slice * shape.rows + row) * shape.columns + column
        guard last.mask.elements[index], !drift.object.mask.elements[index] else { continue }
        all += 1
        if !rows.contains(row) || !columns.contains(column) { hidden += 1 }
      }
    }
    return hidden == 0 ? nil : "\(hidden) of \(all) FP of the last step lie outside"
  }
}
