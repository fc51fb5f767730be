import Documents
import Experiments
import Foundation
import Losses
import Plot
import Texts

/// What the template of the page shows. The names of the properties are those in the templates,
/// which escape every value but style, script and read-out.
struct PageView {
  let version: String
  let style: String
  let styleHash: String
  let script: String
  let scriptHash: String
  let figures: [FigureView]
  let claims: [ClaimsView]
  let tolerance: String
  let scenes: [SceneView]
  let additions: [AdditionView]
  /// What of the experiment is not there, and why.
  let hasFailures: Bool
  let failures: [String]
  let losses: [LossView]
  let configuration: String
}

/// A figure in the colours of both schemes, and what can be read out of it.
struct FigureView {
  let id: String
  let title: String
  let caption: String
  let light: SVGDrawing
  let dark: SVGDrawing
  /// JSON that may stand in a `script` element.
  let readout: String

  /// Draws a figure, without its caption, which the page shows as text.
  ///
  /// - Parameters:
  ///   - figure: what to draw.
  ///   - raw: figures with the same curves in other values, which are read out as well.
  ///   - id: begins every identifier that the figure has in the page.
  ///   - title: its heading.
  init(_ figure: Figure, raw: [Figure], id: String, title: String) throws {
    var figure = figure
    self.id = id
    self.title = title
    caption = figure.caption ?? ""
    figure.caption = nil
    readout = try FigureReadout(figure, raw: raw, markText: "does not rise").json()
    figure.theme = .light
    light = try SVGDrawing(try figure.svg(), identifiers: "\(id)-light")
    figure.theme = .dark
    dark = try SVGDrawing(try figure.svg(), identifiers: "\(id)-dark")
  }
}

/// The claims along a path, with the rule and the evidence of every verdict.
struct ClaimsView {
  let path: String
  let judged: [Judged]

  struct Judged {
    let number: Int
    let statement: String
    let reading: String
    let sign: String
    let verdict: String
    let rule: String
    let evidence: [String]
  }

  init(_ claims: PathClaims) {
    path = claims.title
    judged = claims.claims.map { claim in
      Judged(
        number: claim.claim.rawValue, statement: claim.claim.statement,
        reading: claim.reading ?? "",
        sign: claim.verdict.sign,
        verdict: claim.verdict.rawValue, rule: claim.rule, evidence: claim.evidence)
    }
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

/// What a study has written.
struct AdditionView {
  let id: String
  let title: String
  let drawings: [Drawing]
  let texts: [String]

  struct Drawing {
    let name: String
    let label: String
    let drawing: SVGDrawing
  }

  init(_ addition: ReportAddition) {
    id = addition.identifier
    title = addition.title
    texts = addition.text.map { [$0] } ?? []
    drawings = addition.drawings.map { name, drawing in
      Drawing(name: name, label: drawing.caption ?? name, drawing: drawing)
    }
  }
}

/// A loss of the catalogue.
struct LossView {
  let name: String
  let id: String
  let family: String
  let formula: String
  let hasParameters: Bool
  let parameterCount: Int
  let parameters: [Parameter]
  let edgeCases: String
  let source: String

  struct Parameter {
    let name: String
    let defaultValue: String
    let summary: String
    let range: String
  }

  init(_ loss: LossSpecification) {
    name = loss.name
    id = loss.id
    family = loss.family?.displayName ?? "Computed elsewhere"
    formula = loss.formula
    hasParameters = !loss.parameters.isEmpty
    parameterCount = loss.parameters.count
    parameters = loss.parameters.map { parameter in
      Parameter(
        name: parameter.name, defaultValue: shortNumber(parameter.defaultValue),
        summary: parameter.summary, range: parameter.range.description)
    }
    edgeCases = loss.edgeCases
    source = loss.source
  }
}
