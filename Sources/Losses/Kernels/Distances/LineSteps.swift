import CKernels

/// For each element the steps to the nearest one of the other side in its own line across the rows of a field,
/// kept in the memory of the field itself.
///
/// A row holds its steps at its end, half the bytes of its numbers, so that step i lies at or behind
/// number i and both go through the row together. Blocks of ``blockLength`` columns are swept together.
// Unchecked, but true: each block of columns is swept, and each row converted, by one thread alone.
struct LineSteps: @unchecked Sendable {
  private let field: UnsafeMutableBufferPointer<Double>
  private let rows: Int
  private let rowLength: Int

  private static let blockLength = 32

  /// Prepares for a field of rows; its memory need not be initialised.
  init(in field: UnsafeMutableBufferPointer<Double>, rows: Int, rowLength: Int) {
    precondition(field.count == rows * rowLength)
    self.field = field
    self.rows = rows
    self.rowLength = rowLength
  }

  /// Number of blocks of columns, which threads may share.
  var blockCount: Int { (rowLength + Self.blockLength - 1) / Self.blockLength }

  /// How many numbers the sweep of a block needs.
  var sweepLength: Int { Self.blockLength * rows }

  /// Where the steps of a row start, in bytes.
  private func offset(row: Int) -> Int { row * rowLength * 8 + rowLength * 4 }

  /// Counts the steps of a block of columns, by a sweep there and one back. In lines without another side they
  /// are as many as there are rows.
  ///
  /// - Parameters:
  ///   - elements: a mask of the shape of the field, one byte an element.
  ///   - block: number of the block.
  ///   - forward: room for ``sweepLength`` numbers, in which steps from the first row on are kept
  ///     close together whatever the length of a row.
  func count(
    _ elements: UnsafeRawBufferPointer, block: Int,
    in forward: UnsafeMutableBufferPointer<Int32>
  ) {
    let start = block * Self.blockLength
    let width = min(Self.blockLength, rowLength - start)
    let bytes = UnsafeMutableRawBufferPointer(field)
    guard let source = elements.bindMemory(to: UInt8.self).baseAddress,
      let steps = bytes.baseAddress, let forward = forward.baseAddress
    else { return }
    ck_count_steps(
      source + start, steps + offset(row: 0) + 4 * start, rows, rowLength, width, forward)
  }

  /// Replaces the steps of a row by the squares of so many times the spacing, infinite where there are as many as
  /// rows, and returns the row.
  func replaceBySquares(row: Int, spacing: Double) -> UnsafeMutableBufferPointer<Double> {
    let values = UnsafeMutableBufferPointer(
      rebasing: field[(row * rowLength)..<((row + 1) * rowLength)])
    ck_square_steps(values.baseAddress, values.count, Int32(rows), spacing)
    return values
  }
}
