/// How far predicted probabilities are from the shares of foreground that they announce.
///
///     L = mean over bins b of abs(Σ wᵢ_b (pᵢ − gᵢ)) / Σ wᵢ_b
///
/// over B bins with centres (b + ½)/B, b = 0 … B − 1. An element shares itself out between the two
/// centres around pᵢ, linearly by its distance to them, or belongs wholly to the first or last bin
/// beyond their centres. Bins with Σ w < 0.01 are left out. The weights w pass the gradient; the slope
/// of abs is 0 at 0. A prediction of one value everywhere can be right here without finding anything.
/// Source: Barfoot et al. (2024), "Average calibration error: a differentiable loss for improved
/// reliability in image segmentation"; soft bins as in Barfoot et al. (2025), arXiv:2506.03942. Theirs
/// is 0 for an empty truth, ours is not.
public struct SoftCalibrationErrorLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "soft-calibration-error", name: "Soft calibration error", family: .distribution,
    formula: "mean over bins b of abs(sum_i w_ib (p_i - g_i)) / sum_i w_ib",
    source: "Barfoot et al. 2024",
    reference: .arXiv("2403.06759"),
    edgeCases:
      "0 at a perfect hard prediction, and wherever every bin has as much foreground as it "
      + "predicts; finite for every mask",
    unseen: "which elements are wrong, as long as every bin holds the share that it announces",
    parameters: [
      ParameterSpecification("bins", default: 20, in: .integer(1, 1000), "B, the number of bins")
    ])

  /// B.
  public let binCount: Int

  public init(parameters: LossParameters) {
    binCount = Int(parameters["bins"])
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    CalibrationBins(sample, count: binCount).error
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let bins = CalibrationBins(sample, count: binCount)
    let gradient = mapElements(sample.prediction.values, sample.truth.values, bins.slope)
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}

/// Weights and differences of the bins of a ``SoftCalibrationErrorLoss``.
private struct CalibrationBins {
  /// Σ w of each bin.
  private var weights: [Double]
  /// Σ w (p − g) of each bin.
  private var differences: [Double]
  /// How many bins count; at least 1, since every element has half of itself or more in one bin.
  private var countingBins = 0.0

  /// The least weight of a bin that counts.
  private static let leastWeight = 0.01

  init(_ sample: Sample, count: Int) {
    weights = [Double](repeating: 0, count: count)
    differences = weights
    for (p, g) in zip(sample.prediction.values, sample.truth.values) {
      let share = share(p)
      weights[share.lower] += 1 - share.fraction
      weights[share.upper] += share.fraction
      differences[share.lower] += (1 - share.fraction) * (p - g)
      differences[share.upper] += share.fraction * (p - g)
    }
    countingBins = Double(weights.count { $0 >= Self.leastWeight })
  }

  /// The bins whose centres are around p, the part of an element that the upper one has, and the slope
  /// of that part.
  private func share(_ p: Double) -> (lower: Int, upper: Int, fraction: Double, slope: Double) {
    let last = weights.count - 1
    let position = p * Double(weights.count) - 0.5
    guard position >= 0 else { return (0, 0, 0, 0) }
    guard position < Double(last) else { return (last, last, 0, 0) }
    let lower = Int(position)
    return (lower, lower + 1, position - Double(lower), Double(weights.count))
  }

  private func counts(_ bin: Int) -> Bool { weights[bin] >= Self.leastWeight }

  /// The mean over bins.
  var error: Double {
    weights.indices.reduce(0) { sum, bin in
      counts(bin) ? sum + abs(differences[bin]) / weights[bin] : sum
    } / countingBins
  }

  /// The slope of ``error`` with respect to the prediction of one element.
  func slope(_ p: Double, _ g: Double) -> Double {
    let share = share(p)
    // d(D/W) = (dD − (D/W) dW) / W, with dD = w + w′ (p − g) and dW = w′.
    func slope(_ bin: Int, _ weight: Double, _ weightSlope: Double) -> Double {
      guard counts(bin), differences[bin] != 0 else { return 0 }
      let mean = differences[bin] / weights[bin]
      let slope = (weight + weightSlope * (p - g - mean)) / weights[bin]
      return differences[bin] > 0 ? slope : -slope
    }
    return
      (slope(share.lower, 1 - share.fraction, -share.slope)
      + slope(share.upper, share.fraction, share.slope)) / countingBins
  }
}
