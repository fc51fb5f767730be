extension FocalTerm {
  /// Σ value(pᵢ, gᵢ), eight at a time for γ = 2 and a truth of 0 and 1.
  public func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    guard gamma == 2, let p = predictions.baseAddress, let g = truths.baseAddress else {
      return sumOneByOne(predictions, truths)
    }
    var sums = SIMD8<Double>.zero
    var softness = SIMD8<Double>.zero
    for index in stride(from: 0, to: predictions.count & ~7, by: 8) {
      let truth = Element.load(g + index)
      let prediction = Element.load(p + index)
      softness += truth * (1 - truth)
      let isForeground = truth .> 0.5
      // The probability of the right class, and how far it is from 1.
      let q = clampedVector(prediction)
      let right = (1 - q).replacing(with: q, where: isForeground)
      let wrong = prediction.replacing(with: 1 - prediction, where: isForeground)
      let weight = SIMD8<Double>(repeating: backgroundWeight)
        .replacing(with: foregroundWeight, where: isForeground)
      sums -= weight * wrong * wrong * logarithm(right)
    }
    // A truth in [0, 1] has g (1 − g) = 0 only where it is 0 or 1.
    guard softness == .zero else { return sumOneByOne(predictions, truths) }
    return sums.sum() + sumOfTail(predictions, truths)
  }

  /// slope(pᵢ, gᵢ) · factor for each element, eight at a time for γ = 2 and a truth of 0 and 1.
  public func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    guard gamma == 2, let p = predictions.baseAddress, let g = truths.baseAddress,
      let target = slopes.baseAddress
    else { return writeSlopesOneByOne(predictions, truths, times: factor, into: slopes) }
    var softness = SIMD8<Double>.zero
    for index in stride(from: 0, to: predictions.count & ~7, by: 8) {
      let truth = Element.load(g + index)
      let prediction = Element.load(p + index)
      softness += truth * (1 - truth)
      let isForeground = truth .> 0.5
      let q = clampedVector(prediction)
      let right = (1 - q).replacing(with: q, where: isForeground)
      let wrong = prediction.replacing(with: 1 - prediction, where: isForeground)
      // d/dp of −w e² ln r with r = p and e = 1 − p; the background's has the other sign.
      let weight = SIMD8<Double>(repeating: -backgroundWeight * factor)
        .replacing(with: foregroundWeight * factor, where: isForeground)
      let logarithmSlope = (wrong / right)
        .replacing(with: 0, where: isClampedVector(prediction))
      let slope = weight * wrong * (2 * logarithm(right) - logarithmSlope)
      Element.store(slope, to: target + index)
    }
    guard softness == .zero else {
      return writeSlopesOneByOne(predictions, truths, times: factor, into: slopes)
    }
    writeSlopesOfTail(predictions, truths, times: factor, into: slopes)
  }
}
