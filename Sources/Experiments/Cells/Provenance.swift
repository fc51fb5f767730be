import Foundation

/// What outputs embed so that they can be made again.
public enum Provenance {
  /// Version and configuration on one line of JSON.
  public static func line(_ configuration: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let configuration = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    return "{\"version\":\"\(programVersion)\",\"configuration\":\(configuration)}"
  }

  /// A result with its version and configuration as JSON with sorted keys.
  public static func json(_ result: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(result) + Data("\n".utf8)
  }

  /// A table of comma-separated values; a last column `experiment` holds in its first row what
  /// the table was made from.
  public static func csv(
    _ header: [String], _ rows: [[String]], configuration: some Encodable
  ) throws -> Data {
    let provenance = try line(configuration)
    let body = rows.enumerated().map { $1 + [$0 == 0 ? provenance : ""] }
    let lines = ([header + ["experiment"]] + body).map {
      $0.map(Report.quoted).joined(separator: ",")
    }
    return Data((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The section of a report in Markdown that holds the configuration.
  static func markdown(_ configuration: some Encodable) throws -> [String] {
    [
      "## Configuration", "", "```yaml",
      try Report.yaml(configuration).trimmingCharacters(in: .newlines), "```", "",
    ]
  }

  /// A table in Markdown: the first column to the left, the others to the right.
  static func markdownTable(_ header: [String], _ rows: [[String]]) -> [String] {
    let rule = ["---"] + header.dropFirst().map { _ in "--:" }
    return ([header] + [rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" } + [""]
  }
}
