import CKernels

/// A field in [0, 1] that was eroded softly, on the box around what is left of it. Its elements lie
/// in memory of the caller.
struct ErodedField {
  /// Where ``values`` lie; the field is 0 elsewhere.
  let box: Box
  /// The elements of the box, in row-major order. None when nothing is left.
  let values: UnsafeMutableBufferPointer<Double>

  private let rank: Int
  private let whole: Box
  /// Minimum before rescaling; over 0 only when no element of the grid was eroded to 0.
  private let lowest: Double
  /// One over the difference of maximum and minimum; `nil` where there was no rescaling.
  private let scale: Double?

  /// A field that was not eroded yet.
  init(_ values: UnsafeMutableBufferPointer<Double>, on grid: Grid) {
    self.init(
      box: Box(grid), values: values, rank: grid.rank, whole: Box(grid), lowest: 0, scale: nil)
  }

  private init(
    box: Box, values: UnsafeMutableBufferPointer<Double>, rank: Int, whole: Box, lowest: Double,
    scale: Double?
  ) {
    self.box = box
    self.values = values
    self.rank = rank
    self.whole = whole
    self.lowest = lowest
    self.scale = scale
  }

  /// rescale(max(0, X∗E − 1/2)).
  ///
  /// - Parameters:
  ///   - memory: room for the elements of this field's box, overwritten.
  ///   - place: gives memory for so many elements; it may be that of this field.
  func eroded(
    through memory: UnsafeMutableBufferPointer<Double>,
    into place: (Int) -> UnsafeMutableBufferPointer<Double>
  ) -> ErodedField {
    let means = CrossMeans(box, rank: rank)
    let found = means.writeAndSurvey(UnsafeBufferPointer(values), into: memory)
    let highest = max(0, found.highest - 0.5)
    // Outside the box the field is 0 and stays so.
    let lowest = box == whole ? max(0, found.lowest - 0.5) : 0
    let support = Box(
      slices: found.slices, rows: found.rows, columns: found.columns, within: box)
    let (box, isScaled) = (box, highest > lowest)
    let target = place(support.count)
    let (source, result) = (SendableBuffer(memory), SendableBuffer(target))
    support.forEachPartOfRows { part in
      let width = support.columns.count
      for row in part {
        guard let source = source.buffer.baseAddress, let result = result.buffer.baseAddress
        else { return }
        ck_rescale(
          result + row * width, source + support.start(ofRow: row, within: box), lowest,
          isScaled ? highest - lowest : 0, width)
      }
    }
    return ErodedField(
      box: support, values: target, rank: rank, whole: whole, lowest: lowest,
      scale: isScaled ? 1 / (highest - lowest) : nil)
  }

  /// Takes slopes with respect to this field to slopes with respect to the one that it was eroded
  /// from, which lies on the box `outer`.
  ///
  /// - Parameters:
  ///   - slopes: those of the elements of this field at first, those of `outer` in the end.
  ///   - outer: where the field before lies.
  ///   - memory: room for the elements of `outer`, overwritten.
  func pullBack(
    _ slopes: UnsafeMutableBufferPointer<Double>, to outer: Box,
    through memory: UnsafeMutableBufferPointer<Double>
  ) {
    let extremeSlopes = slopesOfExtremes(slopes)
    let (source, spread) = (SendableBuffer(slopes), SendableBuffer(memory))
    let (box, scale, lowest) = (box, scale, lowest)
    let values = SendableBuffer(values)
    let width = box.columns.count
    let margin = box.columns.lowerBound - outer.columns.lowerBound
    outer.forEachPartOfRows { part in
      for outerRow in part {
        let outerStart = outerRow * outer.columns.count
        for column in 0..<outer.columns.count { spread.buffer[outerStart + column] = 0 }
        guard let row = box.row(in: outerRow, of: outer) else { continue }
        for column in 0..<width {
          let value = values.buffer[row * width + column]
          // What was eroded to 0 passes nothing.
          guard value > 0 || lowest > 0 else { continue }
          var slope = source.buffer[row * width + column] * (scale ?? 1)
          if scale != nil, value == 1 { slope += extremeSlopes.highest }
          if scale != nil, value == 0 { slope += extremeSlopes.lowest }
          spread.buffer[outerStart + margin + column] = slope
        }
      }
    }
    // X is its own adjoint.
    CrossMeans(outer, rank: rank).write(UnsafeBufferPointer(memory), into: slopes)
  }

  /// The slopes with respect to the maximum and the minimum, shared by the elements that attain it.
  private func slopesOfExtremes(
    _ slopes: UnsafeMutableBufferPointer<Double>
  ) -> (highest: Double, lowest: Double) {
    guard let scale else { return (0, 0) }
    let (slopes, values) = (SendableBuffer(slopes), SendableBuffer(values))
    // At the highest and at the lowest: sums of slopes, numbers of elements.
    let sums = Parallelism.sums(over: box.count) { range in
      var (highest, highestCount, lowest, lowestCount) = (0.0, 0.0, 0.0, 0.0)
      for index in range {
        let (slope, value) = (slopes.buffer[index], values.buffer[index])
        highest -= slope * value
        lowest += slope * (value - 1)
        highestCount += value == 1 ? 1 : 0
        lowestCount += value == 0 ? 1 : 0
      }
      return SIMD4(highest, lowest, highestCount, lowestCount)
    }
    // A minimum of 0 does not depend on the field; only one over 0 has its elements in the box.
    return (scale * sums.x / sums.z, lowest > 0 ? scale * sums.y / sums.w : 0)
  }
}
