/// What an opening leaves out of a field, gathered row by row.
struct OpeningResidues: Sendable {
  private let rows: GridRows

  /// Prepares for grids of one shape.
  init(_ grid: Grid) { rows = GridRows(grid) }

  /// Replaces s by s + max(0, δ − s δ), δ = max(0, u − M v), for the eroded field v and `MaxPooling` M
  /// over boxes of three elements an axis.
  func add(of field: [Double], eroded: [Double], to skeleton: inout [Double]) {
    precondition(field.count == eroded.count && field.count == skeleton.count)
    withBuffers(field, eroded) { field, eroded in
      skeleton.withUnsafeMutableBufferPointer { skeleton in
        let target = SendableBuffer(skeleton)
        rows.forEachPart { part in
          // A row of maxima between two elements that are less than any.
          withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.length + 2) { maxima in
            maxima.initialize(repeating: -.infinity)
            for row in part {
              add(row, of: field.buffer, eroded.buffer, maxima, to: target.buffer)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func add(
    _ row: Int, of field: UnsafeBufferPointer<Double>, _ eroded: UnsafeBufferPointer<Double>,
    _ maxima: UnsafeMutableBufferPointer<Double>, to skeleton: UnsafeMutableBufferPointer<Double>
  ) {
    let start = row * rows.length
    for index in 0..<rows.length { maxima[index + 1] = eroded[start + index] }
    rows.forEachAround(row) { other in
      let start = other * rows.length
      for index in 0..<rows.length {
        let (around, here) = (eroded[start + index], maxima[index + 1])
        maxima[index + 1] = around > here ? around : here
      }
    }
    for index in 0..<rows.length {
      let (before, here, after) = (maxima[index], maxima[index + 1], maxima[index + 2])
      let nearer = before > here ? before : here
      let difference = field[start + index] - (nearer > after ? nearer : after)
      let residue = difference > 0 ? difference : 0
      let gain = residue - skeleton[start + index] * residue
      skeleton[start + index] += gain > 0 ? gain : 0
    }
  }
}
