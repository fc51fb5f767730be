import Foundation
import TestSupport
import Testing

/// Every row of docs/settings.md gives what the package gives.
@Suite struct SettingsPageTests {
  /// What `Tests/Reference/settings_page.py` computed of the left column.
  private struct Rows: Decodable {
    struct Row: Decodable {
      let setting: String
      let values: [Double]
    }
    let rows: [Row]
  }

  private struct Output: Decodable {
    struct Value: Decodable {
      let value: Double?
      let values: [Double]?
    }
    let losses: [Value]
  }

  /// A row of a table: a setting of theirs, our options, and how their value follows from ours.
  private struct Row {
    let setting: String
    let options: [String]
    let relation: String

    init?(_ line: Substring) {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[0].hasPrefix("`"), cells[1].hasPrefix("`") else { return nil }
      setting = cells[0].trimmingCharacters(in: ["`"])
      let words = cells[1].trimmingCharacters(in: ["`"]).split(separator: " ").map(String.init)
      options = words.map { $0.hasSuffix(".npy") ? "Examples/classes/\($0)" : $0 }
      relation = cells[2]
    }

    /// Their value.
    func value(_ ours: Double) throws -> Double {
      if relation == "ours" { return ours }
      if relation == "ours − 1" { return ours - 1 }
      let factor = try #require(
        relation.hasSuffix(" × ours") ? Double(relation.prefix { $0 != " " }) : nil,
        "\(relation)")
      return factor * ours
    }
  }

  @Test func rowsGiveWhatPackagesGive() throws {
    let fixtures = checkout.appendingPathComponent(
      "Tests/ReproduceFigureTests/Fixtures/settings.json")
    let expected = try JSONDecoder().decode(Rows.self, from: Data(contentsOf: fixtures)).rows
    let page = try String(
      contentsOf: checkout.appendingPathComponent("docs/settings.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").compactMap { Row($0) }
    #expect(rows.map(\.setting) == expected.map(\.setting), "run Tests/Reference/make_fixtures.py")
    for (row, expected) in zip(rows, expected) {
      let outcome = try Program.run(
        ["evaluate", "--prediction", "Examples/classes/logits.npy", "--axes", "BCYX", "--json"]
          + row.options, in: checkout)
      try #require(outcome.status == 0, "\(row.setting): \(outcome.errors)")
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      let loss = try #require(output.losses.first)
      let values = try loss.values ?? [#require(loss.value)]
      #expect(values.count == expected.values.count, "\(row.setting)")
      // MONAI's distances are in single precision.
      for (ours, theirs) in zip(values, expected.values) {
        let difference = abs(try row.value(ours) - theirs)
        #expect(difference <= 1e-6 * max(1e-3, abs(theirs)), "\(row.setting)")
      }
    }
  }
}
