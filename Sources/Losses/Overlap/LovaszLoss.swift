/// The Lovász extension of the Jaccard loss.
///
///     L = Σ_k e_(k) · (Δ_k − Δ_{k−1})
///
/// with the errors e = abs(g − p) sorted so that e_(1) ≥ e_(2) ≥ …, and the Jaccard loss Δ_k of a
/// prediction that is wrong on the first k of them. Foreground class only; the truth is a mask (over
/// one half). At hard predictions it is the Jaccard loss without smoothing. The order is constant
/// for the gradient, and the slope of abs is 0 at 0.
/// Source: Berman, Triki and Blaschko (2018), "The Lovász-softmax loss", eq. 8 and algorithm 1.
public struct LovaszLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "lovasz", name: "Lovász", family: .overlap,
    formula: "sum_k e_(k) (Delta_k - Delta_{k-1}), e = abs(g-p) descending, Delta the Jaccard loss",
    source: "Berman et al. 2018",
    reference: .arXiv("1705.08790"),
    aliases: [
      PeerName(.segmentationModels, "LovaszLoss"), PeerName(.kornia, "LovaszSoftmaxLoss"),
      PeerName(.kornia, "lovasz_softmax_loss"), PeerName(.segLossOdyssey, "LovaszSoftmax"),
      PeerName(.pywick, "LovaszSoftmax"),
    ],
    edgeCases: "0 at a perfect hard prediction; for an empty truth the largest p",
    unseen: "all but the largest error where the truth is empty")

  public init(parameters: LossParameters) {}

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    LovaszExtension.value(sample.prediction.values, sample.truth.values, sample.scratch)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (_, gradient) = LovaszExtension.valueAndGradient(
      sample.prediction.values, sample.truth.values, sample.scratch)
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}

extension LovaszLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    LovaszExtension.value(sample.prediction, sample.truth, ScratchMemory())
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    LovaszExtension.valueAndGradient(sample.prediction, sample.truth, ScratchMemory())
  }
}
