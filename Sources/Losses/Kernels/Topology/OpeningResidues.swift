import CKernels

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
        rows.forEachPart { part, others in
          guard let field = field.buffer.baseAddress, let eroded = eroded.buffer.baseAddress,
            let target = target.buffer.baseAddress
          else { return }
          withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.length) { maxima in
            for row in part {
              let number = rows.write(eroded, into: others) { add in
                add(row)
                rows.forEachAround(row, add)
              }
              let start = row * rows.length
              ck_add_opening_residues(
                target + start, field + start, others.baseAddress, number, maxima.baseAddress,
                rows.length)
            }
          }
        }
      }
    }
  }
}
