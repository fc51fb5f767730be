/// For each element the steps to the nearest target in its own line across the rows of a field,
/// kept in the memory of the field itself.
///
/// A row holds its steps at its end, half the bytes of its numbers, so that step i lies at or behind
/// number i and both go through the row together. Blocks of ``blockLength`` columns are swept in
/// vectors of every fourth column, as the bytes of a mask come out of words of four; they are kept
/// in that order and put right when the numbers are written.
// Unchecked, but true: each block of columns is swept, and each row converted, by one thread alone.
struct LineSteps: @unchecked Sendable {
  private let field: UnsafeMutableBufferPointer<Double>
  private let rows: Int
  private let rowLength: Int

  typealias Vector = SIMD8<Int32>
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

  /// How many vectors the sweep of a block needs.
  var sweepLength: Int { 4 * rows }

  /// Where the steps of a row start, in bytes.
  private func offset(row: Int) -> Int { row * rowLength * 8 + rowLength * 4 }

  /// Counts the steps of a block of columns, by a sweep there and one back. Lines without a target
  /// have as many steps as there are rows.
  ///
  /// - Parameters:
  ///   - elements: a mask of the shape of the field, one byte an element.
  ///   - target: what to count the steps to.
  ///   - block: number of the block.
  ///   - forward: room for ``sweepLength`` vectors, in which steps from the first row on are kept
  ///     close together whatever the length of a row.
  func count(
    _ elements: UnsafeRawBufferPointer, to target: Bool, block: Int,
    in forward: UnsafeMutableBufferPointer<Vector>
  ) {
    let start = block * Self.blockLength
    let width = min(Self.blockLength, rowLength - start)
    // XOR makes a target 1; less 1 it is no bit, and everything else all bits.
    let flip = Vector(repeating: target ? 0 : 1)
    let unreached = Vector(repeating: Int32(rows))
    let bytes = UnsafeMutableRawBufferPointer(field)
    var latest = (unreached, unreached, unreached, unreached)
    for row in 0..<rows {
      let words = words(elements, at: row * rowLength + start, count: width)
      @inline(__always)
      func advance(_ latest: inout Vector, _ shift: Int32, _ lane: Int) {
        let isTarget = ((words &>> Vector(repeating: shift)) & 1) ^ flip
        let next = latest &+ 1
        latest = next.replacing(with: unreached, where: next .> unreached) & (isTarget &- 1)
        forward[4 &* row &+ lane] = latest
      }
      advance(&latest.0, 0, 0)
      advance(&latest.1, 8, 1)
      advance(&latest.2, 16, 2)
      advance(&latest.3, 24, 3)
    }
    latest = (unreached, unreached, unreached, unreached)
    for row in (0..<rows).reversed() {
      @inline(__always)
      func retreat(_ latest: inout Vector, _ lane: Int) {
        let (next, other) = (latest &+ 1, forward[4 &* row &+ lane])
        latest = next.replacing(with: other, where: other .< next)
        forward[4 &* row &+ lane] = latest
      }
      retreat(&latest.0, 0)
      retreat(&latest.1, 1)
      retreat(&latest.2, 2)
      retreat(&latest.3, 3)
      let target = offset(row: row) + 4 * start
      if width == Self.blockLength {
        for lane in 0..<4 {
          bytes.storeBytes(
            of: forward[4 &* row &+ lane], toByteOffset: target &+ 32 &* lane, as: Vector.self)
        }
      } else {
        for column in 0..<width {
          bytes.storeBytes(
            of: forward[4 &* row &+ column % 4][column / 4], toByteOffset: target + 4 * column,
            as: Int32.self)
        }
      }
    }
  }

  /// The bytes of a block of one row, four columns in each lane; 0 beyond its width.
  @inline(__always)
  private func words(_ elements: UnsafeRawBufferPointer, at offset: Int, count: Int) -> Vector {
    if count == Self.blockLength {
      return elements.loadUnaligned(fromByteOffset: offset, as: Vector.self)
    }
    var words = Vector.zero
    for column in 0..<count {
      words[column / 4] |= Int32(elements[offset + column]) << Int32(8 * (column % 4))
    }
    return words
  }

  /// Replaces the steps of a row by what a table has for them, and returns the row.
  func replace(row: Int, by table: [Double]) -> UnsafeMutableBufferPointer<Double> {
    let values = UnsafeMutableBufferPointer(
      rebasing: field[(row * rowLength)..<((row + 1) * rowLength)])
    let steps = UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(field))
    let offset = offset(row: row)
    let whole = rowLength / Self.blockLength * Self.blockLength
    table.withUnsafeBufferPointer { table in
      withUnsafeTemporaryAllocation(of: Vector.self, capacity: 4) { block in
        let lanes = UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(block))
        for start in stride(from: 0, to: whole, by: Self.blockLength) {
          // Numbers reach into the steps of their own block, so that these are taken out first.
          for lane in 0..<4 {
            block[lane] = steps.loadUnaligned(
              fromByteOffset: offset &+ 4 &* start &+ 32 &* lane, as: Vector.self)
          }
          for group in 0..<8 {
            for lane in 0..<4 {
              let step = lanes.load(fromByteOffset: 32 &* lane &+ 4 &* group, as: Int32.self)
              values[start &+ 4 &* group &+ lane] = table[Int(step)]
            }
          }
        }
      }
      for column in whole..<rowLength {
        let step = steps.loadUnaligned(fromByteOffset: offset + 4 * column, as: Int32.self)
        values[column] = table[Int(step)]
      }
    }
    return values
  }
}
