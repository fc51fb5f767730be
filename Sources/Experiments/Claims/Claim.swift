import Losses

/// A claim of the article.
public enum Claim: Int, Hashable, Sendable, Codable, CaseIterable {
  /// For a small foreground before a large background overlap losses optimise better than
  /// cross-entropy.
  case overlapOptimises = 0
  /// On the large object almost every loss increases strictly.
  case largeObject = 1
  /// On the small object only combo and focal increase strictly.
  case smallObject = 2
  /// Overlap losses fluctuate or stall more than cross-entropies, on both objects.
  case overlapFluctuates = 3
  /// Combo trains more stably than the pure losses.
  case comboTrainsStably = 4

  /// The claim in one sentence.
  public var statement: String {
    switch self {
    case .overlapOptimises:
      "For a small foreground before a large background overlap losses optimise better than "
        + "cross-entropy."
    case .largeObject: "On the large object almost every loss increases strictly."
    case .smallObject: "On the small object only combo and focal increase strictly."
    case .overlapFluctuates:
      "Overlap losses fluctuate or stall more than cross-entropies, on both objects."
    case .comboTrainsStably: "Combo trains more stably than the pure losses."
    }
  }
}

/// What the numbers say of a claim.
public enum ClaimVerdict: String, Hashable, Sendable, Codable, CaseIterable {
  /// All of it is so.
  case holds
  /// A part of it is so.
  case holdsInPart = "holds in part"
  /// None of it is so.
  case doesNotHold = "does not hold"
  /// The experiment does not have what the claim speaks of.
  case notEvaluated = "not evaluated"
}

/// A claim, its verdict and the numbers that it comes from.
public struct ClaimEvaluation: Hashable, Sendable, Codable {
  /// The claim.
  public let claim: Claim
  /// In what sense it was judged, where there are several.
  public let reading: String?
  /// What the numbers say.
  public let verdict: ClaimVerdict
  /// The rule by which the verdict comes out of the numbers.
  public let rule: String
  /// The numbers, one line each.
  public let evidence: [String]

  /// Records a verdict.
  public init(
    claim: Claim, reading: String? = nil, verdict: ClaimVerdict, rule: String, evidence: [String]
  ) {
    self.claim = claim
    self.reading = reading
    self.verdict = verdict
    self.rule = rule
    self.evidence = evidence
  }

  package static func notEvaluated(_ claim: Claim, rule: String, because reason: String) -> Self {
    Self(claim: claim, verdict: .notEvaluated, rule: rule, evidence: [reason])
  }
}

/// How one loss rises on one object: what claims 1 to 3 are judged from.
public struct ClaimInput: Hashable, Sendable {
  /// Identifier of the loss, or what names it where it is not of the catalogue.
  public let loss: String
  /// Family of the loss, where it is of the catalogue.
  public let family: LossFamily?
  /// How its curve rises.
  public let monotonicity: MonotonicityReport
  /// How the curves of single seeds rise, where there are several.
  public let seeds: SeedStatistics?

  /// Collects what is known of a curve.
  public init(
    loss: String, family: LossFamily?, monotonicity: MonotonicityReport,
    seeds: SeedStatistics? = nil
  ) {
    self.loss = loss
    self.family = family
    self.monotonicity = monotonicity
    self.seeds = seeds
  }
}
