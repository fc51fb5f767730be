import CKernels

extension FocalTerm {
  /// Σ value(pᵢ, gᵢ) / N.
  func mean(over sample: SinglePrecisionSample) -> Double {
    withBuffers(sample.prediction, sample.truth) { p, g in
      Parallelism.sum(over: p.count) { range in
        sumInSinglePrecision(p[range], g[range]) ?? sum(p[range], g[range])
      } / Double(p.count)
    }
  }

  /// Σ value(pᵢ, gᵢ) / N, and slope(pᵢ, gᵢ) / N for each element.
  func meanAndGradient(
    over sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    let share = 1 / Double(sample.prediction.count)
    let (sum, gradient) = withBuffers(sample.prediction, sample.truth) { p, g in
      sumAndArrayOfPieces(count: p.count) { range, slopes in
        let (p, g) = (p[range], g[range])
        if let sum = sumInSinglePrecision(p, g, times: share, slopes: slopes) {
          return sum
        }
        writeSlopes(p, g, times: share, into: slopes)
        return self.sum(p, g)
      }
    }
    return (sum * share, gradient)
  }

  /// Σ value(pᵢ, gᵢ) for γ = 2, and slope(pᵢ, gᵢ) · factor for each element if there is memory for them;
  /// `nil`, with slopes that mean nothing, for another γ or a truth that is not 0 or 1 everywhere.
  ///
  /// Its relative error is below 2⁻²⁰, and mostly near 1e-8.
  func sumInSinglePrecision(
    _ p: UnsafeBufferPointer<Float>, _ g: UnsafeBufferPointer<Float>, times factor: Double = 1,
    slopes: UnsafeMutableBufferPointer<Float>? = nil
  ) -> Double? {
    guard gamma == 2 else { return nil }
    var sum = 0.0
    let isHard = ck_squared_focal_float(
      p.baseAddress, g.baseAddress, p.count & ~7, Float(foregroundWeight), Float(backgroundWeight),
      Float(factor), slopes?.baseAddress, &sum)
    guard isHard != 0 else { return nil }
    if let slopes { writeSlopesOfTail(p, g, times: factor, into: slopes) }
    return sum + sumOfTail(p, g)
  }
}
