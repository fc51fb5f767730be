import Algorithms
import Documents
import Texts
import Foundation

extension Robustness: StudyResult {
  public func tables() throws -> [(suffix: String, content: Data)] { [("", try csv())] }

  /// Every protocol and its verdicts as JSON.
  public func json() throws -> Data { try JSON.document(self) }

  /// One row for each protocol.
  private func csv() throws -> Data {
    let rows = protocols.map { point -> [String] in
      let protocolCells = [
        point.path, extents(point.grid), "\(point.probabilities)", "\(point.smoothing)",
        "\(point.tolerance)", point.reading.rawValue,
      ]
      return protocolCells + point.verdicts.map(\.rawValue)
        + ["\(point.isDefault)", point.obstacles.joined(separator: "; ")]
    }
    return try CSV.table(
      ["path", "grid", "probabilities", "smoothing", "tolerance", "reading"]
        + Self.claims.map { "claim\($0.rawValue)" } + ["isDefault", "notPossible"],
      rows, configuration: configuration)
  }

  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# How far do the claims depend on the protocol?", "",
      Provenance.statement(version: version), "",
      "\(counted(protocols.count, "protocol")): every combination of "
        + "\(counted(configuration.experiment.paths.count, "path")), grids of \(configuration.grids.map(extents).joined(separator: ", ")), probabilities "
        + configuration.probabilities.map { "`\($0)`" }.joined(separator: ", ")
        + ", smoothing S \(list(configuration.smoothings)) of "
        + "every loss that has it, and tolerance \(list(configuration.tolerances)), and \(counted(configuration.readings.count, "reading")) of what rising "
        + "means. The objects keep "
        + "their sizes on every grid.", "",
    ]
    lines += figures.map { "![Robustness of the claims](\($0))\n" }
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
    return (lines + (try Provenance.markdown(configuration))).joined(separator: "\n")
  }

  private func list(_ values: [Double]) -> String {
    values.map { shortNumber($0) }.joined(separator: ", ")
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
      "The default protocol, marked in the figure: path \(point.path), grid "
        + "\(extents(point.grid)), probabilities `\(point.probabilities)`, S \(shortNumber(point.smoothing)), tolerance "
        + "\(shortNumber(point.tolerance)).", "",
    ]
  }

  private func rows(by factor: Factor) -> [[String]] {
    protocols.map(factor.value).uniqued().map { value in
      [value]
        + Self.claims.indices.map { claim in
          let tally = tally(claim) { factor.value($0) == value }
          return tally.judged == 0
            ? "not judged" : "\(tally.holds) + \(tally.inPart) of \(tally.judged)"
        }
    }
  }

  private func obstacleLines() -> [String] {
    let lines = Array(
      protocols.flatMap { point in
        point.obstacles.map { "- \(point.path) on \(extents(point.grid)): \($0)" }
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
