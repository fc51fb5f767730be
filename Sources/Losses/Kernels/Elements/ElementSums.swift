/// Σᵢ term(pᵢ, gᵢ), in an order that depends on nothing but the number of elements.
@inline(__always)
func sumOverElements(
  _ predictions: [Double], _ truths: [Double], _ term: (Double, Double) -> Double
) -> Double {
  withBuffers(predictions, truths) { p, g in sumOverBuffers(p.buffer, g.buffer, term) }
}

/// ``sumOverElements(_:_:_:)`` of buffers.
@inline(__always)
func sumOverBuffers<Element: FieldElement>(
  _ p: UnsafeBufferPointer<Element>, _ g: UnsafeBufferPointer<Element>,
  _ term: (Double, Double) -> Double
) -> Double {
  // Four running sums lose less to rounding than one and leave the processor free to overlap.
  var sums = SIMD4<Double>.zero
  let whole = p.count & ~3
  for index in stride(from: 0, to: whole, by: 4) {
    for lane in 0..<4 {
      sums[lane] += term(Double(p[index + lane]), Double(g[index + lane]))
    }
  }
  for index in whole..<p.count {
    sums[index - whole] += term(Double(p[index]), Double(g[index]))
  }
  return sums.sum()
}

/// transform(pᵢ, gᵢ) for each element.
@inline(__always)
func mapElements<Element: FieldElement>(
  _ predictions: [Element], _ truths: [Element], _ transform: (Double, Double) -> Double
) -> [Element] {
  precondition(predictions.count == truths.count)
  return [Element](unsafeUninitializedCapacity: predictions.count) { result, count in
    predictions.withUnsafeBufferPointer { p in
      truths.withUnsafeBufferPointer { g in
        for index in 0..<p.count {
          result.initializeElement(
            at: index, to: Element(transform(Double(p[index]), Double(g[index]))))
        }
      }
    }
    count = predictions.count
  }
}

/// Σᵢ valueᵢ.
func sum(_ values: [Double]) -> Double {
  sumOverElements(values, values) { value, _ in value }
}

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
