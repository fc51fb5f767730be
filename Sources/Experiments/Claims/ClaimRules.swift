import Algorithms
import Texts
import Losses

/// The rules by which claims 1 to 3 are judged, fixed before any curve was looked at.
public enum ClaimRules {
  /// From this share of strictly increasing losses on, claim 1 holds: "almost every".
  public static let almostEvery = 0.85
  /// From this share on, claim 1 holds in part: "most".
  public static let most = 0.5
  /// Claim 3 takes mean fluctuations that differ by less for equal, since rounding alone makes
  /// curves that never turn back differ.
  public static let fluctuationMargin = 1e-3
  /// The losses that claim 2 names.
  public static let namedLosses = ["combo", "focal"]

  /// Claims 1 to 3 from the curves of the large and the small object, in one reading.
  ///
  /// - Parameters:
  ///   - large: curves on the large object; `nil` when there is none.
  ///   - small: curves on the small object; `nil` when there is none.
  ///   - reading: what "increases" means in claims 1 and 2.
  ///   - isNoisy: whether predictions fluctuate from step to step, so that claim 3 is judged from the
  ///     curves of single seeds, which the mean would smooth.
  public static func evaluate(
    large: [ClaimInput]?, small: [ClaimInput]?, reading: ClaimReading = .everyStep,
    isNoisy: Bool = false
  ) -> [ClaimEvaluation] {
    [
      claim1(large ?? [], reading), claim2(small ?? [], reading),
      claim3(large: large ?? [], small: small ?? [], isNoisy: isNoisy),
    ]
  }

  /// Claims 1 to 3 in every reading; a claim that cannot be judged is there once.
  public static func evaluateEveryReading(
    large: [ClaimInput]?, small: [ClaimInput]?, isNoisy: Bool
  ) -> [ClaimEvaluation] {
    let claims = ClaimReading.allCases.flatMap {
      evaluate(large: large, small: small, reading: $0, isNoisy: isNoisy)
    }
    return Claim.allCases.flatMap { claim in
      claims.filter { $0.claim == claim }
        .uniqued { $0.verdict == .notEvaluated ? nil : $0.reading }
    }
  }

  private static func claim1(
    _ curves: [ClaimInput], _ reading: ClaimReading
  ) -> ClaimEvaluation {
    let rule =
      "holds when at least \(percent(almostEvery)) of the losses \(reading.verb) on the large "
      + "object, in part from \(percent(most)) on"
    guard !curves.isEmpty else {
      return .notEvaluated(.largeObject, rule: rule, because: "there is no large object")
    }
    let rising = curves.filter { $0.rises(reading) }
    let share = Double(rising.count) / Double(curves.count)
    return ClaimEvaluation(
      claim: .largeObject, reading: reading.rawValue,
      verdict: share >= almostEvery ? .holds : share >= most ? .holdsInPart : .doesNotHold,
      rule: rule,
      evidence: [
        "\(rising.count) of \(counted(curves.count, "loss", "losses")) (\(percent(share))) \(reading.verb): "
          + names(rising),
        "the others: " + others(than: rising, in: curves),
      ])
  }

  private static func claim2(
    _ curves: [ClaimInput], _ reading: ClaimReading
  ) -> ClaimEvaluation {
    let rule =
      "(a) combo and focal \(reading.verb) on the small object, (b) no other loss does; holds "
      + "when both are so, in part when (a) is so, or when (b) is and one of the two does"
    for name in namedLosses where !curves.contains(where: { $0.loss == name }) {
      return .notEvaluated(
        .smallObject, rule: rule, because: "there is no curve of \(name) on a small object")
    }
    let named = curves.filter { namedLosses.contains($0.loss) }
    let unnamed = curves.filter { !namedLosses.contains($0.loss) }
    guard !unnamed.isEmpty else {
      return .notEvaluated(
        .smallObject, rule: rule, because: "there is no loss to compare combo and focal with")
    }
    let rising = named.filter { $0.rises(reading) }
    let otherRising = unnamed.filter { $0.rises(reading) }
    let bothRise = rising.count == named.count
    let verdict: ClaimVerdict =
      switch (bothRise, otherRising.isEmpty) {
      case (true, true): .holds
      case (true, false): .holdsInPart
      case (false, true): rising.isEmpty ? .doesNotHold : .holdsInPart
      case (false, false): .doesNotHold
      }
    return ClaimEvaluation(
      claim: .smallObject, reading: reading.rawValue, verdict: verdict, rule: rule,
      evidence: [
        "of combo and focal \(reading.verb): " + names(rising),
        "of the others \(reading.verb): " + names(otherRising),
        "combo and focal that do not: " + others(than: rising, in: named),
      ])
  }

  private static func claim3(
    large: [ClaimInput], small: [ClaimInput], isNoisy: Bool
  ) -> ClaimEvaluation {
    let rule =
      (isNoisy ? "in the curves of single seeds, " : "")
      + "an object counts when the mean share of steps that do not rise is larger over the overlap "
      + "losses than over the cross-entropies, or equal with a mean fluctuation that is larger by "
      + "more than \(fluctuationMargin); holds when both objects count, in part when one does"
    let comparisons = [("large", large), ("small", small)].map { object, curves in
      (object, compareFamilies(curves, isNoisy: isNoisy))
    }
    for (object, comparison) in comparisons where comparison == nil {
      return .notEvaluated(
        .overlapFluctuates, rule: rule,
        because: "there are not curves of both families on a \(object) object")
    }
    let counting = comparisons.count { $0.1?.overlapIsWorse == true }
    return ClaimEvaluation(
      claim: .overlapFluctuates,
      reading: isNoisy ? "on a noisy path, in every seed" : "on a nested path",
      verdict: counting == 2 ? .holds : counting == 1 ? .holdsInPart : .doesNotHold,
      rule: rule,
      evidence: comparisons.compactMap { object, comparison in
        comparison.map { "on the \(object) object: \($0.description)" }
      })
  }

  /// The mean behaviour of two families on one object.
  private struct Comparison {
    let overlap: (share: Double, fluctuation: Double?)
    let distribution: (share: Double, fluctuation: Double?)

    var overlapIsWorse: Bool {
      if overlap.share != distribution.share { return overlap.share > distribution.share }
      // A family none of whose curves ends above its start fluctuates without bound.
      guard let reference = distribution.fluctuation else { return false }
      return (overlap.fluctuation ?? .infinity) > reference + fluctuationMargin
    }

    var description: String {
      "overlap losses do not rise in \(percent(overlap.share)) of the steps (mean fluctuation "
        + "\(fixed(overlap.fluctuation))), cross-entropies in \(percent(distribution.share)) "
        + "(\(fixed(distribution.fluctuation)))"
    }
  }

  private static func compareFamilies(
    _ curves: [ClaimInput], isNoisy: Bool
  ) -> Comparison? {
    func means(_ family: LossFamily) -> (share: Double, fluctuation: Double?)? {
      let members = curves.filter { $0.family == family }
      if isNoisy, !members.isEmpty {
        // The fluctuation of the mean curve says nothing of that of a seed.
        return (
          mean(members.map { $0.seeds?.meanShareNotRising ?? $0.monotonicity.shareNotRising }), 1
        )
      }
      let reports = members.map(\.monotonicity)
      guard !reports.isEmpty else { return nil }
      let fluctuations = reports.compactMap(\.fluctuation)
      return (
        mean(reports.map(\.shareNotRising)),
        fluctuations.count == reports.count ? mean(fluctuations) : nil
      )
    }
    guard let overlap = means(.overlap), let distribution = means(.distribution) else { return nil }
    return Comparison(overlap: overlap, distribution: distribution)
  }

  private static func names(_ curves: [ClaimInput]) -> String {
    curves.isEmpty ? "none" : curves.map(\.loss).joined(separator: ", ")
  }

  /// The curves that are not among `some`, with their verdict and first violation.
  private static func others(than some: [ClaimInput], in curves: [ClaimInput]) -> String {
    let others = curves.filter { !some.contains($0) }
    guard !others.isEmpty else { return "none" }
    return others.map { curve in
      let report = curve.monotonicity
      let first = report.firstViolation.map { ", first at step \($0)" } ?? ""
      return
        "\(curve.loss) (\(report.verdict.rawValue)\(first), \(counted(report.stalls, "stall")), "
        + "\(counted(report.falls, "fall")))"
    }.joined(separator: ", ")
  }
}

private func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}
