extension SoftErosion {
  /// ``weightedSum(_:)`` for E_0 = (g − p)².
  func weightedSumOfSquaredErrors(_ sample: Sample) -> Double {
    sample.scratch.withBuffer(of: Double.self, count: sample.grid.count) { field in
      Self.writeSquaredErrors(sample, into: field)
      return weightedSum(field)
    }
  }

  /// The derivative of ``weightedSumOfSquaredErrors(_:)`` with respect to each p.
  func gradientOfSquaredErrors(_ sample: Sample) -> [Double] {
    // The gradient is made in the memory of the errors.
    arrayOfLargeField(count: sample.grid.count) { field in
      Self.writeSquaredErrors(sample, into: field)
      replaceByGradient(field)
      let slopes = SendableBuffer(field)
      withBuffers(sample.prediction.values, sample.truth.values) { p, g in
        writePieces(into: field) { index in
          2 * slopes.buffer[index] * (p.buffer[index] - g.buffer[index])
        }
      }
    }
  }

  private static func writeSquaredErrors(
    _ sample: Sample, into field: UnsafeMutableBufferPointer<Double>
  ) {
    withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      writePieces(into: field) { index in
        let error = g.buffer[index] - p.buffer[index]
        return error * error
      }
    }
  }
}
