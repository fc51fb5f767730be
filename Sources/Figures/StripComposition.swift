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
  /// slice through the object.
  public init(_ drift: Drift) {
    let grid = drift.object.mask.grid
    let shape = (
      rows: grid.rank > 1 ? grid.shape[grid.rank - 2] : 1, columns: grid.shape[grid.rank - 1]
    )
    self.shape = shape
    let slices = drift.object.mask.elements.indices
      .filter { drift.object.mask.elements[$0] }
      .map { $0 / (shape.rows * shape.columns) }
    let slice = ((slices.first ?? 0) + (slices.last ?? 0)) / 2
    self.slice = slice
    let masks = [drift.object.mask] + drift.traces[0].steps.map(\.mask)
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
    rows = Self.padded(rowBounds, extent: shape.rows)
    columns = Self.padded(columnBounds, extent: shape.columns)
  }

  private static func padded(_ bounds: (first: Int, last: Int), extent: Int) -> Range<Int> {
    let margin = max(1, (bounds.last - bounds.first) / 16)
    return max(0, bounds.first - margin)..<min(extent, bounds.last + 1 + margin)
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
    let view = "\(rows.count) × \(columns.count)"
    let whole = grid.shape.map { "\($0)" }.joined(separator: " × ")
    let seeds = drift.traces.count > 1 ? "; first of \(drift.traces.count) seeds" : ""
    return grid.rank > 2
      ? "\(view) elements of slice \(slice) of \(whole)\(seeds)"
      : "\(view) of \(whole) elements\(seeds)"
  }
}
