import RealModule

/// The cross-entropy that turns away from elements already predicted well.
///
///     L = −mean[α g (1−p)^γ ln p + (1−α)(1−g) p^γ ln(1−p)]
///
/// with α in [0, 1] and γ ≥ 0. Logarithms take p clamped to [1e-7, 1 − 1e-7]; so does the power
/// when γ < 1. γ = 0 gives (1−α) times the weighted cross-entropy with w = α/(1−α).
/// Source: Lin et al. (2017), "Focal loss for dense object detection", eq. 5.
public struct FocalLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "focal", name: "Focal", family: .distribution,
    formula: "-mean[alpha g (1-p)^gamma ln p + (1-alpha)(1-g) p^gamma ln(1-p)]",
    source: "Lin et al. 2017",
    reference: .arXiv("1708.02002"),
    aliases: [
      PeerName(.torchvision, "sigmoid_focal_loss"), PeerName(.monai, "FocalLoss"),
      PeerName(.segmentationModels, "FocalLoss"), PeerName(.kornia, "BinaryFocalLossWithLogits"),
      PeerName(.kornia, "binary_focal_loss_with_logits"), PeerName(.segLossOdyssey, "FocalLoss"),
      PeerName(.pywick, "FocalLoss"), PeerName(.kornia, "FocalLoss"),
      PeerName(.kornia, "focal_loss"),
    ],
    edgeCases: "0 at a perfect hard prediction for gamma > 0 (at most 1e-7 below gamma = 1); "
      + "finite for every mask",
    parameters: [
      ParameterSpecification("alpha", default: 0.25, in: .closed(0, 1), "weight of the foreground"),
      ParameterSpecification(
        "gamma", default: 2, in: .closed(0, 100), "how far to turn away from easy elements"),
    ])

  /// α, the weight of the foreground.
  public let alpha: Double
  /// γ.
  public let gamma: Double

  public init(parameters: LossParameters) {
    alpha = parameters["alpha"]
    gamma = parameters["gamma"]
  }

  init(alpha: Double, gamma: Double) {
    self.alpha = alpha
    self.gamma = gamma
  }

  public func term(for sample: Sample) -> FocalTerm { term }

  /// The loss of one element, the same for every sample.
  var term: FocalTerm {
    FocalTerm(foregroundWeight: alpha, backgroundWeight: 1 - alpha, gamma: gamma)
  }
}

/// −(a g (1−p)^γ ln p + b (1−g) p^γ ln(1−p)): the focal loss of one element.
public struct FocalTerm: ElementTerm {
  /// a, the weight of the foreground.
  public let foregroundWeight: Double
  /// b, the weight of the background.
  public let backgroundWeight: Double
  private let power: PowerFactor
  /// γ.
  var gamma: Double { power.exponent }

  /// A focal term with γ ≥ 0.
  public init(foregroundWeight: Double, backgroundWeight: Double, gamma: Double) {
    self.foregroundWeight = foregroundWeight
    self.backgroundWeight = backgroundWeight
    power = PowerFactor(exponent: gamma)
  }

  public func value(_ p: Double, _ g: Double) -> Double {
    let q = clamped(p)
    let (foreground, background) = (foregroundWeight * g, backgroundWeight * (1 - g))
    // Logarithms that count for nothing cost as much as others.
    return (foreground == 0 ? 0 : -foreground * power.value(1 - p) * .log(q))
      - (background == 0 ? 0 : background * power.value(p) * .log(1 - q))
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    let q = clamped(p)
    let passes = isUnclamped(p) ? 1.0 : 0
    let foreground = power.slope(1 - p) * .log(q) - power.value(1 - p) * passes / q
    let background = power.slope(p) * .log(1 - q) - power.value(p) * passes / (1 - q)
    return foregroundWeight * g * foreground - backgroundWeight * (1 - g) * background
  }
}

extension FocalLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double { term.mean(over: sample) }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    term.meanAndGradient(over: sample)
  }
}

extension FocalLoss {
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? SoftmaxFocal(gamma: gamma, alpha: alpha) : OneVersusRest(self)
  }
}
