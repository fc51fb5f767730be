/// A term that knows how its ``ElementTerm/sum(_:_:)`` adds up, and can add up equal vectors at once.
protocol StretchedTerm: ElementTerm {
  /// ``ElementTerm/sum(_:_:)`` to the last bit, for a truth of 0 and 1.
  ///
  /// - Parameter stretches: where equal vectors of the buffers follow each other.
  func sum(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) -> Double
}

extension StretchedTerm {
  /// That of terms that are added up one by one.
  func sum(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) -> Double {
    sumOneByOne(predictions, truths, stretches)
  }

  /// ``ElementTerm/sumOneByOne(_:_:)`` to the last bit.
  func sumOneByOne(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) -> Double {
    func four(_ first: Int) -> SIMD4<Double> {
      SIMD4(
        value(predictions[first], truths[first]), value(predictions[first + 1], truths[first + 1]),
        value(predictions[first + 2], truths[first + 2]),
        value(predictions[first + 3], truths[first + 3]))
    }
    var sums = SIMD4<Double>.zero
    for stretch in stretches {
      let (low, high) = (four(Int(stretch.start)), four(Int(stretch.start) + 4))
      for _ in 0..<stretch.count {
        sums += low
        sums += high
      }
    }
    for index in (predictions.count & ~7)..<predictions.count {
      sums[index & 3] += value(predictions[index], truths[index])
    }
    return sums.sum()
  }

  /// Σ of what `vector` makes of eight elements, and of the single ones that are left.
  @inline(__always)
  func sumOfVectors(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>,
    _ vector: (HardTruthVector) -> SIMD8<Double>
  ) -> Double {
    var sums = SIMD8<Double>.zero
    forEachVector(predictions, truths, stretches) { p, g, count in
      let values = vector(HardTruthVector(p, g))
      for _ in 0..<count { sums += values }
    }
    return sums.sum() + sumOfTail(predictions, truths)
  }
}

/// Calls `body` with the eight elements of each stretch and how often they are there.
@inline(__always)
func forEachVector(
  _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
  _ stretches: UnsafeBufferPointer<Stretches.Stretch>,
  _ body: (_ p: SIMD8<Double>, _ g: SIMD8<Double>, _ count: Int) -> Void
) {
  guard let p = predictions.baseAddress, let g = truths.baseAddress else { return }
  for stretch in stretches {
    let start = Int(stretch.start)
    body(Double.load(p + start), Double.load(g + start), Int(stretch.count))
  }
}

extension ElementTerm {
  /// Σ value(pᵢ, gᵢ) by stretches, piece by piece on several threads; `nil` where a sample has none,
  /// or a term adds up in a way of its own.
  func totalOfStretches(of sample: Sample) -> Double? {
    guard let stretches = sample.stretches, let term = self as? any StretchedTerm else {
      return nil
    }
    return withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      Parallelism.sum(over: p.count) { range in
        stretches.withPiece(from: range.lowerBound) { term.sum(p[range], g[range], $0) }
      }
    }
  }
}

extension UnifiedFocalTerm: StretchedTerm {}
extension AbsoluteErrorPower: StretchedTerm {}
extension ClassErrorPower: StretchedTerm {}
extension SquaredErrorTerm: StretchedTerm {}
extension PowerDeficitTerm: StretchedTerm {}
extension AsymmetricTerm: StretchedTerm {}
extension PolyTerm: StretchedTerm {}
extension SymmetricLogarithmTerm: StretchedTerm {}
