extension FocalTerm: StretchedTerm {
  /// Σ value(pᵢ, gᵢ), eight at a time for γ = 2 and a truth of 0 and 1.
  public func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    if gamma == 0 { return crossEntropy.sum(predictions, truths) }
    guard gamma == 2, let p = predictions.baseAddress, let g = truths.baseAddress,
      let sum = WideKernels.squaredFocalSum(
        p, g, count: predictions.count & ~7, foregroundWeight: foregroundWeight,
        backgroundWeight: backgroundWeight)
    else { return sumOneByOne(predictions, truths) }
    return sum + sumOfTail(predictions, truths)
  }

  /// slope(pᵢ, gᵢ) · factor for each element, eight at a time for γ = 2 and a truth of 0 and 1.
  public func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    if gamma == 0 {
      return crossEntropy.writeSlopes(predictions, truths, times: factor, into: slopes)
    }
    let isDone = forEachVector(predictions, truths) { index, element in
      guard let target = slopes.baseAddress else { return }
      // d/dp of −w e² ln r with r = p and e = 1 − p; the background's has the other sign.
      let logarithmSlope = (element.wrong / element.right)
        .replacing(with: 0, where: element.isClamped)
      let slope =
        element.weight * element.wrong * (2 * logarithm(element.right) - logarithmSlope)
      let signed = (-slope).replacing(with: slope, where: element.isForeground)
      Element.store(factor * signed, to: target + index)
    }
    isDone
      ? writeSlopesOfTail(predictions, truths, times: factor, into: slopes)
      : writeSlopesOneByOne(predictions, truths, times: factor, into: slopes)
  }

  /// As ``sum(_:_:)`` takes it.
  func sum(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) -> Double {
    if gamma == 0 { return crossEntropy.sum(predictions, truths, stretches) }
    guard gamma == 2 else { return sumOneByOne(predictions, truths, stretches) }
    return sumOfVectors(predictions, truths, stretches) { -Vector($0, self).value }
  }

  /// What the loss is for γ = 0.
  private var crossEntropy: LogarithmTerm {
    LogarithmTerm(foregroundWeight: foregroundWeight, backgroundWeight: backgroundWeight)
  }

  /// Calls `body` with the first index of each eight elements and what their loss is made of.
  ///
  /// - Returns: `false` for another γ than 2 or a truth that is not 0 or 1 everywhere, for which what
  ///   `body` got means nothing.
  @inline(__always)
  private func forEachVector<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    _ body: (Int, Vector) -> Void
  ) -> Bool {
    gamma == 2
      && forEachHardVector(predictions, truths) { index, element in
        body(index, Vector(element, self))
      }
  }

  /// What the focal loss of eight elements is made of.
  private struct Vector {
    let isForeground: SIMDMask<SIMD8<Int64>>
    let isClamped: SIMDMask<SIMD8<Int64>>
    /// Clamped probability of the right class.
    let right: SIMD8<Double>
    /// Probability of the wrong one.
    let wrong: SIMD8<Double>
    let weight: SIMD8<Double>

    @inline(__always)
    init(_ element: HardTruthVector, _ term: FocalTerm) {
      let p = element.prediction
      isForeground = element.isForeground
      isClamped = isClampedVector(p)
      right = element.right
      wrong = p.replacing(with: 1 - p, where: isForeground)
      weight = element.weight(
        foreground: term.foregroundWeight, background: term.backgroundWeight)
    }

    /// Less the loss.
    @inline(__always)
    var value: SIMD8<Double> { weight * wrong * wrong * logarithm(right) }
  }
}
