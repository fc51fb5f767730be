extension OverlapSums {
  /// The sums over a sample by its stretches; `nil` where it has none.
  init?(stretchesOf sample: Sample) {
    guard let stretches = sample.stretches else { return nil }
    self = withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      OverlapSums(piecesOf: p.count) { range in
        stretches.withPiece(from: range.lowerBound) { OverlapSums(p[range], g[range], $0) }
      }
    }
  }

  private init(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) {
    var (products, sum, squares) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
    var truthSum = SIMD8<Double>.zero
    forEachVector(predictions, truths, stretches) { p, g, count in
      let (product, square) = (p * g, p * p)
      for _ in 0..<count {
        products += product
        sum += p
        squares += square
      }
      // Sums of 0 and 1 are exact.
      truthSum += Double(count) * g
    }
    self.init(
      truePositives: products.sum(), prediction: sum.sum(), truth: truthSum.sum(),
      count: Double(predictions.count))
    squaredPrediction = squares.sum()
    squaredTruth = truth
    for index in (predictions.count & ~7)..<predictions.count {
      add(predictions[index], truths[index])
    }
  }
}
