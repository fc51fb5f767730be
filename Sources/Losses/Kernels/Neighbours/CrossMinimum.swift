import CKernels
import Synchronization

/// The smallest of an element and its neighbours along the axes; there are none beyond the border.
///
///     (E u)ᵢ = min(m₁, m₂, …),  m_a the smallest of the three elements along axis a around i
///
/// Where several are smallest, the derivative goes as in PyTorch: m_a has it from the first in storage,
/// and the minimum of two equal numbers from half of each, taken in the order of the axes
/// (`ElementNeighbours`).
package struct CrossMinimum: Sendable {
  private let rows: GridRows

  /// Prepares for grids of one shape.
  package init(_ grid: Grid) {
    rows = GridRows(grid)
  }

  /// E u.
  package func callAsFunction(_ values: [Double]) -> [Double] {
    var result = values
    write(values, into: &result)
    return result
  }

  /// Writes E u over a field that is as large.
  ///
  /// - Returns: how many elements are smaller than before.
  @discardableResult
  func write(_ values: [Double], into result: inout [Double]) -> Int {
    precondition(values.count == rows.count * rows.length && result.count == values.count)
    let changes = Atomic(0)
    result.withUnsafeMutableBufferPointer { result in
      let target = SendableBuffer(result)
      values.withUnsafeBufferPointer { values in
        let source = FieldBuffer(buffer: values)
        rows.forEachPart { part, others in
          guard let source = source.buffer.baseAddress, let target = target.buffer.baseAddress
          else { return }
          var count = 0
          for row in part {
            let number = rows.write(source, into: others) { rows.forEachBeside(row, $0) }
            let start = row * rows.length
            count += ck_erode_row(
              target + start, source + start, others.baseAddress, number, rows.length)
          }
          changes.wrappingAdd(count, ordering: .relaxed)
        }
      }
    }
    return changes.load(ordering: .relaxed)
  }
}
