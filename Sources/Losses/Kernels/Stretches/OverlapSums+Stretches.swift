import CKernels

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
    let sums = withUnsafeTemporaryAllocation(of: Double.self, capacity: 32) { sums in
      sums.initialize(repeating: 0)
      stretches.withMemoryRebound(to: Int32.self) { stretches in
        ck_stretched_overlap_sums(
          predictions.baseAddress, truths.baseAddress, stretches.baseAddress, stretches.count / 2,
          sums.baseAddress)
      }
      return (0..<4).map { SIMD8(sums[(8 * $0)..<(8 * $0 + 8)]).sum() }
    }
    self.init(
      truePositives: sums[0], prediction: sums[1], truth: sums[2],
      count: Double(predictions.count))
    squaredPrediction = sums[3]
    squaredTruth = truth
    for index in (predictions.count & ~7)..<predictions.count {
      add(predictions[index], truths[index])
    }
  }
}
