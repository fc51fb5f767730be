/// The mean binary cross-entropy.
///
///     L = −mean[g ln p + (1 − g) ln(1 − p)]
///
/// `p` is clamped to [1e-7, 1 − 1e-7] in the logarithms; the gradient is 0 where the clamp acts.
/// Source: Good (1952), "Rational decisions", Journal of the Royal Statistical Society B 14, for the
/// logarithm as the score of a probability; Goodfellow, Bengio and Courville (2016), eq. 3.51.
public struct CrossEntropyLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "cross-entropy", name: "Cross-entropy", family: .distribution,
    formula: "-mean[g ln p + (1-g) ln(1-p)]",
    source: "Good 1952",
    reference: .doi("10.1111/j.2517-6161.1952.tb00104.x"),
    aliases: [
      PeerName(.pyTorch, "BCELoss"), PeerName(.pyTorch, "BCEWithLogitsLoss"),
      PeerName(.pyTorch, "binary_cross_entropy"),
      PeerName(.pyTorch, "binary_cross_entropy_with_logits"),
      PeerName(.nnUNet, "RobustCrossEntropyLoss"),
      PeerName(.segmentationModels, "SoftBCEWithLogitsLoss"),
      PeerName(.segLossOdyssey, "CrossentropyND"), PeerName(.pywick, "StableBCELoss"),
      PeerName(.pywick, "BCELoss2d"), PeerName(.segmentationModels, "SoftCrossEntropyLoss"),
    ],
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask")

  public init(parameters: LossParameters) {}

  init() {}

  public func term(for sample: Sample) -> LogarithmTerm { LogarithmTerm() }
}

extension CrossEntropyLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    LogarithmTerm().mean(sample.prediction, sample.truth)
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    (value(sample), LogarithmTerm().meanGradient(sample.prediction, sample.truth))
  }
}

extension CrossEntropyLoss {
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? SoftmaxCrossEntropy() : OneVersusRest(self)
  }
}
