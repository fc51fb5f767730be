import Foundation
import Testing

@testable import Plot

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct OutputTests {
  /// Draws each sample; `FIGURE_SAMPLES=folder` also keeps the files for a look at them.
  @Test(arguments: SampleFigures.all.map(\.name))
  func samplesAreDrawnTheSameTwice(name: String) throws {
    let figure = try #require(SampleFigures.all.first { $0.name == name }).figure
    let files = [
      "png": try figure.png(), "svg": try figure.svg(), "pdf": try figure.pdf(),
    ]
    #expect(try figure.png() == files["png"])
    #expect(try figure.svg() == files["svg"])
    #expect(try figure.pdf() == files["pdf"])
    if let folder = ProcessInfo.processInfo.environment["FIGURE_SAMPLES"] {
      for (format, bytes) in files { try writeAtomically(bytes, to: "\(folder)/\(name).\(format)") }
    }
  }
}
