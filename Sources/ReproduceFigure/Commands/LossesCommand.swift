import ArgumentParser
import Losses
import Texts

/// Lists the losses, or shows one in full.
struct LossesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "losses", abstract: "Lists the losses; with an identifier, shows one in full.")

  @Argument(help: "Identifier of a loss.")
  var id: String?

  func run() throws {
    try reportingErrors {
      if let id {
        let specification = try Program.registries.losses.entry(id: id).specification
        try StandardOutput.write(Self.description(of: specification))
      } else {
        try StandardOutput.write(Self.list(Program.registries.losses.specifications))
      }
    }
  }

  /// One line a loss, under a heading for each family.
  static func list(_ specifications: [LossSpecification]) -> String {
    let width = specifications.map(\.id.count).max() ?? 0
    return LossFamily.allCases.compactMap { family -> String? in
      let members = specifications.filter { $0.family == family }
      guard !members.isEmpty else { return nil }
      let lines = members.map { loss in
        let parameters = loss.parameters.map { "\($0.name)=\(shortNumber($0.defaultValue))" }
        return "  \(padded(loss.id, to: width))  \(loss.source)"
          + (parameters.isEmpty ? "" : "; \(parameters.joined(separator: " "))")
      }
      return ([family.displayName] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// Everything that is known of a loss.
  static func description(of loss: LossSpecification) -> String {
    let rows =
      [
        ["family", loss.family?.displayName ?? "none"],
        ["formula", loss.formula],
        [
          "source",
          [loss.source, loss.reference?.description].compactMap(\.self).joined(separator: ", "),
        ],
        ["edge cases", loss.edgeCases],
      ]
      + titled(
        "parameters",
        loss.parameters.map {
          "\($0.name) = \(shortNumber($0.defaultValue)): \($0.summary); \($0.range)"
        })
      + titled("known as", loss.aliases.map(\.description))
      + titled("references", references(of: loss.id))
    return (["\(loss.id): \(loss.name)"] + TextTable.aligned(rows)).joined(separator: "\n")
  }

  /// One row a text, the first of them with a title.
  private static func titled(_ title: String, _ texts: [String]) -> [[String]] {
    texts.enumerated().map { [$0 == 0 ? title : "", $1] }
  }

  private static func references(of id: String) -> [String] {
    let agreements = ReferenceAgreement.table.filter { $0.loss == id }
    return agreements.isEmpty ? ["none"] : agreements.map(\.description)
  }
}
