/// The cross-entropy regularised by the Dice coefficient.
///
///     L = α · (−mean[β g ln p + (1−β)(1−g) ln(1−p)]) − (1−α) · (2 TP + S) / (P + G + S)
///
/// with α, β in [0, 1] and smoothing S > 0. It reaches down to −(1−α), not to 0.
///
/// The survey's text says that a larger α gives Dice more weight; its formula, which is the paper's
/// too, gives that weight to the cross-entropy. The formula is followed here.
/// Source: Taghanaki et al. (2019), "Combo loss", eq. 3 (one class).
public struct ComboLoss: CompoundLoss {
  public static let specification = LossSpecification(
    id: "combo", name: "Combo", family: .compound,
    formula: "alpha (-mean[beta g ln p + (1-beta)(1-g) ln(1-p)]) "
      + "- (1-alpha) (2 TP + S) / (P + G + S)",
    source: "Taghanaki et al. 2019",
    reference: .arXiv("1805.02798"),
    edgeCases: "-(1-alpha) at a perfect hard prediction, but for the clamp of the logarithm",
    parameters: [
      ParameterSpecification("alpha", default: 0.5, in: .closed(0, 1), "weight of cross-entropy"),
      ParameterSpecification(
        "beta", default: 0.5, in: .closed(0, 1), "weight of the foreground in the cross-entropy"),
      .smoothing,
    ])

  public let terms: [WeightedLoss]
  public let offset: Double

  public init(parameters: LossParameters) {
    let alpha = parameters["alpha"]
    terms = [
      // With γ = 0 the focal loss is the cross-entropy with weights β and 1−β.
      WeightedLoss(alpha, FocalLoss(alpha: parameters["beta"], gamma: 0)),
      WeightedLoss(1 - alpha, DiceLoss(smoothing: parameters["smoothing"])),
    ]
    // −(1−α) Dice is (1−α) times the Dice loss, less 1−α.
    offset = alpha - 1
  }

  /// Its cross-entropy, too, is of each class against the rest (eq. 3).
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss { OneVersusRest(self) }
}
