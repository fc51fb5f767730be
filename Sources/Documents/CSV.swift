import Foundation

/// The tables of comma-separated values of this program (RFC 4180).
public enum CSV {
  /// A table as text.
  public static func table(_ header: [String], _ rows: [[String]]) -> Data {
    let lines = ([header] + rows).map { $0.map(quoted).joined(separator: ",") }
    return Data((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// A table with a last column `experiment`, which holds in its first row what the table was made
  /// from.
  public static func table(
    _ header: [String], _ rows: [[String]], configuration: some Encodable
  ) throws -> Data {
    let provenance = try Provenance.line(configuration)
    return table(
      header + ["experiment"], rows.enumerated().map { $1 + [$0 == 0 ? provenance : ""] })
  }

  /// A cell in double quotes where it needs them.
  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
