/// What many predictions of one truth share.
extension ErrorConvolution {
  /// ``value(_:_:)`` with what ``truthMeans(_:)`` made: less than half of the work.
  package func value(
    _ predictions: [Double], _ truths: [Double], truthMeans: TruthMeans
  ) -> Double {
    var total = 0.0
    withBuffers(predictions, truths) { p, g in
      truthMeans.means.withUnsafeBufferPointer { means in
        forEachPair(p, kernels: truthMeans.kernels) { prediction, number, tile in
          let range = (number * grid.count)..<((number + 1) * grid.count)
          let truth = FieldBuffer(buffer: UnsafeBufferPointer(rebasing: means[range]))
          let means = MeanFields(prediction: prediction, truth: truth, truthIsInBox: false)
          total += weights[number] * sum(p, g, means, tile, number)
        }
      }
    }
    return total
  }

  /// What every prediction of a truth needs, at a cost of one field for each radius and as much as
  /// that of tiles.
  package func truthMeans(_ truths: [Double]) -> TruthMeans {
    var means = [Double](repeating: 0, count: balls.count * grid.count)
    var kernels: [[Double]] = []
    means.withUnsafeMutableBufferPointer { means in
      withBuffers(truths, truths) { g, _ in
        forEachPair(g, keepingKernels: { kernels.append(Array($0)) }) { mean, number, tile in
          let target = SendableBuffer(
            UnsafeMutableBufferPointer(rebasing: means[(number * grid.count)...]))
          forEachRow(tile) { row in
            for column in 0..<row.count {
              target.buffer[row.start + column] = mean.buffer[row.boxStart + column]
            }
          }
        }
      }
    }
    return TruthMeans(means: means, kernels: kernels)
  }

  /// B_r∗g for one radius after the other, and the transforms of the balls, some at a time.
  package struct TruthMeans: Sendable {
    fileprivate let means: [Double]
    fileprivate let kernels: [[Double]]
  }

  /// Calls `body` with the means of a field over each ball, two of which are computed at once.
  private func forEachPair(
    _ field: FieldBuffer<Double>, kernels: [[Double]]? = nil,
    keepingKernels keep: (UnsafeBufferPointer<Double>) -> Void = { _ in },
    _ body: (_ means: FieldBuffer<Double>, _ number: Int, FourierTiling.Tile) -> Void
  ) {
    forEachTile(field, nil, convolutions: 1, kernels: kernels, keepingKernels: keep) {
      convolver, tile, numbers in
      for ball in stride(from: 0, to: numbers.count, by: 2) {
        let other = ball + 1 < numbers.count ? ball + 1 : nil
        let means = convolver.means(ball: ball, and: other).content
        body(means.realField, numbers.lowerBound + ball, tile)
        if let other { body(means.imaginaryField, numbers.lowerBound + other, tile) }
      }
    }
  }
}
