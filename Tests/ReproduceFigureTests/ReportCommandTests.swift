import Experiments
import Foundation
import Losses
import Testing
import TestSupport

/// The report command, end to end. Tests/Browser opens its page in a browser.
@Suite struct ReportCommandTests {
  private func page(in folder: URL) throws -> String {
    let outcome = try Program.run(
      ["report", "--html"] + FigureCommandTests.small + ["--output", folder.path])
    #expect(outcome.status == 0)
    return try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
  }

  @Test func pageHoldsVerdictsValuesAndFormulas() throws {
    try withTemporaryFolder { folder in
      let page = try page(in: folder)
      #expect(folder.fileNames == ["report.files.json", "report.html"])
      let outcome = try Program.run(FigureCommandTests.small + ["--output", folder.path])
      #expect(outcome.status == 0)
      let report = try JSONDecoder().decode(
        Report.self, from: Data(contentsOf: folder.appendingPathComponent("report.json")))
      for claim in report.claims.flatMap(\.claims) {
        #expect(page.contains(claim.claim.statement))
        #expect(page.contains("</span> \(claim.verdict.rawValue)</strong>"))
      }
      let values = report.scenes.flatMap(\.curves).flatMap(\.values)
      #expect(!values.isEmpty)
      for value in values { #expect(page.contains(">\(String(format: "%.6g", value))</td>")) }
      for loss in Catalogue.standard.specifications {
        #expect(page.contains("<code>\(loss.id)</code>"))
        let escapes = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;")]
        let formula = escapes.reduce(loss.formula) {
          $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
        #expect(page.contains(">\(formula)</code>"), "\(loss.id)")
      }
      for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
        #expect(!page.contains(outside))
      }
    }
  }

  @Test func sameInputGivesSamePage() throws {
    try withTemporaryFolder { folder in
      let first = try page(in: folder.appendingPathComponent("first"))
      let second = try page(in: folder.appendingPathComponent("second"))
      #expect(first == second)
    }
  }

  @Test func whatOtherCommandsWroteIsShown() throws {
    try withTemporaryFolder { folder in
      let paths = try Program.run(
        ["paths", "--path", "shift", "--format", "svg", "--output", folder.path]
          + FigureCommandTests.small)
      #expect(paths.status == 0)
      let drawing = folder.appendingPathComponent("paths.svg")
      try FileManager.default.moveItem(
        at: drawing, to: folder.appendingPathComponent("landscape-rising.svg"))
      try Data("{}".utf8).write(to: folder.appendingPathComponent("landscape.json"))
      try Data("a <b> & c".utf8).write(to: folder.appendingPathComponent("landscape.md"))
      let page = try page(in: folder)
      #expect(page.contains("<section id=\"landscape\""))
      #expect(page.contains("<h3>landscape-rising</h3>"))
      #expect(page.contains("a &lt;b&gt; &amp; c"))
      #expect(!page.contains("<section id=\"descend\""))
    }
  }

  /// A drawing that this program did not make could run a script in the page.
  @Test(arguments: [
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>",
    "<svg><metadata><entry name=\"Software\">reproduce-figure 1</entry></metadata><script>x</script></svg>",
    "<svg onload=\"x()\"><metadata><entry name=\"Software\">reproduce-figure 1</entry></metadata></svg>",
  ])
  func foreignDrawingsAreLeftOut(drawing: String) throws {
    try withTemporaryFolder { folder in
      try Data(drawing.utf8).write(to: folder.appendingPathComponent("foreign.svg"))
      let outcome = try Program.run(
        ["report", "--html"] + FigureCommandTests.small + ["--output", folder.path])
      #expect(outcome.status == 0)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("foreign.svg"))
      let page = try String(
        contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
      #expect(!page.contains("<h3>foreign</h3>"))
    }
  }

  @Test func withoutHTMLTheReportIsPrinted() throws {
    try withTemporaryFolder { folder in
      let printed = try Program.run(["report"] + FigureCommandTests.small)
      let written = try Program.run(FigureCommandTests.small + ["--output", folder.path])
      #expect(printed.status == 0 && written.status == 0)
      let file = try String(
        contentsOf: folder.appendingPathComponent("report.md"), encoding: .utf8)
      func lines(_ text: String) -> [Substring] {
        // Only the file shows figures and knows the folder that it stands in.
        text.split(separator: "\n").filter { !$0.hasPrefix("![") && !$0.contains("folder:") }
      }
      #expect(lines(printed.output) == lines(file))
    }
  }

  @Test func folderThatCannotBeMadeIsAnError() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data().write(to: file)
      let outcome = try Program.run(
        ["report", "--html"] + FigureCommandTests.small + ["--output", file.path + "/inside"])
      #expect(outcome.status == 73)
      #expect(outcome.errorLines.count == 1)
    }
  }
}
