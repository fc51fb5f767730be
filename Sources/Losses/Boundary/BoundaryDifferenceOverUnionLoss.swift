/// The difference of prediction and truth, over their union less a share of what they have in common.
///
///     L = (Σp² + Σg² − 2 TP + S) / (Σp² + Σg² − (1 + a) TP + S)
///     a = min(1 − 2 (C + ε)/(A + ε), 0.8)
///
/// with the number A of elements of the truth (over one half), the number C of those with a neighbour
/// along an axis outside of it, beyond the border counting as outside, ε = 1e-5 and S > 0. The larger
/// the object, the less its inside weighs. The default of S is that of the authors: with S = 1 a
/// perfect prediction of a small object would be far from 0.
/// Source: Sun, Luo and Li (2023), "Boundary difference over union loss for medical image
/// segmentation", eq. 1 and 2; squares and ε as in the authors' code.
public struct BoundaryDifferenceOverUnionLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "boundary-difference-over-union", name: "Boundary difference over union",
    family: .boundary,
    formula: "(sum p^2 + sum g^2 - 2 TP + S) / (sum p^2 + sum g^2 - (1+a) TP + S), "
      + "a = min(1 - 2 C/A, 0.8), C of the A elements of g at its contour",
    source: "Sun et al. 2023",
    reference: .arXiv("2308.00220"),
    edgeCases: "S / ((1-a) A + S) at a perfect hard prediction; 1 for every prediction of an empty "
      + "truth",
    unseen: "everything where the truth is empty, where it is 1",
    parameters: [
      ParameterSpecification(
        "smoothing", default: 1e-5, in: .closed(1e-12, 1e6),
        "S, added to numerator and denominator")
    ])

  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  public func value(_ sample: Sample) -> Double { ratio(sample).value }

  public func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(unchecked: ratio(sample).slopes.gradient(over: sample), on: sample.grid)
  }

  private func ratio(_ sample: Sample) -> OverlapRatio {
    let sums = OverlapSums(sample)
    let shared = 1 + sample.derived(InsideShare()) { insideShare(Mask(sample.truth)) }
    let squares = sums.squaredPrediction + sums.squaredTruth + smoothing
    return OverlapRatio(
      numerator: squares - 2 * sums.truePositives,
      denominator: squares - shared * sums.truePositives,
      numeratorSlopes: OverlapSlopes(truePositives: -2, squaredPrediction: 1),
      denominatorSlopes: OverlapSlopes(truePositives: -shared, squaredPrediction: 1))
  }

  /// a.
  private func insideShare(_ mask: Mask) -> Double {
    let epsilon = 1e-5
    let contour = (Double(mask.contourCount) + epsilon) / (Double(mask.foregroundCount) + epsilon)
    return min(1 - 2 * contour, 0.8)
  }
}

/// a of a truth.
private struct InsideShare: TruthKey { typealias Value = Double }

extension Mask {
  /// How many foreground elements have a neighbour along an axis that is background or beyond the
  /// border.
  var contourCount: Int {
    let axes = zip(grid.strides, grid.shape)
    return elements.indices.count { index in
      elements[index]
        && axes.contains { stride, extent in
          let position = index / stride % extent
          return position == 0 || position == extent - 1 || !elements[index - stride]
            || !elements[index + stride]
        }
    }
  }
}
