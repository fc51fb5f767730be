import RealModule

/// The mean cross-entropy of the elements that are predicted badly.
///
///     L = mean of CEᵢ over CEᵢ > −ln θ, or of the n largest where fewer than n are so large
///
/// with CEᵢ = −[gᵢ ln pᵢ + (1 − gᵢ) ln(1 − pᵢ)], θ in (0, 1] and n = max(1, ⌊f N⌋), f in [0, 1]. Where
/// the truth is 0 or 1, CEᵢ > −ln θ says that its class has a probability below θ. Logarithms take p
/// clamped to [1e-7, 1 − 1e-7]. Which elements count is constant for the gradient; of equal ones those
/// with the lowest index are taken.
/// Source: Shrivastava, Gupta and Girshick (2016), "Training region-based object detectors with online
/// hard example mining"; threshold and least number as in BiSeNet's code.
public struct OnlineHardExampleCrossEntropyLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "online-hard-example-cross-entropy", name: "Cross-entropy of hard examples",
    family: .distribution,
    formula:
      "mean of CE over elements with CE > -ln theta, at least over the max(1, floor(f N)) largest",
    source: "Shrivastava et al. 2016",
    reference: .arXiv("1604.03540"),
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    unseen: "elements whose right class has at least theta, as long as enough others have less",
    parameters: [
      ParameterSpecification(
        "threshold", default: 0.7, in: .openBelow(0, 1),
        "theta, the probability of the right class below which an element is hard"),
      ParameterSpecification(
        "least-fraction", default: 1.0 / 16, in: .closed(0, 1),
        "f, the share of the elements that counts in any case"),
    ])

  /// θ.
  public let threshold: Double
  /// f.
  public let leastFraction: Double

  public init(parameters: LossParameters) {
    threshold = parameters["threshold"]
    leastFraction = parameters["least-fraction"]
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      let hard = hardElements(p, g)
      let least = leastCount(of: p.count)
      return hard.count >= least
        ? hard.sum / Double(hard.count) : HardestElements(least, p, g).sum / Double(least)
    }
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let gradient = withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      let count = hardElements(p, g).count
      let least = leastCount(of: p.count)
      guard count >= least else {
        return HardestElements(least, p, g).slopes(p, g, times: 1 / Double(least))
      }
      let limit = limit
      return arrayOfPieces(count: p.count) { range, slopes in
        for (position, index) in range.enumerated() {
          let (p, g) = (p.buffer[index], g.buffer[index])
          let isHard = LogarithmTerm().value(p, g) > limit
          slopes[position] = isHard ? LogarithmTerm().slope(p, g) / Double(count) : 0
        }
      }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// How many elements have CEᵢ > −ln θ, and the sum of these.
  private func hardElements(
    _ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>
  ) -> (count: Int, sum: Double) {
    let limit = limit
    let sums = Parallelism.sums(over: p.count) { range in
      var (count, sum) = (0.0, 0.0)
      for index in range {
        let value = LogarithmTerm().value(p.buffer[index], g.buffer[index])
        guard value > limit else { continue }
        count += 1
        sum += value
      }
      return SIMD4(count, sum, 0, 0)
    }
    return (Int(sums.x), sums.y)
  }

  /// −ln θ.
  private var limit: Double { -.log(threshold) }

  /// n.
  private func leastCount(of count: Int) -> Int {
    max(1, Int((leastFraction * Double(count)).rounded(.down)))
  }
}

extension OnlineHardExampleCrossEntropyLoss {
  /// Of exclusive classes, it looks at the probability of the right one.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? RightClassLoss(self) : OneVersusRest(self)
  }
}
