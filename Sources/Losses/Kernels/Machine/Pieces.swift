/// An array whose pieces `write` fills, on several threads.
@inline(__always)
func arrayOfPieces<Element: FieldElement>(
  count: Int, _ write: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
) -> [Element] {
  arrayOfLargeField(count: count) { result in
    let target = SendableBuffer(result)
    Parallelism.forEachChunk(of: count) { _, range in
      write(range, UnsafeMutableBufferPointer(rebasing: target.buffer[range]))
    }
  }
}

/// ``arrayOfPieces(count:_:)`` and Σ of what `write` gives for each piece, in the order of the pieces.
@inline(__always)
func sumAndArrayOfPieces<Element: FieldElement>(
  count: Int, _ write: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Double
) -> (sum: Double, array: [Element]) {
  var sum = 0.0
  let array = arrayOfLargeField(count: count) { (result: UnsafeMutableBufferPointer<Element>) in
    let target = SendableBuffer(result)
    sum = Parallelism.sum(over: count) { range in
      write(range, UnsafeMutableBufferPointer(rebasing: target.buffer[range]))
    }
  }
  return (sum, array)
}

/// Writes value(i) into each element i of a buffer, on several threads.
@inline(__always)
func writePieces(
  into buffer: UnsafeMutableBufferPointer<Double>, _ value: @Sendable (Int) -> Double
) {
  let target = SendableBuffer(buffer)
  Parallelism.forEachPart(of: buffer.count, worthwhile: buffer.count >= Parallelism.cheapCount) {
    part in
    for index in part { target.buffer[index] = value(index) }
  }
}
