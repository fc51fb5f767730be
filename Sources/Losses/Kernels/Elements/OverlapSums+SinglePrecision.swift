extension OverlapSums {
  /// TP, P and G of fields in single precision; the sums of squares are left 0.
  ///
  /// Their relative error is below 2⁻²¹, and mostly near 1e-9.
  init(withoutSquaresOf predictions: [Float], _ truths: [Float]) {
    let sums = withBuffers(predictions, truths) { p, g in
      Parallelism.sums(over: p.count) { range in Self.sums(p[range], g[range]) }
    }
    self.init(
      truePositives: sums.x, prediction: sums.y, truth: sums.z, count: Double(predictions.count))
  }

  private static func sums(
    _ p: UnsafeBufferPointer<Float>, _ g: UnsafeBufferPointer<Float>
  ) -> SIMD4<Double> {
    typealias Kernels = SinglePrecisionKernels
    var total = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
    let length = 8 * Kernels.group
    let whole = p.count / length * length
    for start in stride(from: 0, to: whole, by: length) {
      var part = (Kernels.Vector.zero, Kernels.Vector.zero, Kernels.Vector.zero)
      for index in stride(from: start, to: start &+ length, by: 8) {
        let (p, g) = (Kernels.load(p, index), Kernels.load(g, index))
        part = (part.0 + p * g, part.1 + p, part.2 + g)
      }
      total.0 += SIMD8<Double>(part.0)
      total.1 += SIMD8<Double>(part.1)
      total.2 += SIMD8<Double>(part.2)
    }
    var sums = SIMD4(total.0.sum(), total.1.sum(), total.2.sum(), 0)
    for index in whole..<p.count {
      let (p, g) = (Double(p[index]), Double(g[index]))
      sums += SIMD4(p * g, p, g, 0)
    }
    return sums
  }
}

extension OverlapSlopes {
  /// ∂/∂TP · gᵢ + ∂/∂P for each element, computed in single precision: its error is below 2⁻²³ of
  /// the largest of both and their sum.
  func gradientWithoutSquares(_ truths: [Float]) -> [Float] {
    let (slope, offset) = (Float(truePositives), Float(prediction))
    return withBuffers(truths, truths) { g, _ in
      arrayOfPieces(count: g.count) { range, gradient in
        let g = g[range]
        let whole = g.count & ~7
        for index in stride(from: 0, to: whole, by: 8) {
          SinglePrecisionKernels.store(
            SinglePrecisionKernels.load(g, index) * slope + offset, gradient, index)
        }
        for index in whole..<g.count { gradient[index] = g[index] * slope + offset }
      }
    }
  }
}
