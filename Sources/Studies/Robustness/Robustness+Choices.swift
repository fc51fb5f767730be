import Algorithms
import Experiments
import Texts

extension Robustness {
  /// What a protocol chooses.
  package enum Factor: String, CaseIterable {
    case path, probabilities, grid, reach
    case ratio = "ratio of radii"
    case reduction, smoothing, tolerance, reading

    /// What a protocol has chosen, to be compared.
    package func choice(_ point: Point) -> AnyHashable {
      switch self {
      case .path: point.path
      case .probabilities: point.probabilities
      case .grid: point.grid
      case .reach: point.reach
      case .ratio: point.ratio
      case .reduction: point.reduction
      case .smoothing: point.smoothing
      case .tolerance: point.tolerance
      case .reading: point.reading
      }
    }

    /// What a protocol has chosen, in words.
    package func value(_ point: Point) -> String {
      switch self {
      case .path: point.path
      case .probabilities: "\(point.probabilities)"
      case .grid: extents(point.grid)
      case .reach: shortNumber(point.reach)
      case .ratio: point.ratio.map { shortNumber($0) } ?? "as given"
      case .reduction: point.reduction.rawValue
      case .smoothing: shortNumber(point.smoothing)
      case .tolerance: shortNumber(point.tolerance)
      case .reading: point.reading.rawValue
      }
    }
  }

  /// Number of sets of curves that differ: protocols with the same curves count once.
  public var countOfDifferentCurves: Int { Set(protocols.map(\.curves)).count }

  /// Number of protocols that differ in effect: those with the same curves, judged in the same way, count
  /// once.
  public var countOfDifferentProtocols: Int { Set(protocols.map(\.effect)).count }

  /// How often the verdict on a claim changes when one choice alone does: pairs of protocols that differ
  /// in that choice only, and those among them with different verdicts. Protocols in which the claim is
  /// not judged take no part.
  func changes(of claim: Int, by factor: Factor) -> (changed: Int, pairs: Int) {
    let judged = protocols.filter { $0.verdicts[claim] != .notEvaluated }
    let groups = Dictionary(grouping: judged) { point in
      Factor.allCases.filter { $0 != factor }.map { $0.choice(point) }
    }
    var (changed, pairs) = (0, 0)
    for group in groups.values {
      for pair in group.combinations(ofCount: 2) {
        pairs += 1
        if pair[0].verdicts[claim] != pair[1].verdicts[claim] { changed += 1 }
      }
    }
    return (changed, pairs)
  }

  /// The protocol nearest to the default one in which a claim holds: with the fewest other choices.
  func nearestHolding(_ claim: Int) -> (point: Point, choices: [Factor])? {
    guard let standard = protocols.first(where: \.isDefault) else { return nil }
    return protocols.filter { $0.verdicts[claim] == .holds }.map { point in
      (point, Factor.allCases.filter { $0.choice(point) != $0.choice(standard) })
    }.min { $0.1.count < $1.1.count }
  }

  /// Which choice decides each claim, and where the claim holds.
  func choiceLines() -> [String] {
    let decisive = Self.claims.indices.map { claim -> [String] in
      ["claim \(Self.claims[claim].rawValue)"]
        + Factor.allCases.map { factor in
          let (changed, pairs) = changes(of: claim, by: factor)
          return pairs == 0 ? "–" : percent(Double(changed) / Double(pairs))
        }
    }
    let nearest = Self.claims.indices.map { claim -> String in
      let name = "Claim \(Self.claims[claim].rawValue)"
      guard let (point, choices) = nearestHolding(claim) else {
        return protocols.contains { $0.verdicts[claim] == .holds }
          ? "- \(name) holds in some of these protocols; the default one, to which one could be the "
            + "nearest, is not among them."
          : "- \(name) holds in none of these protocols."
      }
      guard !choices.isEmpty else { return "- \(name) holds in the default protocol." }
      let words = choices.map { "\($0.rawValue) `\($0.value(point))`" }
      return
        "- \(name) holds nearest to the default protocol with \(words.joined(separator: ", "))."
    }
    return [
      "## Which choice decides", "",
      "Of the pairs of protocols that differ in one choice alone, the share whose verdicts differ:",
      "",
    ] + TextTable.markdown(["claim"] + Factor.allCases.map(\.rawValue), decisive) + nearest + [""]
  }
}
