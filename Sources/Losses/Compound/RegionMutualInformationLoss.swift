/// The cross-entropy, and how little the neighbourhoods of the prediction say of those of the truth.
///
///     L = λ CE + (1 − λ) ½ ln det(Σ_gg − Σ_gp (Σ_pp + κ I)⁻¹ Σ_gpᵀ + κ I) / n
///
/// with the sums of products Σ of the patches of three elements an axis (of n elements together, less
/// their means), κ = 5e-4, λ in [0, 1] and CE = −mean[g ln p + (1−g) ln(1−p)] with p clamped to
/// [1e-7, 1 − 1e-7]. The second part is a bound of the mutual information, whatever its sign: it does
/// not tell a map from its complement. Along an axis of fewer than three elements patches have all.
/// Source: Zhao et al. (2019), "Region mutual information loss for semantic segmentation", eq. 12 to 16;
/// κ, sums without division by their number, and the division by n as in the authors' code, which takes
/// the maximum over 3 × 3 elements first, as ours does not.
public struct RegionMutualInformationLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "region-mutual-information", name: "Region mutual information", family: .compound,
    formula:
      "lambda CE + (1-lambda) 0.5 ln det(S_gg - S_gp (S_pp + 5e-4 I)^-1 S_gp^T + 5e-4 I) / n, "
      + "S of patches of 3 elements an axis",
    source: "Zhao et al. 2019",
    reference: .arXiv("1910.12037"),
    aliases: [PeerName(.pywick, "RMILoss")],
    edgeCases:
      "between (1-lambda) ln(5e-4)/2 and (1-lambda) ln(1e-3)/2 at a perfect hard prediction; "
      + "finite for every mask",
    unseen: "a constant added to p, where lambda is 0",
    parameters: [
      ParameterSpecification("lambda", default: 0.5, in: .closed(0, 1), "weight of cross-entropy")
    ])

  /// λ.
  public let crossEntropyWeight: Double

  public init(parameters: LossParameters) {
    crossEntropyWeight = parameters["lambda"]
  }

  public func value(_ sample: Sample) -> Double {
    crossEntropyWeight * LogarithmTerm().mean(over: sample)
      + (1 - crossEntropyWeight) * PosteriorEntropy(sample).value
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    var gradient = PosteriorEntropy(sample).gradient
    let crossEntropy = LogarithmTerm().meanGradient(over: sample)
    for index in gradient.indices {
      gradient[index] =
        (1 - crossEntropyWeight) * gradient[index] + crossEntropyWeight * crossEntropy[index]
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}
