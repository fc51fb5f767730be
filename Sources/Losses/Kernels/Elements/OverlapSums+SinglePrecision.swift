import CKernels

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
    let whole = p.count & ~63
    var sums = SIMD4<Double>.zero
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { found in
      found.initialize(repeating: 0)
      ck_plain_overlap_sums_float(p.baseAddress, g.baseAddress, whole, found.baseAddress)
      sums = SIMD4(found)
    }
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
        for index in g.indices { gradient[index] = g[index] * slope + offset }
      }
    }
  }
}
