extension OverlapSums {
  /// Sums over predictions and truths in one pass, piece by piece on several threads.
  init<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) {
    self = withBuffers(predictions, truths) { p, g in
      OverlapSums(piecesOf: p.count) { OverlapSums(p[$0], g[$0]) }
    }
  }

  /// Sums over pieces of `count` elements, added in the order of the pieces.
  init(piecesOf count: Int, _ sums: @Sendable (Range<Int>) -> OverlapSums) {
    let chunks = Parallelism.chunkCount(count)
    self = withUnsafeTemporaryAllocation(of: OverlapSums.self, capacity: chunks) { parts in
      let target = SendableBuffer(parts)
      Parallelism.forEachChunk(of: count) { number, range in
        target.buffer.initializeElement(at: number, to: sums(range))
      }
      return parts.dropFirst().reduce(parts[0]) { $0.adding($1) }
    }
  }

  private init<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) {
    var whole = 0
    var sums = SIMD8<Double>.zero
    if let p = predictions.baseAddress, let g = truths.baseAddress {
      let count = predictions.count & ~7
      if let found = WideKernels.overlapSums(p, g, count: count) { (whole, sums) = (count, found) }
    }
    (truePositives, prediction, truth) = (sums[0], sums[1], sums[2])
    (squaredPrediction, squaredTruth) = (sums[3], sums[4])
    count = Double(predictions.count)
    for index in whole..<predictions.count {
      add(Double(predictions[index]), Double(truths[index]))
    }
  }

  /// Adds what one element is made of; it is counted already.
  @inline(__always)
  mutating func add(_ p: Double, _ g: Double) {
    truePositives += p * g
    prediction += p
    truth += g
    squaredPrediction += p * p
    squaredTruth += g * g
  }

  private func adding(_ other: OverlapSums) -> OverlapSums {
    var sums = self
    sums.truePositives += other.truePositives
    sums.prediction += other.prediction
    sums.truth += other.truth
    sums.squaredPrediction += other.squaredPrediction
    sums.squaredTruth += other.squaredTruth
    sums.count += other.count
    return sums
  }
}

extension OverlapSlopes {
  /// ∂/∂TP · gᵢ + ∂/∂P + ∂/∂Σp² · 2pᵢ for each element.
  func gradient(over sample: Sample) -> [Double] {
    gradient(sample.prediction.values, sample.truth.values)
  }

  /// ∂/∂TP · gᵢ + ∂/∂P + ∂/∂Σp² · 2pᵢ for each element, piece by piece on several threads.
  func gradient<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) -> [Element] {
    withBuffers(predictions, truths) { p, g in
      arrayOfPieces(count: p.count) { range, slopes in
        write(p[range], g[range], into: slopes)
      }
    }
  }

  private func write<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    guard let p = predictions.baseAddress, let g = truths.baseAddress,
      let target = slopes.baseAddress
    else { return }
    let whole = predictions.count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      let slope =
        truePositives * Element.load(g + index) + prediction
        + 2 * squaredPrediction * Element.load(p + index)
      Element.store(slope, to: target + index)
    }
    for index in whole..<predictions.count {
      let slope =
        truePositives * Double(truths[index]) + prediction
        + 2 * squaredPrediction * Double(predictions[index])
      slopes[index] = Element(slope)
    }
  }
}
