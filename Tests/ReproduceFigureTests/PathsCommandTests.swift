import Foundation
import Testing
import TestSupport

/// The strips of masks show the object, and say what they leave out.
@Suite struct PathsCommandTests {
  /// The texts of the figure that `paths` draws, in order.
  private func texts(path: String, object: String) throws -> String {
    try withTemporaryFolder { folder in
      let outcome = try Program.run([
        "paths", "--path", path, "--grid", "96x96", "--objects", object, "--steps", "4",
        "--format", "svg", "--output", folder.path,
      ])
      #expect(outcome.status == 0)
      let svg = try String(
        contentsOf: folder.appendingPathComponent("paths.svg"), encoding: .utf8)
      return svg.components(separatedBy: "<text ").dropFirst().map { element in
        String(element.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" })
      }.joined(separator: " ")
    }
  }

  @Test func errorsFarFromASmallObjectAreCountedNotShown() throws {
    let texts = try texts(path: "speckle", object: "dot=disc:3")
    let note = try #require(
      texts.firstMatch(
        of: #/(\d+) × (\d+) of 96 × 96 elements; (\d+) of (\d+) FP of the last step/#))
    let rows = try #require(Int(note.1))
    // A disc of radius 3 takes 7 rows; one extent on each side makes 21.
    #expect(rows == 21)
    let hidden = try #require(Int(note.3))
    let all = try #require(Int(note.4))
    #expect(hidden > 0 && hidden <= all)
    // FP of the last step stands below the axis too.
    #expect(texts.contains("4 \(all) \(all) "))
  }

  @Test(arguments: ["shift", "grow"])
  func errorsNearTheObjectAreAllShown(path: String) throws {
    let texts = try texts(path: path, object: "ball=disc:12")
    #expect(texts.contains("of 96 × 96 elements"))
    #expect(!texts.contains("lie outside"))
  }
}
