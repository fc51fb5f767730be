/// abs(g − p) of each element, for a truth that is foreground over one half.
package struct ElementErrors<Element: FieldElement>: Sendable {
  private let p: FieldBuffer<Element>
  private let g: FieldBuffer<Element>

  package init(_ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    precondition(p.count == g.count)
    self.p = p
    self.g = g
  }

  /// Number of elements.
  var count: Int { p.count }

  @inline(__always)
  func isForeground(_ index: Int) -> Bool { g.buffer[index] > 0.5 }

  @inline(__always)
  subscript(index: Int) -> Double { error(index, isForeground(index)) }

  @inline(__always)
  subscript(entry: KeyedIndex) -> Double { error(entry.index, entry.isForeground) }

  @inline(__always)
  private func error(_ index: Int, _ isForeground: Bool) -> Double {
    let prediction = Double(p.buffer[index])
    return isForeground ? 1 - prediction : prediction
  }

  /// Eight neighbours from an index on.
  @inline(__always)
  func vector(_ start: Int) -> ErrorVector {
    guard let p = p.buffer.baseAddress, let g = g.buffer.baseAddress else {
      preconditionFailure("no elements")
    }
    let (prediction, isForeground) = (Element.load(p + start), Element.load(g + start) .> 0.5)
    return ErrorVector(
      errors: prediction.replacing(with: 1 - prediction, where: isForeground),
      isForeground: isForeground)
  }

  /// Number of foreground elements in a range and the smallest of their errors.
  func foreground(in range: Range<Int>) -> (count: Int, smallestError: Double) {
    let whole = range.lowerBound + range.count & ~7
    var smallest = SIMD8<Double>(repeating: .infinity)
    var counts = SIMD8<Int64>.zero
    for start in stride(from: range.lowerBound, to: whole, by: 8) {
      let vector = vector(start)
      counts &-= vector.isForeground.bits
      smallest.replace(
        with: vector.errors, where: vector.isForeground .& (vector.errors .< smallest))
    }
    var foreground = (count: Int(counts.wrappedSum()), smallestError: Double.infinity)
    for lane in 0..<8 { foreground.smallestError = min(foreground.smallestError, smallest[lane]) }
    for index in whole..<range.upperBound where isForeground(index) {
      foreground.count += 1
      foreground.smallestError = min(foreground.smallestError, self[index])
    }
    return foreground
  }

  /// The first of the largest errors and its index.
  func largest() -> (index: Int, error: Double) {
    var largest = (index: 0, error: self[0])
    for index in 0..<count where self[index] > largest.error { largest = (index, self[index]) }
    return largest
  }

  /// An error of at least `limit` that an eighth of all elements have, as far as a sample tells.
  ///
  /// Small fields are not worth the sample.
  func frequentError(from limit: Double) -> Double? {
    let size = 1 << 9
    guard count >= 1 << 14 else { return nil }
    let sample = sampledIndices(size, of: count).map { self[$0] }.filter { $0 >= limit }.sorted()
    // Where so many are equal, those this far apart are, too.
    let distance = size / 8 - 1
    let first = sample.indices.dropLast(distance).first { sample[$0] == sample[$0 + distance] }
    return first.map { sample[$0] }
  }
}

/// The errors of eight neighbours.
struct ErrorVector {
  let errors: SIMD8<Double>
  let isForeground: SIMDMask<SIMD8<Int64>>

  /// Where an error is at least `limit` and is not `tied`.
  @inline(__always)
  func counts(from limit: Double, but tied: Double) -> SIMDMask<SIMD8<Int64>> {
    (errors .>= limit) .& (errors .!= tied)
  }
}

extension SIMDMask<SIMD8<Int64>> {
  /// −1 where it holds, 0 elsewhere.
  @inline(__always)
  var bits: SIMD8<Int64> { unsafeBitCast(self, to: SIMD8<Int64>.self) }

  /// Whether it holds anywhere.
  @inline(__always)
  var any: Bool {
    let halves = bits.lowHalf | bits.highHalf
    let quarters = halves.lowHalf | halves.highHalf
    return quarters.x | quarters.y != 0
  }
}
