/// Σ d^α over the distances of each element to some contours, as weights of squared errors.
struct DistanceWeights {
  /// d ↦ d^α.
  let power: DistancePower
  let contours: WeighingContours

  /// mean[(g − p)² Σ d^α].
  func meanOfSquaredErrors(_ sample: Sample) -> Double {
    // Made before those of the prediction have memory, so that what it borrows can be theirs.
    let distances = sample.signedDistanceOfTruth()
    let sum = distances.withUnsafeBufferPointer { ofTruth in
      switch contours {
      case .truth: sumOfSquaredErrors(sample, ofTruth, nil)
      case .truthAndPrediction:
        sample.scratch.withBuffer(of: Double.self, count: sample.grid.count) { ofPrediction in
          sample.writeUnsignedDistanceOfPrediction(into: ofPrediction)
          return sumOfSquaredErrors(sample, ofTruth, UnsafeBufferPointer(ofPrediction))
        }
      }
    }
    return sum / Double(sample.keptCount)
  }

  /// Σ (g − p)² Σ d^α, given the signed distances of the truth, and those of the prediction where they weigh.
  private func sumOfSquaredErrors(
    _ sample: Sample, _ ofTruth: UnsafeBufferPointer<Double>,
    _ ofPrediction: UnsafeBufferPointer<Double>?
  ) -> Double {
    withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      /// With the power of a signed distance told apart outside of the loop.
      @inline(__always)
      func sum(_ power: (Double) -> Double) -> Double {
        func error(_ index: Int) -> Double {
          let error = g.buffer[index] - p.buffer[index]
          return error * error
        }
        guard let ofPrediction else {
          return sumOverIndices(p.count) { error($0) * power(ofTruth[$0]) }
        }
        return sumOverIndices(p.count) {
          error($0) * (power(ofTruth[$0]) + power(ofPrediction[$0]))
        }
      }
      return power.exponent == 2 ? sum { $0 * $0 } : sum { power(abs($0)) }
    }
  }

  /// The derivative of ``meanOfSquaredErrors(_:)`` for constant distances.
  func gradientOfSquaredErrors(_ sample: Sample) -> [Double] {
    let share = 2 / Double(sample.keptCount)
    let distances = sample.signedDistanceOfTruth()
    // The gradient stands in for what the value has its weights in.
    sample.scratch.freeLargest()
    return arrayOfLargeField(count: sample.grid.count) { gradient in
      write(sample, distances, into: gradient)
      let weights = SendableBuffer(gradient)
      withBuffers(sample.prediction.values, sample.truth.values) { p, g in
        writePieces(into: gradient) { index in
          share * weights.buffer[index] * (p.buffer[index] - g.buffer[index])
        }
      }
    }
  }

  /// Writes the weights, given the signed distances of the truth.
  private func write(
    _ sample: Sample, _ distances: [Double], into weights: UnsafeMutableBufferPointer<Double>
  ) {
    distances.withUnsafeBufferPointer { distances in
      let ofTruth = FieldBuffer(buffer: distances)
      switch contours {
      case .truth:
        writePieces(into: weights) { index in power(abs(ofTruth.buffer[index])) }
      case .truthAndPrediction:
        sample.writeUnsignedDistanceOfPrediction(into: weights)
        let ofPrediction = SendableBuffer(weights)
        writePieces(into: weights) { index in
          power(abs(ofTruth.buffer[index])) + power(ofPrediction.buffer[index])
        }
      }
    }
  }
}
