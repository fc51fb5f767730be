import Foundation
import TestSupport
import Testing

/// The numbers of docs/pitfalls.md are those that its commands give.
///
/// A comment above each table says which files it is made from. Where a number has changed for a good
/// reason, `UPDATE_PAGES=1 swift test --filter PitfallPageTests` writes the tables and the figures anew.
@Suite struct PitfallPageTests {
  private static let page = "docs/pitfalls.md"

  /// A comment `numbers FOLDER steps=… objects=… [paths=…] losses=… metrics=…` and the table under it.
  private struct Table {
    let folder: String
    private let lists: [String: [String]]

    init(_ comment: Substring) {
      let words = comment.split(separator: " ")
      folder = words.first.map(String.init) ?? ""
      lists = Dictionary(
        words.dropFirst().map { word in
          let parts = word.split(separator: "=", maxSplits: 1)
          return (String(parts[0]), parts.last?.split(separator: ",").map(String.init) ?? [])
        }, uniquingKeysWith: { $1 })
    }

    /// The lines of the table.
    func lines(in folder: URL) throws -> [String] {
      let curves = try Self.rows(of: folder.appendingPathComponent("\(self.folder)/curves.csv"))
      let metrics = try Self.rows(of: folder.appendingPathComponent("\(self.folder)/metrics.csv"))
      let (losses, judges) = (lists["losses"] ?? [], lists["metrics"] ?? [])
      let paths = lists["paths"] ?? [curves.first?["path"] ?? ""]
      let objects = lists["objects"] ?? []
      var lines = [
        (["object", "path", "step", "FP", "FN"] + losses + judges).map { "\($0)" }
          .joined(separator: " | "),
        (["---", "---"] + Array(repeating: "--:", count: 3 + losses.count + judges.count))
          .joined(separator: " | "),
      ]
      for object in objects {
        for path in paths {
          for step in lists["steps"] ?? [] {
            func row(_ rows: [[String: String]], _ column: String, _ name: String) throws
              -> [String: String]
            {
              try #require(
                rows.first {
                  $0["object"] == object && $0["path"] == path && $0["step"] == step
                    && $0[column] == name
                }, "\(object) \(path) \(step) \(name)")
            }
            let first = try row(curves, "loss", losses[0])
            let cells =
              [object, path, step]
              + ["falsePositives", "falseNegatives"].map { Self.short(first[$0]) }
            let values =
              try losses.map { try row(curves, "loss", $0)["value"] }
              + judges.map { try row(metrics, "metric", $0)["error"] }
            lines.append((cells + values.map(Self.short)).joined(separator: " | "))
          }
        }
      }
      return lines.map { "| \($0) |" }
    }

    private static func short(_ text: String?) -> String {
      guard let text, let value = Double(text) else { return "–" }
      return value == value.rounded() && abs(value) < 1e6
        ? "\(Int(value))" : String(format: "%.3g", value)
    }

    /// The rows of a table without quotes but in its last column.
    private static func rows(of file: URL) throws -> [[String: String]] {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let header = lines[0].split(separator: ",").map(String.init)
      return lines.dropFirst().map { line in
        let cells = line.split(
          separator: ",", maxSplits: header.count - 1, omittingEmptySubsequences: false)
        return Dictionary(zip(header, cells.map(String.init))) { first, _ in first }
      }
    }
  }

  @Test func everyNumberIsFromARun() throws {
    let file = checkout.appendingPathComponent(Self.page)
    let text = try String(contentsOf: file, encoding: .utf8)
    try withTemporaryFolder { folder in
      let program = folder.appendingPathComponent("bin")
      try FileManager.default.createDirectory(at: program, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: program.appendingPathComponent("reproduce-figure"),
        withDestinationURL: Program.executable)
      let path = program.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
      for block in try Document(Self.page).blocks where block.language == "sh" {
        let outcome = try Program.bash(block.text, in: folder, environment: ["PATH": path])
        #expect(outcome.status == 0, "\(block): \(outcome.errors)")
      }
      // A comment, an empty line, and the lines of a table.
      let pattern = #/<!-- numbers (?<comment>[^\n]*) -->\n\n(?<table>(?:\|[^\n]*\n)*)/#
      let updated = try text.replacing(pattern) { match in
        let table = try Table(match.output.comment).lines(in: folder)
        return "<!-- numbers \(match.output.comment) -->\n\n" + table.joined(separator: "\n") + "\n"
      }
      #expect(text.matches(of: pattern).count >= 5)
      guard ProcessInfo.processInfo.environment["UPDATE_PAGES"] != nil else {
        #expect(updated == text, "docs/pitfalls.md does not have the numbers of its commands")
        return
      }
      try Data(updated.utf8).write(to: file)
      for name in Set(text.matches(of: pattern).map { Table($0.output.comment).folder })
      where text.contains("(pitfalls/\(name).png)") {
        let figure = checkout.appendingPathComponent("docs/pitfalls/\(name).png")
        try? FileManager.default.removeItem(at: figure)
        try FileManager.default.copyItem(
          at: folder.appendingPathComponent("\(name)/figure.png"), to: figure)
      }
    }
  }
}
