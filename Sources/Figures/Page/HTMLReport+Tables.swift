import Texts
import Experiments
import Foundation
import Losses

/// A table of the page; its rows can be sorted by every column.
struct HTMLTable {
  /// A cell: what it shows, already as HTML, and the number that it is sorted by.
  struct Cell {
    var html: String
    var number: Double?
    var isNumeric = false

    /// A text.
    static func text(_ text: String) -> Cell { Cell(html: text.escapedForXML) }

    /// A number, or a dash where there is none; dashes sort first.
    static func number(_ value: Double?, _ text: String? = nil) -> Cell {
      Cell(
        html: value == nil ? "–" : (text ?? shortNumber(value ?? 0)).escapedForXML, number: value,
        isNumeric: true)
    }
  }

  var caption: String
  var columns: [String]
  var rows: [[Cell]]
  var isSortable = true

  var html: String {
    let heads = columns.map { column in
      let name = column.escapedForXML
      return isSortable
        ? "<th scope=\"col\" aria-sort=\"none\"><button type=\"button\">\(name)</button></th>"
        : "<th scope=\"col\">\(name)</th>"
    }
    let lines = rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let key = cell.isNumeric ? " data-number=\"\(cell.number.map { "\($0)" } ?? "")\"" : ""
        return index == 0
          ? "<th scope=\"row\"\(key)>\(cell.html)</th>" : "<td\(key)>\(cell.html)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let name = caption.escapedForXML
    return """
      <div class="scroll" role="region" tabindex="0" aria-label="\(name)">
      <table\(isSortable ? " class=\"sortable\"" : "")>
      <caption>\(name)</caption>
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(lines.joined(separator: "\n"))
      </tbody>
      </table>
      </div>

      """
  }
}

extension ClaimVerdict {
  /// A sign that tells verdicts apart without colour.
  fileprivate var sign: String {
    switch self {
    case .holds: "✓"
    case .holdsInPart: "◐"
    case .doesNotHold: "✗"
    case .notEvaluated: "–"
    }
  }
}

extension HTMLReport {
  /// The claims along each path, with the rule and the evidence of every verdict.
  func claims() -> String {
    report.claims.map { path in
      let rows = path.claims.map { claim in
        let evidence = claim.evidence.map { "<li>\($0.escapedForXML)</li>" }.joined()
        let verdict =
          "<strong class=\"verdict\"><span aria-hidden=\"true\">\(claim.verdict.sign)</span> "
          + "\(claim.verdict.rawValue)</strong>"
        return [
          HTMLTable.Cell.text("\(claim.claim.rawValue). \(claim.claim.statement)"),
          HTMLTable.Cell(html: verdict),
          HTMLTable.Cell(
            html: "<details><summary>Rule and numbers</summary><p>\(claim.rule.escapedForXML)</p>"
              + "<ul>\(evidence)</ul></details>"),
        ]
      }
      return HTMLTable(
        caption: "Claims along the path \(path.path)", columns: ["Claim", "Verdict", "Evidence"],
        rows: rows, isSortable: false
      ).html
    }.joined()
  }

  /// For each object along each path how its curves rise, and the values.
  func verdicts() -> String {
    let explanation = """
      <p>A step rises when the loss grows by more than τ = \
      \(shortNumber(report.configuration.tolerance)) of the range of its curve, stalls when it \
      changes by τ at most, and falls otherwise. Fluctuation is total variation over net rise: 1 \
      means that the curve never turns back. ρ and τ-b are the rank correlations of Spearman and \
      Kendall with the step.</p>

      """
    return explanation + report.scenes.map(verdicts(of:)).joined()
  }

  private func verdicts(of scene: Report.SceneReport) -> String {
    let name = "the \(scene.object) object along the path \(scene.path)"
    let settings = scene.settings.map { "\($0.name) \(shortNumber($0.value)) \($0.unit)" }
    let rows = scene.curves.map { curve -> [HTMLTable.Cell] in
      let monotonicity = curve.monotonicity
      let counts = [monotonicity.rises, monotonicity.stalls, monotonicity.falls]
      let steps = [monotonicity.firstViolation, monotonicity.plateauStart]
      return [.text(curve.label), .text(monotonicity.verdict.rawValue)]
        + (counts + steps).map { .number($0.map(Double.init)) }
        + [monotonicity.spearman, monotonicity.kendall, monotonicity.fluctuation].map {
          .number($0, fixed($0))
        } + [.number(monotonicity.largestFall, percent(monotonicity.largestFall))]
    }
    let table = HTMLTable(
      caption: "Verdicts on \(name)",
      columns: [
        "Loss", "Verdict", "Rises", "Stalls", "Falls", "First violation", "Plateau from", "ρ",
        "τ-b",
        "Fluctuation", "Largest fall",
      ], rows: rows)
    let share = percent(Double(scene.size) / Double(scene.gridCount))
    return """
      <h3>\("The \(scene.object) object along the path \(scene.path)".escapedForXML)</h3>
      <p>\(scene.size) of \(scene.gridCount) elements (\(share)). Chosen before any loss was \
      evaluated: \(settings.joined(separator: ", ").escapedForXML).</p>
      \(table.html)<details><summary>Values of \(name.escapedForXML)</summary>
      \(values(of: scene, name: name).html)</details>

      """
  }

  private func values(of scene: Report.SceneReport, name: String) -> HTMLTable {
    let rows = scene.falsePositives.indices.map { step -> [HTMLTable.Cell] in
      [
        .number(Double(step)), .number(scene.falsePositives[step]),
        .number(scene.falseNegatives[step]),
      ] + scene.curves.map { .number($0.values[step], String(format: "%.6g", $0.values[step])) }
    }
    return HTMLTable(
      caption: "Values of \(name)", columns: ["Step", "FP", "FN"] + scene.curves.map(\.label),
      rows: rows)
  }

  /// Every loss of the catalogue with its formula.
  func catalogue() -> String {
    let rows = Catalogue.standard.specifications.map { loss -> [HTMLTable.Cell] in
      let parameters = loss.parameters.map { parameter in
        "<li><code>\(parameter.name.escapedForXML)</code> = \(shortNumber(parameter.defaultValue)): "
          + "\(parameter.summary.escapedForXML); \(parameter.range.description.escapedForXML)</li>"
      }
      return [
        HTMLTable.Cell(
          html: "\(loss.name.escapedForXML)<br><code>\(loss.id.escapedForXML)</code>"),
        .text(loss.family?.displayName ?? "Computed elsewhere"),
        HTMLTable.Cell(html: "<code class=\"formula\">\(loss.formula.escapedForXML)</code>"),
        HTMLTable.Cell(
          html: parameters.isEmpty ? "none" : "<ul>\(parameters.joined())</ul>",
          number: Double(parameters.count), isNumeric: true),
        .text(loss.edgeCases), .text(loss.source),
      ]
    }
    return "<p>p is the prediction, g the truth, both in [0, 1]; TP = Σ p g, FP = Σ p (1 − g), "
      + "FN = Σ (1 − p) g.</p>\n"
      + HTMLTable(
        caption: "The catalogue of losses",
        columns: ["Loss", "Family", "Formula", "Parameters", "Edge cases", "Source"], rows: rows
      ).html
  }
}
