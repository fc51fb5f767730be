extension ElementTerm {
  public func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    sumOneByOne(predictions, truths)
  }

  public func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    writeSlopesOneByOne(predictions, truths, times: factor, into: slopes)
  }

  /// ``sum(_:_:)`` by the function of one element alone: the reference for faster ways.
  package func sumOneByOne<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    sumOverBuffers(predictions, truths, value)
  }

  /// ``writeSlopes(_:_:times:into:)`` by the function of one element alone.
  package func writeSlopesOneByOne<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    for index in 0..<predictions.count {
      slopes[index] = Element(slope(Double(predictions[index]), Double(truths[index])) * factor)
    }
  }

  /// Σ value(pᵢ, gᵢ) over the elements that fill no vector of eight.
  func sumOfTail<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    let tail = (predictions.count & ~7)..<predictions.count
    return tail.reduce(0) { $0 + value(Double(predictions[$1]), Double(truths[$1])) }
  }

  /// Writes slope(pᵢ, gᵢ) · factor for the elements that fill no vector of eight.
  func writeSlopesOfTail<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    for index in (predictions.count & ~7)..<predictions.count {
      slopes[index] = Element(slope(Double(predictions[index]), Double(truths[index])) * factor)
    }
  }
}

extension ElementTerm {
  /// Σ value(pᵢ, gᵢ), piece by piece on several threads.
  func total(over sample: Sample) -> Double {
    totalOfStretches(of: sample)
      ?? withBuffers(sample.prediction.values, sample.truth.values) { p, g in
        Parallelism.sum(over: p.count) { range in sum(p[range], g[range]) }
      }
  }

  /// Σ value(pᵢ, gᵢ) / N over the N elements that are kept.
  package func mean(over sample: Sample) -> Double {
    total(over: sample) / Double(sample.keptCount)
  }

  /// slope(pᵢ, gᵢ) / N for each element, with N as in ``mean(over:)-(Sample)``.
  package func meanGradient(over sample: Sample) -> [Double] {
    slopes(sample.prediction.values, sample.truth.values, times: 1 / Double(sample.keptCount))
  }

  /// Σ value(pᵢ, gᵢ) / N, piece by piece on several threads.
  func mean<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) -> Double {
    withBuffers(predictions, truths) { p, g in
      Parallelism.sum(over: p.count) { range in sum(p[range], g[range]) } / Double(p.count)
    }
  }

  /// slope(pᵢ, gᵢ) / N for each element, piece by piece on several threads.
  func meanGradient<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element]
  ) -> [Element] {
    slopes(predictions, truths, times: 1 / Double(predictions.count))
  }

  /// slope(pᵢ, gᵢ) · factor for each element, piece by piece on several threads.
  private func slopes<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element], times factor: Double
  ) -> [Element] {
    withBuffers(predictions, truths) { p, g in
      arrayOfPieces(count: p.count) { range, slopes in
        writeSlopes(p[range], g[range], times: factor, into: slopes)
      }
    }
  }
}
