import Foundation
import TestSupport
import Testing

/// Many objects stand on several rows, and what cannot be drawn costs itself.
@Suite struct LayoutTests {
  private static let objects = (1...12).map { "o\($0)=disc:\($0 + 1)" }.joined(separator: ",")

  @Test(arguments: ["gradients", "figure"])
  func manyObjectsFindRoom(command: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        [
          command, "--grid", "40x120", "--objects", Self.objects, "--steps", "2", "--path",
          "shrink",
          "--losses", "dice", "--format", "svg", "--output", "out",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      let name = command == "figure" ? "figure.svg" : "gradients.svg"
      let figure = try String(
        contentsOf: folder.appendingPathComponent("out/\(name)"), encoding: .utf8)
      #expect(figure.contains("<svg"))
    }
  }
}
