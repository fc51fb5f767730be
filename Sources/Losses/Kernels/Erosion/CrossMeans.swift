import CKernels
import Synchronization

/// The mean X over an element and its 2·rank neighbours on a box, outside of which there are zeros.
struct CrossMeans: Sendable {
  private let box: Box
  private let share: Double

  /// Prepares for fields on a box of a grid with so many axes.
  init(_ box: Box, rank: Int) {
    self.box = box
    share = 1 / Double(2 * rank + 1)
  }

  /// What there is among some means: the smallest and the largest, and the part of the box, counted
  /// from its start, around those over one half; empty when there is none.
  struct Survey: Sendable {
    private(set) var lowest = Double.infinity
    private(set) var highest = -Double.infinity
    private(set) var slices = 0..<0
    private(set) var rows = 0..<0
    private(set) var columns = 0..<0

    /// Looks at a row.
    fileprivate mutating func add(_ found: Row, slice: Int, row: Int) {
      lowest = min(lowest, found.lowest)
      highest = max(highest, found.highest)
      let means = found.means
      guard found.highest > 0.5, let first = means.firstIndex(where: { $0 > 0.5 }),
        let last = means.lastIndex(where: { $0 > 0.5 })
      else { return }
      slices = hull(slices, slice..<(slice + 1))
      rows = hull(rows, row..<(row + 1))
      columns = hull(columns, first..<(last + 1))
    }

    /// Takes in what was found in other rows; the order does not matter.
    fileprivate mutating func add(_ other: Survey) {
      lowest = min(lowest, other.lowest)
      highest = max(highest, other.highest)
      slices = hull(slices, other.slices)
      rows = hull(rows, other.rows)
      columns = hull(columns, other.columns)
    }

    private func hull(_ first: Range<Int>, _ second: Range<Int>) -> Range<Int> {
      if first.isEmpty { return second }
      if second.isEmpty { return first }
      return min(first.lowerBound, second.lowerBound)..<max(first.upperBound, second.upperBound)
    }
  }

  /// The means of a row, the smallest and the largest of them.
  fileprivate struct Row {
    let means: UnsafeMutableBufferPointer<Double>
    var lowest = Double.infinity
    var highest = -Double.infinity
  }

  /// Writes the means of a field on the box.
  func write(
    _ values: UnsafeBufferPointer<Double>, into means: UnsafeMutableBufferPointer<Double>
  ) {
    forEachRow(of: values, into: means) { part, writeRow in
      for row in part { _ = writeRow(row) }
    }
  }

  /// Writes the means of a field on the box and says what there is among them.
  func writeAndSurvey(
    _ values: UnsafeBufferPointer<Double>, into means: UnsafeMutableBufferPointer<Double>
  ) -> Survey {
    let all = Mutex(Survey())
    let height = box.rows.count
    forEachRow(of: values, into: means) { part, writeRow in
      var survey = Survey()
      for row in part {
        survey.add(writeRow(row), slice: row / height, row: row % height)
      }
      all.withLock { $0.add(survey) }
    }
    return all.withLock { $0 }
  }

  /// Calls `body` with parts of all rows, counted over all slices, and a function that writes the
  /// means of a row and returns them.
  @inline(__always)
  private func forEachRow(
    of values: UnsafeBufferPointer<Double>, into means: UnsafeMutableBufferPointer<Double>,
    _ body: @Sendable (Range<Int>, (Int) -> Row) -> Void
  ) {
    let (source, target) = (FieldBuffer(buffer: values), SendableBuffer(means))
    let width = box.columns.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { zeros in
      zeros.initialize(repeating: 0)
      let zeros = FieldBuffer(buffer: UnsafeBufferPointer(zeros))
      box.forEachPartOfRows { part in
        body(part) { row in
          var result = Row(
            means: UnsafeMutableBufferPointer(
              rebasing: target.buffer[(row * width)..<((row + 1) * width)]))
          write(row: row, of: source.buffer, zeros.buffer, into: &result)
          return result
        }
      }
    }
  }

  private func write(
    row number: Int, of values: UnsafeBufferPointer<Double>, _ zeros: UnsafeBufferPointer<Double>,
    into result: inout Row
  ) {
    let (height, width) = (box.rows.count, box.columns.count)
    let (slice, row) = number.quotientAndRemainder(dividingBy: height)
    func line(_ slice: Int, _ row: Int) -> UnsafePointer<Double>? {
      guard 0..<box.slices.count ~= slice, 0..<height ~= row else { return zeros.baseAddress }
      return values.baseAddress.map { $0 + (slice * height + row) * width }
    }
    let isVolume = box.slices.count > 1
    ck_cross_means(
      result.means.baseAddress, line(slice, row), line(slice, row - 1), line(slice, row + 1),
      isVolume ? line(slice - 1, row) : nil, isVolume ? line(slice + 1, row) : nil, share, width,
      &result.lowest, &result.highest)
  }
}
