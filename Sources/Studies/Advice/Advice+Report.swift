import Algorithms
import Documents
import Foundation
import Texts

extension Advice: StudyResult {
  public func json() throws -> Data { try JSON.document(self, kind: AdviceStudy.kind) }

  public func tables() throws -> [(suffix: String, content: Data)] {
    [("", try lossTable()), ("-masks", try maskTable())]
  }

  private func lossTable() throws -> Data {
    let names = AdviceVariant.all.map(\.name)
    let rows = rankings.flatMap { ranking in
      ranking.losses.map { loss -> [String] in
        let estimate = [loss.wrong.value, loss.wrong.lower, loss.wrong.upper]
        return [ranking.metric, loss.loss, "\(loss.group)"]
          + (estimate + loss.variants.dropFirst()).map { $0.map { "\($0)" } ?? "" }
      }
    }
    return try CSV.table(
      ["metric", "loss", "group", "wrong", "lower", "upper"] + names.dropFirst(), rows,
      configuration: configuration)
  }

  private func maskTable() throws -> Data {
    try CSV.table(
      ["mask", "elements", "components", "thickness", "paths", "notPossible"],
      masks.map { mask -> [String] in
        let traits = mask.traits.map {
          ["\($0.size)", "\($0.components)", "\($0.thickness)"]
        }
        return [mask.name] + (traits ?? ["", "", ""])
          + [mask.paths.joined(separator: " "), mask.obstacles.joined(separator: "; ")]
      }, configuration: configuration)
  }

  /// The answer in words, one sentence for each metric, and a second where it depends on a choice.
  public var answers: [String] {
    rankings.map { ranking in
      let groups = ranking.groups
      guard let best = groups.first else {
        return
          "By \(ranking.label) nothing can be said: it tells no predictions of these masks apart."
      }
      return sentence(best.map(\.loss), ranking) + " " + Self.dependence(ranking)
    }
  }

  private func sentence(_ best: [String], _ ranking: Ranking) -> String {
    let worse = ranking.losses.count - best.count
    switch (best.count, worse) {
    case (1, 0):
      return "By \(ranking.label) there is one loss alone, and nothing to choose from."
    case (_, 0):
      return "By \(ranking.label) no loss can be recommended above another: none of the "
        + "\(best.count) is told from the best" + tooFew(ranking) + "."
    case (1, _):
      return "By \(ranking.label) \(best[0]) orders fewer pairs wrongly than "
        + (worse == 1 ? "the other loss." : "each of the \(worse) other losses.")
    default:
      return "By \(ranking.label) these \(best.count) losses cannot be told from the best, and the "
        + (worse == 1 ? "other one is" : "other \(worse) are")
        + " worse: \(best.joined(separator: ", "))."
    }
  }

  /// Where masks are so few that nothing could be told, how many it takes.
  private func tooFew(_ ranking: Ranking) -> String {
    let least = ResampledShares.leastMasks(toTellApart: ranking.losses.count)
    guard configuration.isAboutOtherMasks, ranking.masks < least else { return "" }
    return
      "; with \(counted(ranking.masks, "mask")) none could be, however far apart the shares are, "
      + "since a test of signs takes \(least) for so many losses"
  }

  /// Which choices change what is best.
  private static func dependence(_ ranking: Ranking) -> String {
    let standard = Set(ranking.best.first ?? [])
    let changes = zip(AdviceVariant.all, ranking.best).dropFirst()
      .filter { standard.isDisjoint(with: $0.1) }
    guard !changes.isEmpty else {
      let stable = (ranking.best.first ?? []).filter { loss in
        ranking.best.allSatisfy { $0.contains(loss) }
      }
      let choices = "among the best whichever of the other choices is made."
      switch stable.count {
      case 0: return "No single one of them stays \(choices)"
      case standard.count:
        return standard.count == 1 ? "It stays \(choices)" : "All of them stay \(choices)"
      case 1: return "Of these, \(stable[0]) stays \(choices)"
      default: return "Of these, \(stable.joined(separator: ", ")) stay \(choices)"
      }
    }
    return "This depends on a choice: "
      + changes.map { "with \($0.name) the best are \($1.joined(separator: ", "))" }
      .joined(separator: "; ") + "."
  }

  /// The answer and the rankings for the terminal.
  public func summary() -> String {
    let tables = rankings.map { ranking in
      TextTable.aligned(
        [["by \(ranking.metric)", "group", "wrong, %"]]
          + ranking.losses.map { [$0.loss, "\($0.group)", Estimate?($0.wrong).inPercent] }
      ).joined(separator: "\n")
    }
    return (answers + [scope] + tables).joined(separator: "\n\n")
  }
}
