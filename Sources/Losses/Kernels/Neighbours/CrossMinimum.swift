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
  func write(_ values: [Double], into result: inout [Double]) {
    precondition(values.count == rows.count * rows.length && result.count == values.count)
    result.withUnsafeMutableBufferPointer { result in
      let target = SendableBuffer(result)
      values.withUnsafeBufferPointer { values in
        let source = FieldBuffer(buffer: values)
        rows.forEachPart { part in
          for row in part { write(row, of: source.buffer, into: target.buffer) }
        }
      }
    }
  }

  @inline(__always)
  private func write(
    _ row: Int, of values: UnsafeBufferPointer<Double>,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    let (start, end) = (row * rows.length, (row + 1) * rows.length)
    for index in start..<end { result[index] = values[index] }
    for index in start..<(end - 1) {
      let (after, here) = (values[index + 1], result[index])
      result[index] = after < here ? after : here
    }
    for index in start..<(end - 1) {
      let (before, here) = (values[index], result[index + 1])
      result[index + 1] = before < here ? before : here
    }
    rows.forEachBeside(row) { other in
      let offset = (other - row) * rows.length
      for index in start..<end {
        let (beside, here) = (values[index + offset], result[index])
        result[index] = beside < here ? beside : here
      }
    }
  }
}
