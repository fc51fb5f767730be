import Experiments
import Figures
import Foundation
import Plot
import Testing

/// What figures of this program consist of may stand in a page, and nothing else.
@Suite struct SVGDrawingTests {
  private func document(_ body: String, attributes: String = "") -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg\(attributes) xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt" \
      viewBox="0 0 10 10"><metadata><entry xmlns="urn:figure:metadata" \
      name="Software">reproduce-figure 1.0.0</entry></metadata>\(body)</svg>
      """.utf8)
  }

  private func drawing(_ body: String, attributes: String = "") throws -> SVGDrawing {
    try SVGDrawing(document(body, attributes: attributes), identifiers: "test")
  }

  @Test(arguments: [FigureTheme.light, .dark, .print])
  func everyFigureOfThisProgramIsTaken(theme: FigureTheme) throws {
    var output = OutputSpecification()
    output.theme = theme
    var experiment = SmallStudies.experiment()
    experiment.output = output
    let result = try Experiment(experiment, registries: .standard).run()
    let composition = try FigureComposition(result)
    let figures =
      [("scaled", composition.figure(.scaled)), ("raw", composition.figure(.raw))]
      + (try SmallStudies.figures(output))
    #expect(figures.count > 6)
    for (name, figure) in figures {
      let drawing = try SVGDrawing(try figure.svg(), identifiers: name)
      #expect(drawing.caption == figure.caption, "\(name)")
      #expect(drawing.texts == (try figure.layout().texts.map(\.text)), "\(name)")
    }
  }

  @Test func drawingIsRebuilt() throws {
    let drawing = try drawing(
      """
      <desc>What &lt;it&gt; shows</desc><defs><clipPath id="a"><path d="M 0 0 Z"/></clipPath></defs>
      <g id="b" clip-path="url(#a)"><path style="fill:none; stroke:rgb(10%,20%,30%)" d="M1,2L-3e1,4"/>
      <text x="1" y="2">小 &lt;b&gt;&amp;</text></g>
      """)
    #expect(drawing.caption == "What <it> shows")
    #expect((drawing.width, drawing.viewBox) == ("10pt", "0 0 10 10"))
    let group = try #require(drawing.elements.last)
    #expect(drawing.elements.map(\.name) == ["defs", "g"])
    #expect(drawing.elements[0].elements[0]["id"] == "test-0")
    #expect(group["clip-path"] == "url(#test-0)" && group["id"] == "test-1")
    #expect(group.elements[0].attributes.map(\.name) == ["d", "fill", "stroke"])
    #expect(group.elements[0]["stroke"] == "rgb(10%,20%,30%)")
    #expect(group.elements[1].text == "小 <b>&")
  }

  /// What would run, load, link or restyle something in a page.
  @Test(arguments: [
    "<script>x()</script>", "<SCRIPT>x()</SCRIPT>", "<style>*{}</style>",
    "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
    "<a href=\"javascript:x()\"><path d=\"M0 0\"/></a>", "<image href=\"x\" onerror=\"x()\"/>",
    "<use href=\"https://example.org/x.svg#a\"/>", "<path d=\"M0 0\" onclick=\"x()\"/>",
    "<path d=\"M0 0\" fill=\"url(https://example.org/x)\"/>",
    "<path d=\"M0 0\" style=\"background:url(https://example.org/x)\"/>",
    "<path d=\"M0 0\" style=\"fill:url(#a)\"/>", "<path d=\"x&quot;onload=&quot;\"/>",
    "<set attributeName=\"onmouseover\" to=\"x()\"/>",
    "<animate attributeName=\"href\" values=\"javascript:x()\"/>",
    "<h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\" srcdoc=\"x\"/>",
    "<g clip-path=\"url(#nothing)\"/>", "<g clip-path=\"url(x#y)\"/>", "<g id=\"a b\"/>",
    "<g id=\"a\"/><g id=\"a\"/>", "<svg/>", "<!-- a comment -->", "<![CDATA[x]]>",
    "<g font-family=\"x;y\"/>", "<g style=\":\"/>", "<g style=\" ; fill\"/>",
    "<text xml:space=\"preserve\" class=\"tip\">x</text>",
    String(repeating: "<g>", count: 10) + String(repeating: "</g>", count: 10),
  ])
  func nothingElseIsTaken(body: String) throws {
    #expect { try drawing(body) } throws: { error in
      if case .notAllowed? = error as? SVGError { true } else { false }
    }
  }

  @Test func rootRunsNothing() {
    #expect(throws: SVGError.self) { try drawing("", attributes: " onload=\"x()\"") }
    #expect(throws: SVGError.self) { try drawing("", attributes: "/onload=x()") }
    let doctype = Array("<!DOCTYPE svg [<!ENTITY a \"b\">]>".utf8) + document("")
    #expect(throws: SVGError.notAllowed("a declaration or a comment")) {
      try SVGDrawing(doctype, identifiers: "test")
    }
  }

  /// Names of other encodings once trapped.
  @Test func bytesThatAreNoTextAreRefused() {
    for place in ["svg", "width", "10pt", "entry"] {
      var bytes = document("<g/>")
      guard let range = bytes.firstRange(of: Array(place.utf8)) else { continue }
      bytes.insert(0xF2, at: range.upperBound)
      #expect(throws: SVGError.malformed("it is not UTF-8"), "\(place)") {
        try SVGDrawing(bytes, identifiers: "test")
      }
    }
  }

  @Test func whatIsNoDrawingOfThisProgramIsRefused() {
    for text in ["", "<svg", "no markup", "<svg></g>"] {
      #expect {
        try SVGDrawing(text.utf8, identifiers: "test")
      } throws: { error in
        if case .malformed? = error as? SVGError { true } else { false }
      }
    }
    let foreign = "<svg width=\"1\" height=\"1\" viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>"
    #expect(throws: SVGError.foreign) { try SVGDrawing(foreign.utf8, identifiers: "test") }
  }
}

extension SVGDrawing {
  /// The texts in the order of the drawing.
  fileprivate var texts: [String] { elements.flatMap(\.texts) }
}

extension SVGElement {
  fileprivate var texts: [String] {
    (name == "text" ? [text] : []) + elements.flatMap(\.texts)
  }
}
