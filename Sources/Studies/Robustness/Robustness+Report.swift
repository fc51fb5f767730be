import Algorithms
import Documents
import Texts
import Foundation

extension Robustness: StudyResult {
  public func tables() throws -> [(suffix: String, content: Data)] { [("", try csv())] }

  /// Every protocol and its verdicts as JSON.
  public func json() throws -> Data { try JSON.document(self, kind: RobustnessStudy.kind) }

  /// One row for each protocol.
  private func csv() throws -> Data {
    let rows = protocols.map { point -> [String] in
      let protocolCells = [
        point.path, "\(point.probabilities)", extents(point.grid), "\(point.reach)",
        point.ratio.map { "\($0)" } ?? "", point.reduction.rawValue, "\(point.smoothing)",
        "\(point.tolerance)", point.reading.rawValue,
      ]
      return protocolCells + point.verdicts.map(\.rawValue)
        + [point.curves, "\(point.isDefault)", point.obstacles.joined(separator: "; ")]
    }
    return try CSV.table(
      [
        "path", "probabilities", "grid", "reach", "ratio", "reduction", "smoothing", "tolerance",
        "reading",
      ] + Self.claims.map { "claim\($0.rawValue)" } + ["curves", "isDefault", "notPossible"],
      rows, configuration: configuration)
  }

  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# How far do the claims depend on the protocol?", "",
      Provenance.statement(), "",
      "\(counted(protocols.count, "protocol")), of which \(countOfDifferentProtocols) differ in effect: they have "
        + "\(countOfDifferentCurves) sets of curves; protocols with the same curves that are judged in "
        + "the same way are counted once below.", "",
      "Every one of \(configuration.experiment.paths.count) paths with every one of "
        + "\(configuration.probabilities.count) probability models, and beside the first path and model "
        + "one at a time \(counted(configuration.grids.count, "grid")), \(counted(configuration.reaches.count, "reach", "reaches")) "
        + "and \(counted(configuration.ratios.count, "ratio")) of the radii; each with "
        + "\(counted(configuration.reductions.count, "reduction")), "
        + "\(counted(configuration.smoothings.count, "smoothing")) of every loss that has one, "
        + "\(counted(configuration.tolerances.count, "tolerance")) and "
        + "\(counted(configuration.readings.count, "reading")) of what rising means. Objects keep their sizes on "
        + "every grid.", "",
    ]
    lines += figures.map { Markdown.figure("Robustness of the claims", file: $0) }
    lines += Self.claims.map { "\($0.rawValue). \($0.statement)" } + [""]
    lines += TextTable.markdown(Self.tallyHeadings, tallyRows())
    lines += defaultLines() + choiceLines()
    lines += [
      "## By each choice of the protocol", "", "Holds + holds in part of those judged.", "",
    ]
    for factor in Factor.allCases {
      lines += TextTable.markdown(
        [factor.rawValue] + Self.claims.map { "claim \($0.rawValue)" }, rows(by: factor))
    }
    lines += obstacleLines()
    return Markdown.document(lines + (try Provenance.markdown(configuration)))
  }

  private static let tallyHeadings = [
    "claim", "holds", "holds in part", "does not hold", "not judged", "default protocol",
  ]

  private func tallyRows() -> [[String]] {
    Self.claims.indices.map { claim in
      let tally = tally(claim)
      return [
        "claim \(Self.claims[claim].rawValue)", "\(tally.holds)", "\(tally.inPart)",
        "\(tally.fails)", "\(tally.notJudged)",
        protocols.first(where: \.isDefault)?.verdicts[claim].rawValue ?? "–",
      ]
    }
  }

  private func defaultLines() -> [String] {
    guard let point = protocols.first(where: \.isDefault) else {
      return ["The default protocol is not among these.", ""]
    }
    return [
      "The default protocol: "
        + Factor.allCases.map { "\($0.rawValue) `\($0.value(point))`" }.joined(separator: ", ")
        + ".", "",
    ]
  }

  /// One protocol for each choice of a factor, in order.
  package func choices(of factor: Factor) -> [Point] {
    Array(protocols.uniqued(on: factor.choice))
  }

  private func rows(by factor: Factor) -> [[String]] {
    choices(of: factor).map { point in
      let choice = factor.choice(point)
      return [factor.value(point)]
        + Self.claims.indices.map { claim in
          let tally = tally(claim) { factor.choice($0) == choice }
          return tally.judged == 0
            ? "not judged" : "\(tally.holds) + \(tally.inPart) of \(tally.judged)"
        }
    }
  }

  private func obstacleLines() -> [String] {
    let lines = Array(
      protocols.flatMap { point in
        point.obstacles.map {
          "- \(point.path) on \(extents(point.grid)), reach \(point.reach): \($0)"
        }
      }.uniqued())
    return lines.isEmpty ? [] : ["## Not possible", ""] + lines + [""]
  }

  /// The tallies as a table for the terminal.
  public func summary() -> String {
    TextTable.aligned([Self.tallyHeadings] + tallyRows()).joined(separator: "\n")
  }
}

/// Extents as `256 × 640`.
package func extents(_ shape: [Int]) -> String {
  shape.map { "\($0)" }.joined(separator: " × ")
}
