import Experiments
import Foundation
import Losses
import Testing
import TestSupport

/// What README.md shows is what happens.
@Suite struct ReadmeTests {
  /// The fenced block after `<!-- name -->` in README.md.
  private func block(_ name: String, language: String) throws -> String {
    let readme = try String(
      contentsOf: checkout.appendingPathComponent("README.md"), encoding: .utf8)
    let start = try #require(readme.range(of: "<!-- \(name) -->\n```\(language)\n"))
    let end = try #require(readme[start.upperBound...].range(of: "\n```\n"))
    return String(readme[start.upperBound..<end.lowerBound])
  }

  @Test func verdictTableIsTheComputedOne() throws {
    let report = Report(try Experiment(ExperimentConfiguration(), registries: .standard).run())
    #expect(try block("verdicts", language: "text") == report.verdictTable())
  }

  @Test func addingALossWorksWordForWord() throws {
    let commands = try block("add-a-loss", language: "sh")
    try withTemporaryFolder { folder in
      for name in ["Package.swift", "Sources", "Tests"] {
        try FileManager.default.copyItem(
          at: checkout.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      let outcome = try Program.run(
        URL(fileURLWithPath: "/bin/bash"), ["-euo", "pipefail", "-c", commands], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("poly-cross-entropy"))
      let figure = folder.appendingPathComponent("my-figure")
      let drawing = try String(
        contentsOf: figure.appendingPathComponent("figure.svg"), encoding: .utf8)
      #expect(drawing.contains("Poly-1 cross-entropy"))
      let data = try Data(contentsOf: figure.appendingPathComponent("report.json"))
      let report = try JSONDecoder().decode(Report.self, from: data)
      let curves = report.scenes.flatMap(\.curves).filter { $0.key == "poly-cross-entropy" }
      #expect(curves.count == 2)
      // The definition alone says what the value of a perfect prediction with confidence c is.
      let expected = -log(0.99) + 0.01
      for curve in curves { #expect(abs(curve.values[0] - expected) <= 1e-12) }
    }
  }
}
