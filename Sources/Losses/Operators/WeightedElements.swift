/// Σᵢ term(pᵢ, gᵢ, wᵢ), in an order that depends on nothing but the number of elements.
@inline(__always)
func sumOverElements(
  _ predictions: [Double], _ truths: [Double], _ weights: [Double],
  _ term: (Double, Double, Double) -> Double
) -> Double {
  precondition(predictions.count == truths.count && predictions.count == weights.count)
  return predictions.withUnsafeBufferPointer { p in
    truths.withUnsafeBufferPointer { g in
      weights.withUnsafeBufferPointer { w in
        // Four running sums lose less to rounding than one and leave the processor free to overlap.
        var sums = SIMD4<Double>.zero
        let whole = p.count & ~3
        for index in stride(from: 0, to: whole, by: 4) {
          for lane in 0..<4 {
            sums[lane] += term(p[index + lane], g[index + lane], w[index + lane])
          }
        }
        for index in whole..<p.count {
          sums[index - whole] += term(p[index], g[index], w[index])
        }
        return sums.sum()
      }
    }
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
