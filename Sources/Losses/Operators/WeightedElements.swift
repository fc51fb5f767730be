/// Σᵢ term(pᵢ, gᵢ, wᵢ), in an order that depends on nothing but the number of elements.
@inline(__always)
func sumOverElements(
  _ predictions: [Double], _ truths: [Double], _ weights: [Double],
  _ term: (Double, Double, Double) -> Double
) -> Double {
  weights.withUnsafeBufferPointer { sumOverElements(predictions, truths, $0, term) }
}

/// ``sumOverElements(_:_:_:_:)`` with weights in a buffer.
@inline(__always)
func sumOverElements(
  _ predictions: [Double], _ truths: [Double], _ weights: UnsafeBufferPointer<Double>,
  _ term: (Double, Double, Double) -> Double
) -> Double {
  precondition(predictions.count == truths.count && predictions.count == weights.count)
  return predictions.withUnsafeBufferPointer { p in
    truths.withUnsafeBufferPointer { g in
      // Four running sums lose less to rounding than one and leave the processor free to overlap.
      var sums = SIMD4<Double>.zero
      let whole = p.count & ~3
      for index in stride(from: 0, to: whole, by: 4) {
        for lane in 0..<4 {
          sums[lane] += term(p[index + lane], g[index + lane], weights[index + lane])
        }
      }
      for index in whole..<p.count {
        sums[index - whole] += term(p[index], g[index], weights[index])
      }
      return sums.sum()
    }
  }
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

/// Replaces each value vᵢ by transform(pᵢ, gᵢ, vᵢ).
@inline(__always)
func updateElements(
  _ values: inout [Double], _ predictions: [Double], _ truths: [Double],
  _ transform: (Double, Double, Double) -> Double
) {
  precondition(predictions.count == truths.count && predictions.count == values.count)
  values.withUnsafeMutableBufferPointer { values in
    predictions.withUnsafeBufferPointer { p in
      truths.withUnsafeBufferPointer { g in
        for index in 0..<values.count {
          values[index] = transform(p[index], g[index], values[index])
        }
      }
    }
  }
}
