import Experiments
import Figures
import Plot
import Testing

/// What is written is whole, and what its reader cannot see in it is said.
@Suite struct OutputFilesTests {
  @Test func aTextWithoutAFontIsAWarningOnce() throws {
    let unassigned = "x\u{0378}"
    let figure = Figure(title: unassigned, panels: [[.blank]], width: 60)
    var files = OutputFiles()
    try files.add(figure, name: "one", formats: [.svg])
    try files.add(figure, name: "two", formats: [.svg, .png])
    #expect(files.files.map(\.name) == ["one.svg", "two.svg", "two.png"])
    #expect(files.warnings.count == 1)
    #expect(files.warnings.first?.contains(unassigned) == true)
  }

  @Test func aTextWithItsFontIsNone() throws {
    var files = OutputFiles()
    try files.add(
      Figure(title: "cross-entropy, α ≤ 1", panels: [[.blank]], width: 60), name: "figure",
      formats: [.svg])
    #expect(files.warnings.isEmpty)
  }
}
