import CKernels

/// The loops over elements of `CKernels` by the type of the elements: Double and Float have them, and
/// another type gets `nil` or `false`.
enum WideKernels<Element: FieldElement> {
  typealias Source = UnsafePointer<Element>

  /// Σ p g, Σ p, Σ g, Σ p² and Σ g² of some elements, a multiple of 8.
  static func overlapSums(_ p: Source, _ g: Source, count: Int) -> SIMD8<Double>? {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { sums in
      sums.initialize(repeating: 0)
      if let p = p as? UnsafePointer<Double>, let g = g as? UnsafePointer<Double> {
        ck_overlap_sums_double(p, g, count, sums.baseAddress)
      } else if let p = p as? UnsafePointer<Float>, let g = g as? UnsafePointer<Float> {
        ck_overlap_sums_float(p, g, count, sums.baseAddress)
      } else {
        return nil
      }
      return SIMD8(sums)
    }
  }

  /// Σ −ln p over the elements whose truth is 1 and Σ −ln(1 − p) over the others of some elements, a
  /// multiple of 8, with clamped p; `nil` also for a truth that is neither.
  static func logLikelihoods(
    _ p: Source, _ g: Source, count: Int
  ) -> (foreground: Double, background: Double)? {
    var sums = (foreground: 0.0, background: 0.0)
    var isHard: Int32 = 0
    if let p = p as? UnsafePointer<Double>, let g = g as? UnsafePointer<Double> {
      isHard = ck_log_likelihoods_double(p, g, count, &sums.foreground, &sums.background)
    } else if let p = p as? UnsafePointer<Float>, let g = g as? UnsafePointer<Float> {
      isHard = ck_log_likelihoods_float(p, g, count, &sums.foreground, &sums.background)
    }
    return isHard != 0 ? sums : nil
  }

  /// Σ −w (1 − r)² ln r of some elements, a multiple of 8, with the probability r of the right class, clamped in the
  /// logarithm, and the weight w of that class; `nil` also for a truth that is neither 0 nor 1.
  static func squaredFocalSum(
    _ p: Source, _ g: Source, count: Int, foregroundWeight a: Double, backgroundWeight b: Double
  ) -> Double? {
    sumOfEight { sums in
      if let p = p as? UnsafePointer<Double>, let g = g as? UnsafePointer<Double> {
        return ck_squared_focal_sums_double(p, g, count, a, b, sums)
      } else if let p = p as? UnsafePointer<Float>, let g = g as? UnsafePointer<Float> {
        return ck_squared_focal_sums_float(p, g, count, a, b, sums)
      }
      return 0
    }
  }

  /// Σ w (−ln r)^γ, as ``squaredFocalSum(_:_:count:foregroundWeight:backgroundWeight:)`` takes it.
  static func logarithmPowerSum(
    _ p: Source, _ g: Source, count: Int, foregroundWeight a: Double, backgroundWeight b: Double,
    exponent: Double
  ) -> Double? {
    sumOfEight { sums in
      if let p = p as? UnsafePointer<Double>, let g = g as? UnsafePointer<Double> {
        return ck_logarithm_power_sums_double(p, g, count, a, b, exponent, sums)
      } else if let p = p as? UnsafePointer<Float>, let g = g as? UnsafePointer<Float> {
        return ck_logarithm_power_sums_float(p, g, count, a, b, exponent, sums)
      }
      return 0
    }
  }

  /// The sum of eight sums that a kernel writes, unless it returns 0.
  private static func sumOfEight(
    _ kernel: (UnsafeMutablePointer<Double>?) -> Int32
  ) -> Double? {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { sums in
      sums.initialize(repeating: 0)
      return kernel(sums.baseAddress) != 0 ? SIMD8(sums).sum() : nil
    }
  }

  /// Writes (b (1 − g) p − a g (1 − p)) / (p (1 − p)), 0 where the clamp acts, for some elements, a
  /// multiple of 8.
  static func writeCrossEntropySlopes(
    _ p: Source, _ g: Source, count: Int, foregroundWeight a: Double, backgroundWeight b: Double,
    to slopes: UnsafeMutablePointer<Element>
  ) -> Bool {
    if let p = p as? UnsafePointer<Double>, let g = g as? UnsafePointer<Double>,
      let slopes = slopes as? UnsafeMutablePointer<Double>
    {
      ck_cross_entropy_slopes_double(p, g, count, a, b, slopes)
    } else if let p = p as? UnsafePointer<Float>, let g = g as? UnsafePointer<Float>,
      let slopes = slopes as? UnsafeMutablePointer<Float>
    {
      ck_cross_entropy_slopes_float(p, g, count, a, b, slopes)
    } else {
      return false
    }
    return true
  }
}
