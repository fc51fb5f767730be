/// A loss that is the mean over elements of a function of `p` and `g`.
///
/// A conforming type names the function; value and gradient follow. The function may depend on
/// sums over the sample, which ``term(for:)`` takes beforehand.
public protocol ElementwiseLoss: Loss {
  /// The function of one element.
  associatedtype Term: ElementTerm

  /// The function for this sample.
  func term(for sample: Sample) -> Term
}

/// A function of the prediction `p` and truth `g` of one element, and its slope in `p`.
public protocol ElementTerm: Sendable {
  /// The function at `p` and `g`, both in [0, 1].
  func value(_ p: Double, _ g: Double) -> Double

  /// The derivative of ``value(_:_:)`` with respect to `p`.
  func slope(_ p: Double, _ g: Double) -> Double
}

extension ElementwiseLoss {
  public func value(_ sample: Sample) -> Double {
    term(for: sample).mean(over: sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(unchecked: term(for: sample).meanGradient(over: sample), on: sample.grid)
  }
}

extension ElementTerm {
  /// Σ value(pᵢ, gᵢ) / N.
  func mean(over sample: Sample) -> Double {
    sumOverElements(sample.prediction.values, sample.truth.values, value)
      / Double(sample.grid.count)
  }

  /// slope(pᵢ, gᵢ) / N for each element.
  func meanGradient(over sample: Sample) -> [Double] {
    let share = 1 / Double(sample.grid.count)
    return mapElements(sample.prediction.values, sample.truth.values) { p, g in
      slope(p, g) * share
    }
  }
}

/// Σᵢ term(pᵢ, gᵢ), in an order that depends on nothing but the number of elements.
@inline(__always)
func sumOverElements(
  _ predictions: [Double], _ truths: [Double], _ term: (Double, Double) -> Double
) -> Double {
  precondition(predictions.count == truths.count)
  return predictions.withUnsafeBufferPointer { p in
    truths.withUnsafeBufferPointer { g in
      // Four running sums lose less to rounding than one and leave the processor free to overlap.
      var sums = SIMD4<Double>.zero
      let whole = p.count & ~3
      for index in stride(from: 0, to: whole, by: 4) {
        for lane in 0..<4 {
          sums[lane] += term(p[index + lane], g[index + lane])
        }
      }
      for index in whole..<p.count {
        sums[index - whole] += term(p[index], g[index])
      }
      return sums.sum()
    }
  }
}

/// transform(pᵢ, gᵢ) for each element.
@inline(__always)
func mapElements(
  _ predictions: [Double], _ truths: [Double], _ transform: (Double, Double) -> Double
) -> [Double] {
  precondition(predictions.count == truths.count)
  return [Double](unsafeUninitializedCapacity: predictions.count) { result, count in
    predictions.withUnsafeBufferPointer { p in
      truths.withUnsafeBufferPointer { g in
        for index in 0..<p.count {
          result.initializeElement(at: index, to: transform(p[index], g[index]))
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
