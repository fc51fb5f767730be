/// The clamped probabilities of the right class: p where the truth is 1, 1 − p where it is 0.
package struct RightProbabilities<Element: FieldElement>: Sendable {
  private let p: FieldBuffer<Element>
  private let g: FieldBuffer<Element>

  package init(_ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    self.p = p
    self.g = g
  }

  @inline(__always)
  package subscript(index: Int) -> Double {
    let q = clamped(Double(p.buffer[index]))
    return g.buffer[index] > 0.5 ? q : 1 - q
  }

  /// Calls `body` with the index and probability of each element in a range that is below a limit, in
  /// order, and marks each group of eight from the start of the range that has an element at or below
  /// it.
  ///
  /// - Returns: how many are at the limit, and whether each truth is 0 or 1.
  @inline(__always)
  func forEach(
    below limit: Double, in range: Range<Int>, marking marks: UnsafeMutableBufferPointer<Bool>,
    _ body: (_ index: Int, _ probability: Double) -> Void
  ) -> (atLimit: Int, isMask: Bool) {
    guard let p = p.buffer.baseAddress, let g = g.buffer.baseAddress else { return (0, true) }
    let limits = SIMD8<Double>(repeating: limit)
    var softness = SIMD8<Double>.zero
    var atLimit = SIMD8<Int64>.zero
    let groups = range.count / 8
    for group in 0..<groups {
      let start = range.lowerBound &+ 8 &* group
      let truth = Element.load(g + start)
      let q = clampedVector(Element.load(p + start))
      let right = (1 - q).replacing(with: q, where: truth .> 0.5)
      // A truth in [0, 1] has g (1 − g) = 0 only where it is 0 or 1.
      softness += truth * (1 - truth)
      // Masks are −1 where they hold.
      atLimit &-= (right .== limits).bits
      marks[group] = (right .<= limits).any
      guard marks[group] else { continue }
      for index in start..<(start &+ 8) {
        let right = self[index]
        if right < limit { body(index, right) }
      }
    }
    var found = (atLimit: Int(atLimit.wrappedSum()), isMask: softness == .zero)
    if 8 * groups < range.count { marks[groups] = true }
    for index in (range.lowerBound + 8 * groups)..<range.upperBound {
      let (right, truth) = (self[index], Double(g[index]))
      found.atLimit += right == limit ? 1 : 0
      found.isMask = found.isMask && truth * (1 - truth) == 0
      if right < limit { body(index, right) }
    }
    return found
  }
}
