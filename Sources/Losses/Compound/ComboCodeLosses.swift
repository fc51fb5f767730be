/// Combo as the code had it that its authors published in June 2019.
///
///     L = −α mean[w (g ln p + (1−w)(1−g) ln(1−p))] − (1−α) D,  D = (2 TP + S) / (P + G + S)
///
/// with α, w in [0, 1] and smoothing S > 0. The first weight covers the second logarithm, too, so that
/// background counts w (1−w) and not 1−w as in the paper: see ``ComboLoss``.
/// Source: Taghanaki et al. (2019), "Combo loss", the authors' repository in June 2019.
public struct ComboCode201906Loss: ComboCodeLoss {
  public static let specification = codeSpecification(
    id: "combo-code-2019-06", name: "Combo (code of June 2019)",
    formula: "-alpha mean[w (g ln p + (1-w)(1-g) ln(1-p))] - (1-alpha) (2 TP + S) / (P + G + S)",
    edgeCases: "-(1-alpha) at a perfect hard prediction, but for the clamp of the logarithm")

  public let terms: [WeightedLoss]
  public let offset: Double

  public init(parameters: LossParameters) {
    let weight = parameters["w"]
    terms = Self.terms(parameters, background: weight * (1 - weight), diceWeight: 1)
    offset = parameters["alpha"] - 1
  }
}

/// Combo as the code had it that its authors published on 29 October 2019.
///
///     L = α mean[−w g ln p + (1−w)(1−g) ln(1−p)] − (1−α)(1 − D),  D = (2 TP + S) / (P + G + S)
///
/// with α, w in [0, 1] and smoothing S > 0. The sign before the second logarithm rewards false
/// positives, and that of the last part rewards a small overlap: a perfect prediction is not the least.
/// Source: Taghanaki et al. (2019), "Combo loss", the authors' repository on 29 October 2019.
public struct ComboCode201910Loss: ComboCodeLoss {
  public static let specification = codeSpecification(
    id: "combo-code-2019-10", name: "Combo (code of October 2019)",
    formula:
      "alpha mean[-w g ln p + (1-w)(1-g) ln(1-p)] - (1-alpha) (1 - (2 TP + S) / (P + G + S))",
    edgeCases: "0 at a perfect hard prediction, but for the clamp; less for most others")

  public let terms: [WeightedLoss]

  public init(parameters: LossParameters) {
    terms = Self.terms(parameters, background: parameters["w"] - 1, diceWeight: -1)
  }
}

/// Combo as the code had it that its authors published on 22 August 2020.
///
///     L = α mean[−w g ln p + (1−w)(1−g) ln(1−p)] − (1−α) D,  D = (2 TP + S) / (P + G + S)
///
/// with α, w in [0, 1] and smoothing S > 0. The sign before the second logarithm rewards false
/// positives: a perfect prediction is not the least.
/// Source: Taghanaki et al. (2019), "Combo loss", the authors' repository on 22 August 2020.
public struct ComboCode202008Loss: ComboCodeLoss {
  public static let specification = codeSpecification(
    id: "combo-code-2020-08", name: "Combo (code of August 2020)",
    formula: "alpha mean[-w g ln p + (1-w)(1-g) ln(1-p)] - (1-alpha) (2 TP + S) / (P + G + S)",
    edgeCases: "-(1-alpha) at a perfect hard prediction, but for the clamp; less for some others")

  public let terms: [WeightedLoss]
  public let offset: Double

  public init(parameters: LossParameters) {
    terms = Self.terms(parameters, background: parameters["w"] - 1, diceWeight: 1)
    offset = parameters["alpha"] - 1
  }
}

/// A state of the code that the authors of ``ComboLoss`` published, as it stands. `all` leaves these
/// out.
public protocol ComboCodeLoss: CompoundLoss {}

extension ComboCodeLoss {
  /// What the states have in common.
  fileprivate static func codeSpecification(
    id: String, name: String, formula: String, edgeCases: String
  ) -> LossSpecification {
    LossSpecification(
      id: id, name: name, family: .compound, formula: formula,
      source: "Taghanaki et al. 2019, as published in code", reference: .arXiv("1805.02798"),
      edgeCases: edgeCases,
      parameters: [
        ParameterSpecification("alpha", default: 0.5, in: .closed(0, 1), "weight of cross-entropy"),
        ParameterSpecification(
          "w", default: 0.5, in: .closed(0, 1), "weight of the foreground in the cross-entropy"),
        .smoothing,
      ],
      isInAll: false)
  }

  /// α times a cross-entropy with weights w and `background`, and ±(1−α) times the Dice loss.
  fileprivate static func terms(
    _ parameters: LossParameters, background: Double, diceWeight sign: Double
  ) -> [WeightedLoss] {
    let crossEntropy = ClassWeightedCrossEntropy(
      term: LogarithmTerm(foregroundWeight: parameters["w"], backgroundWeight: background))
    let dice = DiceLoss(smoothing: parameters["smoothing"])
    return [
      WeightedLoss(parameters["alpha"], crossEntropy),
      WeightedLoss(sign * (1 - parameters["alpha"]), dice),
    ]
  }
}

/// −mean[a g ln p + b (1−g) ln(1−p)] with any a and b.
private struct ClassWeightedCrossEntropy: Loss {
  let term: LogarithmTerm
  let looksAtPlaces = false

  func value(_ sample: Sample) -> Double { term.mean(over: sample) }

  func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(unchecked: term.meanGradient(over: sample), on: sample.grid)
  }
}
