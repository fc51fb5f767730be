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
  sumOverIndices(p.count) { term(Double(p[$0]), Double(g[$0])) }
}

/// Σ term(i) for i from 0 on.
@inline(__always)
func sumOverIndices(_ count: Int, _ term: (Int) -> Double) -> Double {
  // Four running sums lose less to rounding than one and leave the processor free to overlap.
  var sums = SIMD4<Double>.zero
  let whole = count & ~3
  for index in stride(from: 0, to: whole, by: 4) {
    for lane in 0..<4 { sums[lane] += term(index + lane) }
  }
  for index in whole..<count { sums[index - whole] += term(index) }
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
  precondition(predictions.count == weights.count)
  return withBuffers(predictions, truths) { p, g in
    weights.withUnsafeBufferPointer { weights in
      sumOverIndices(p.count) { term(p.buffer[$0], g.buffer[$0], weights[$0]) }
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
