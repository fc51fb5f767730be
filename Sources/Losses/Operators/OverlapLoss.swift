/// Sums over all elements that overlap losses are made of.
public struct OverlapSums: Hashable, Sendable {
  /// TP = Σ p g.
  public var truePositives: Double
  /// P = Σ p.
  public var prediction: Double
  /// G = Σ g.
  public var truth: Double
  /// Σ p².
  public var squaredPrediction: Double
  /// Σ g².
  public var squaredTruth: Double
  /// N, the number of elements.
  public var count: Double

  /// FP = Σ p (1 − g).
  public var falsePositives: Double { prediction - truePositives }
  /// FN = Σ (1 − p) g.
  public var falseNegatives: Double { truth - truePositives }
  /// TN = Σ (1 − p)(1 − g).
  public var trueNegatives: Double { count - prediction - truth + truePositives }

  /// Sums over a sample in one pass.
  public init(_ sample: Sample) {
    self.init(sample.prediction.values, sample.truth.values)
  }

  init(truePositives: Double, prediction: Double, truth: Double, count: Double) {
    self.truePositives = truePositives
    self.prediction = prediction
    self.truth = truth
    squaredPrediction = 0
    squaredTruth = 0
    self.count = count
  }

  /// Sums over predictions and truths in one pass, piece by piece on several threads.
  init<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) {
    self = withBuffers(predictions, truths) { p, g in
      let chunks = Parallelism.chunkCount(p.count)
      return withUnsafeTemporaryAllocation(of: OverlapSums.self, capacity: chunks) { parts in
        let target = SendableBuffer(parts)
        Parallelism.forEachChunk(of: p.count) { number, range in
          target.buffer.initializeElement(at: number, to: OverlapSums(p[range], g[range]))
        }
        return parts.dropFirst().reduce(parts[0]) { $0.adding($1) }
      }
    }
  }

  private init<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) {
    var products = SIMD8<Double>.zero
    var sums = (p: SIMD8<Double>.zero, g: SIMD8<Double>.zero)
    var squares = (p: SIMD8<Double>.zero, g: SIMD8<Double>.zero)
    let whole = predictions.count & ~7
    if let p = predictions.baseAddress, let g = truths.baseAddress {
      for index in stride(from: 0, to: whole, by: 8) {
        let (p, g) = (Element.load(p + index), Element.load(g + index))
        products += p * g
        sums = (sums.p + p, sums.g + g)
        squares = (squares.p + p * p, squares.g + g * g)
      }
    }
    truePositives = products.sum()
    (prediction, truth) = (sums.p.sum(), sums.g.sum())
    (squaredPrediction, squaredTruth) = (squares.p.sum(), squares.g.sum())
    count = Double(predictions.count)
    for index in whole..<predictions.count {
      let (p, g) = (Double(predictions[index]), Double(truths[index]))
      truePositives += p * g
      prediction += p
      truth += g
      squaredPrediction += p * p
      squaredTruth += g * g
    }
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

  /// The same sums with background and foreground exchanged, for p ↦ 1 − p and g ↦ 1 − g.
  public var complement: OverlapSums {
    var sums = self
    sums.truePositives = trueNegatives
    sums.prediction = count - prediction
    sums.truth = count - truth
    sums.squaredPrediction = count - 2 * prediction + squaredPrediction
    sums.squaredTruth = count - 2 * truth + squaredTruth
    return sums
  }
}

/// Derivatives of a function of ``OverlapSums`` with respect to those that depend on `p`.
public struct OverlapSlopes: Hashable, Sendable {
  /// ∂/∂TP.
  public var truePositives: Double
  /// ∂/∂P.
  public var prediction: Double
  /// ∂/∂Σp².
  public var squaredPrediction: Double

  /// Collects the derivatives; those left out are 0.
  public init(
    truePositives: Double = 0, prediction: Double = 0, squaredPrediction: Double = 0
  ) {
    self.truePositives = truePositives
    self.prediction = prediction
    self.squaredPrediction = squaredPrediction
  }

  /// factor · self + otherFactor · other.
  func combined(_ factor: Double, _ other: OverlapSlopes, _ otherFactor: Double) -> OverlapSlopes {
    OverlapSlopes(
      truePositives: factor * truePositives + otherFactor * other.truePositives,
      prediction: factor * prediction + otherFactor * other.prediction,
      squaredPrediction: factor * squaredPrediction + otherFactor * other.squaredPrediction)
  }

  /// factor · self.
  func scaled(by factor: Double) -> OverlapSlopes {
    combined(factor, OverlapSlopes(), 0)
  }

  /// Slopes with respect to the sums of a function of their ``OverlapSums/complement``.
  var ofComplement: OverlapSlopes {
    // TP′ = N − P − G + TP, P′ = N − P and Σp′² = N − 2P + Σp².
    OverlapSlopes(
      truePositives: truePositives,
      prediction: -truePositives - prediction - 2 * squaredPrediction,
      squaredPrediction: squaredPrediction)
  }
}

/// A loss that is a function of ``OverlapSums`` alone.
///
/// A conforming type gives the function and its derivatives with respect to the sums; the gradient
/// follows by the chain rule: ∂L/∂pᵢ = ∂L/∂TP · gᵢ + ∂L/∂P + ∂L/∂Σp² · 2pᵢ.
public protocol OverlapLoss: ParameterisedLoss {
  /// The loss as a function of the sums.
  func value(_ sums: OverlapSums) -> Double

  /// Its derivatives.
  func slopes(_ sums: OverlapSums) -> OverlapSlopes
}

extension OverlapLoss {
  public func value(_ sample: Sample) -> Double {
    value(OverlapSums(sample))
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = slopes(OverlapSums(sample))
    return ScalarField(unchecked: slopes.gradient(over: sample), on: sample.grid)
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
