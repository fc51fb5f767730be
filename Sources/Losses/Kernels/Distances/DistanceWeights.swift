/// Σ d^α over the distances of each element to some contours, as weights of squared errors.
struct DistanceWeights {
  /// d ↦ d^α.
  let power: DistancePower
  let contours: WeighingContours

  /// mean[(g − p)² Σ d^α].
  func meanOfSquaredErrors(_ sample: Sample) -> Double {
    // Made before weights have memory, so that what it borrows can be theirs.
    let distances = sample.signedDistanceOfTruth()
    return sample.scratch.withBuffer(of: Double.self, count: sample.grid.count) { weights in
      write(sample, distances, into: weights)
      let sum = sumOverElements(
        sample.prediction.values, sample.truth.values, UnsafeBufferPointer(weights)
      ) { p, g, weight in (g - p) * (g - p) * weight }
      return sum / Double(sample.keptCount)
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
