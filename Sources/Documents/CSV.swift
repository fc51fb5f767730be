import Foundation

/// The tables of comma-separated values of this program (RFC 4180).
public enum CSV {
  /// A table as text.
  public static func table(_ header: [String], _ rows: [[String]]) -> Data {
    let lines = ([header] + rows).map { $0.map(encoded).joined(separator: ",") }
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

  /// A cell as it stands in a table: in double quotes where it needs them, and after an apostrophe
  /// where a spreadsheet would take it for a formula (OWASP, CSV Injection). Numbers are none.
  private static func encoded(_ cell: String) -> String {
    let isFormula = startsFormula(cell) && Double(cell) == nil
    guard isFormula || cell.contains(where: { ",;\t\"".contains($0) || $0.isNewline }) else {
      return cell
    }
    return "\"" + (isFormula ? "'" : "") + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  /// The text that was written into a cell, which has its quotes no more.
  package static func decoded(_ cell: String) -> String {
    cell.hasPrefix("'") && startsFormula(cell.dropFirst()) ? String(cell.dropFirst()) : cell
  }

  /// The last four of them are the first four for scripts whose letters are as wide as they are high.
  private static func startsFormula(_ cell: some StringProtocol) -> Bool {
    cell.first.map { "=+-@\t\r\n＝＋－＠".contains($0) } ?? false
  }
}
