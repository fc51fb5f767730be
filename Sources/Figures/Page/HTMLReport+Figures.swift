import Documents
import Experiments
import Foundation
import Plot

extension HTMLReport {
  /// The figure, scaled and raw, each in the colours of both schemes and with its values.
  func figures() throws -> String {
    let composition = FigureComposition(
      result, provenance: try Provenance.line(report.configuration))
    let (scaled, raw) = (composition.figure(.scaled), composition.figure(.raw))
    return try interactive(scaled, raw: raw, id: "scaled", title: "Every curve scaled to [0, 1]")
      + interactive(raw, raw: nil, id: "raw", title: "Values as they are")
  }

  private func interactive(
    _ figure: Figure, raw: Figure?, id: String, title: String
  ) throws -> String {
    var figure = figure
    let caption = figure.caption ?? ""
    figure.caption = nil
    let readout = try FigureReadout(figure, raw: raw, markText: "does not rise").json()
    func drawing(_ theme: Theme) throws -> String {
      figure.theme = theme
      return Self.inlined(try figure.svg()).replacingOccurrences(
        of: "<svg role=\"img\" ", with: "<svg aria-hidden=\"true\" ")
    }
    return """
      <figure class="plot">
      <h3 id="\(id)-title">\(title)</h3>
      <div class="frame"><div class="canvas" role="application" tabindex="0" aria-labelledby="\(id)-title" \
      aria-describedby="\(id)-help" data-readout="\(id)-data">
      <div class="on-light">\(try drawing(.light))</div>
      <div class="on-dark">\(try drawing(.dark))</div>
      </div></div>
      <p class="help" id="\(id)-help">Point at the curves to read their values, or focus the figure: \
      ← → change the step, ↑ ↓ the curve, Page Up and Page Down the panel, Escape hides. The values \
      are also in a table below each object's verdicts.</p>
      <output class="readout" aria-live="polite" data-for="\(id)-data"></output>
      <figcaption>\(caption.escapedForXML)</figcaption>
      <script type="application/json" id="\(id)-data">\(readout)</script>
      </figure>

      """
  }

  /// What another command has left.
  func body(of addition: ReportAddition) -> String {
    let figures = addition.figures.map { figure in
      let label = Self.description(in: figure.svg) ?? figure.name.escapedForXML
      let svg = Self.inlined(Array(figure.svg.utf8)).replacingOccurrences(
        of: "<svg role=\"img\" ", with: "<svg role=\"img\" aria-label=\"\(label)\" ")
      return """
        <figure class="paper"><h3>\(figure.name.escapedForXML)</h3>
        <div class="sheet" role="region" tabindex="0" aria-label="Figure \(figure.name.escapedForXML)">\(svg)</div></figure>
        """
    }
    let text = addition.text.map { text in
      """
      <details open><summary>Report of \(addition.name.escapedForXML)</summary>
      <pre tabindex="0" aria-label="Report of \(addition.name.escapedForXML)">\(text.escapedForXML)</pre>
      </details>
      """
    }
    return (figures + [text].compactMap { $0 }).joined(separator: "\n")
  }

  /// An SVG from its root element on, as it stands in HTML.
  private static func inlined(_ svg: [UInt8]) -> String {
    let text = String(decoding: svg, as: UTF8.self)
    return text.range(of: "<svg ").map { String(text[$0.lowerBound...]) } ?? ""
  }

  /// The caption that a figure of this program carries, still escaped.
  private static func description(in svg: String) -> String? {
    guard let start = svg.range(of: "<desc>"),
      let end = svg.range(of: "</desc>", range: start.upperBound..<svg.endIndex)
    else { return nil }
    return String(svg[start.upperBound..<end.lowerBound])
      .replacingOccurrences(of: "\"", with: "&quot;")
  }
}
