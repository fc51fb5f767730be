/// Part of a grid, padded to three axes, between two corners.
struct Box: Hashable, Sendable {
  /// Slices, rows and columns of the part.
  var slices: Range<Int>
  var rows: Range<Int>
  var columns: Range<Int>

  /// The whole grid.
  init(_ grid: Grid) {
    let shape = grid.paddedShape
    (slices, rows, columns) = (0..<shape.slices, 0..<shape.rows, 0..<shape.columns)
  }

  /// The part from the first to the last of the given ranges, counted from the start of `outer`.
  init(slices: Range<Int>, rows: Range<Int>, columns: Range<Int>, within outer: Box) {
    func shifted(_ range: Range<Int>, _ offset: Int) -> Range<Int> {
      (range.lowerBound + offset)..<(range.upperBound + offset)
    }
    self.slices = shifted(slices, outer.slices.lowerBound)
    self.rows = shifted(rows, outer.rows.lowerBound)
    self.columns = shifted(columns, outer.columns.lowerBound)
  }

  /// Number of elements.
  var count: Int { slices.count * rows.count * columns.count }

  /// Calls `body` with where each row starts in this box and in a box around it.
  @inline(__always)
  func forEachRow(within outer: Box, _ body: (_ start: Int, _ outerStart: Int) -> Void) {
    var start = 0
    for slice in slices {
      for row in rows {
        let outerRow =
          (slice - outer.slices.lowerBound) * outer.rows.count + row - outer.rows.lowerBound
        let column = columns.lowerBound - outer.columns.lowerBound
        body(start, outerRow * outer.columns.count + column)
        start += columns.count
      }
    }
  }
}

/// A field in [0, 1] that was eroded softly, on the box around what is left of it.
struct ErodedField {
  /// Where ``values`` lie; the field is 0 elsewhere.
  let box: Box
  /// The elements of the box, in row-major order. None when nothing is left.
  let values: [Double]

  private let rank: Int
  private let whole: Box
  /// Minimum before rescaling; over 0 only when no element of the grid was eroded to 0.
  private let lowest: Double
  /// One over the difference of maximum and minimum; `nil` where there was no rescaling.
  private let scale: Double?

  /// A field that was not eroded yet.
  init(_ values: [Double], on grid: Grid) {
    self.init(
      box: Box(grid), values: values, rank: grid.rank, whole: Box(grid), lowest: 0, scale: nil)
  }

  private init(
    box: Box, values: [Double], rank: Int, whole: Box, lowest: Double, scale: Double?
  ) {
    self.box = box
    self.values = values
    self.rank = rank
    self.whole = whole
    self.lowest = lowest
    self.scale = scale
  }

  /// rescale(max(0, X∗E − 1/2)).
  func eroded() -> ErodedField {
    let means = Self.crossMeans(values, box, rank: rank)
    return means.withUnsafeBufferPointer { means in
      let extremes = Self.extremes(means)
      let highest = max(0, extremes.highest - 0.5)
      // Outside the box the field is 0 and stays so.
      let lowest = box == whole ? max(0, extremes.lowest - 0.5) : 0
      let support = Self.support(means, box)
      let scale: Double? = highest > lowest ? 1 / (highest - lowest) : nil
      let values = [Double](unsafeUninitializedCapacity: support.count) { values, count in
        support.forEachRow(within: box) { start, outerStart in
          for column in 0..<support.columns.count {
            let remaining = max(0, means[outerStart + column] - 0.5)
            // A quotient, so that the maximum becomes exactly 1.
            values.initializeElement(
              at: start + column,
              to: scale == nil ? remaining : (remaining - lowest) / (highest - lowest))
          }
        }
        count = support.count
      }
      return ErodedField(
        box: support, values: values, rank: rank, whole: whole, lowest: lowest, scale: scale)
    }
  }

  /// Takes slopes with respect to this field to slopes with respect to the one that it was eroded
  /// from, which lies on the box `outer`.
  func pullBack(_ slopes: [Double], to outer: Box) -> [Double] {
    let (highestSlope, lowestSlope) = slopesOfExtremes(slopes)
    var spread = [Double](repeating: 0, count: outer.count)
    box.forEachRow(within: outer) { start, outerStart in
      for column in 0..<box.columns.count {
        let value = values[start + column]
        // What was eroded to 0 passes nothing.
        guard value > 0 || lowest > 0 else { continue }
        var slope = slopes[start + column] * (scale ?? 1)
        if scale != nil, value == 1 { slope += highestSlope }
        if scale != nil, value == 0 { slope += lowestSlope }
        spread[outerStart + column] = slope
      }
    }
    // X is its own adjoint.
    return Self.crossMeans(spread, outer, rank: rank)
  }

  /// The slopes with respect to the maximum and the minimum, shared by the elements that attain it.
  private func slopesOfExtremes(_ slopes: [Double]) -> (highest: Double, lowest: Double) {
    guard let scale else { return (0, 0) }
    var (highest, highestCount, lowest, lowestCount) = (0.0, 0.0, 0.0, 0.0)
    for (slope, value) in zip(slopes, values) {
      highest -= slope * value
      lowest += slope * (value - 1)
      if value == 1 { highestCount += 1 }
      if value == 0 { lowestCount += 1 }
    }
    // A minimum of 0 does not depend on the field; only one over 0 has its elements in the box.
    return (scale * highest / highestCount, self.lowest > 0 ? scale * lowest / lowestCount : 0)
  }

  private static func extremes(
    _ values: UnsafeBufferPointer<Double>
  ) -> (lowest: Double, highest: Double) {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for value in values {
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    return (lowest, highest)
  }

  /// The box around the means over one half; empty when there is none.
  private static func support(_ means: UnsafeBufferPointer<Double>, _ box: Box) -> Box {
    var (slices, rows, columns) = (0..<0, 0..<0, 0..<0)
    func include(_ index: Int, in range: inout Range<Int>) {
      range =
        range.isEmpty
        ? index..<(index + 1)
        : min(range.lowerBound, index)..<max(range.upperBound, index + 1)
    }
    let width = box.columns.count
    for row in 0..<(box.slices.count * box.rows.count) {
      let line = means[(row * width)..<((row + 1) * width)]
      guard let first = line.firstIndex(where: { $0 > 0.5 }),
        let last = line.lastIndex(where: { $0 > 0.5 })
      else { continue }
      include(row / box.rows.count, in: &slices)
      include(row % box.rows.count, in: &rows)
      include(first - row * width, in: &columns)
      include(last - row * width, in: &columns)
    }
    return Box(slices: slices, rows: rows, columns: columns, within: box)
  }

  /// X∗values on a box, outside of which there are zeros.
  private static func crossMeans(_ values: [Double], _ box: Box, rank: Int) -> [Double] {
    let (height, width) = (box.rows.count, box.columns.count)
    let share = 1 / Double(2 * rank + 1)
    let zeros = [Double](repeating: 0, count: width)
    return [Double](unsafeUninitializedCapacity: values.count) { result, count in
      values.withUnsafeBufferPointer { values in
        zeros.withUnsafeBufferPointer { zeros in
          func line(_ slice: Int, _ row: Int) -> UnsafeBufferPointer<Double> {
            guard 0..<box.slices.count ~= slice, 0..<height ~= row else { return zeros }
            let start = (slice * height + row) * width
            return UnsafeBufferPointer(rebasing: values[start..<(start + width)])
          }
          for slice in 0..<box.slices.count {
            for row in 0..<height {
              let here = line(slice, row)
              let (above, below) = (line(slice, row - 1), line(slice, row + 1))
              let (front, behind) = (line(slice - 1, row), line(slice + 1, row))
              let start = (slice * height + row) * width
              @inline(__always)
              func store(_ column: Int, left: Double, right: Double) {
                let across = above[column] + below[column] + front[column] + behind[column]
                result.initializeElement(
                  at: start + column, to: (here[column] + left + right + across) * share)
              }
              store(0, left: 0, right: width > 1 ? here[1] : 0)
              for column in 1..<max(1, width - 1) {
                store(column, left: here[column - 1], right: here[column + 1])
              }
              if width > 1 { store(width - 1, left: here[width - 2], right: 0) }
            }
          }
        }
      }
      count = values.count
    }
  }
}
