extension LogarithmTerm {
  /// Σ value(pᵢ, gᵢ).
  ///
  /// Where the truth is 0 or 1 the logarithms of many elements are taken at once, as that of their
  /// product. Its rounding is an absolute error of half a unit of 1 an element; sums so small that
  /// this would show are added up one by one, nearly all from the first terms of a series.
  public func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    // Half a unit of 1 is 1.1e-16: the relative error stays below 1e-12.
    guard let products = sumOfHardTruth(predictions, truths) else {
      return sumElementwise(predictions, truths)
    }
    return products.logarithms > 1e-4 * Double(predictions.count)
      ? products.sum : sumOfSure(predictions, truths)
  }

  /// The sum, and Σ −ln q with the probability q of the right class; `nil` for a soft truth.
  private func sumOfHardTruth<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> (sum: Double, logarithms: Double)? {
    guard let p = predictions.baseAddress, let g = truths.baseAddress else { return (0, 0) }
    guard let sums = WideKernels.logLikelihoods(p, g, count: predictions.count & ~7) else {
      return nil
    }
    let tail = sumOfTail(predictions, truths)
    return (
      foregroundWeight * sums.foreground + backgroundWeight * sums.background + tail,
      sums.foreground + sums.background
    )
  }

  /// The sum beside a truth of 0 and 1, of predictions nearly all of which are sure and right.
  private func sumOfSure<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    var sums = SIMD8<Double>.zero
    _ = forEachHardVector(predictions, truths) { _, elements in
      sums += value(of: elements)
    }
    return sums.sum() + sumOfTail(predictions, truths)
  }

  /// The value of eight elements.
  @inline(__always)
  func value(of elements: HardTruthVector) -> SIMD8<Double> {
    elements.weight(foreground: foregroundWeight, background: backgroundWeight)
      * elements.surprise
  }

  private func sumElementwise<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    guard let p = predictions.baseAddress, let g = truths.baseAddress else { return 0 }
    var sums = SIMD8<Double>.zero
    for index in stride(from: 0, to: predictions.count & ~7, by: 8) {
      let truth = Element.load(g + index)
      let q = clampedVector(Element.load(p + index))
      sums -= foregroundWeight * truth * logarithm(q)
      sums -= backgroundWeight * (1 - truth) * logarithm(1 - q)
    }
    return sums.sum() + sumOfTail(predictions, truths)
  }

  /// (b (1 − g) p − a g (1 − p)) / (p (1 − p)) · factor for each element; 0 where the clamp acts.
  public func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    guard let p = predictions.baseAddress, let g = truths.baseAddress,
      let target = slopes.baseAddress
    else { return }
    let isWritten = WideKernels.writeCrossEntropySlopes(
      p, g, count: predictions.count & ~7, foregroundWeight: foregroundWeight * factor,
      backgroundWeight: backgroundWeight * factor, to: target)
    guard isWritten else {
      return writeSlopesOneByOne(predictions, truths, times: factor, into: slopes)
    }
    writeSlopesOfTail(predictions, truths, times: factor, into: slopes)
  }
}

/// ``clamped(_:)`` of eight numbers.
@inline(__always)
func clampedVector(_ probabilities: SIMD8<Double>) -> SIMD8<Double> {
  let lowest = SIMD8<Double>(repeating: probabilityEpsilon)
  let highest = SIMD8<Double>(repeating: 1 - probabilityEpsilon)
  let raised = probabilities.replacing(with: lowest, where: probabilities .< lowest)
  return raised.replacing(with: highest, where: raised .> highest)
}

/// Where ``isUnclamped(_:)`` does not hold of eight numbers.
@inline(__always)
func isClampedVector(_ probabilities: SIMD8<Double>) -> SIMDMask<SIMD8<Int64>> {
  (probabilities .< SIMD8(repeating: probabilityEpsilon))
    .| (probabilities .> SIMD8(repeating: 1 - probabilityEpsilon))
}
