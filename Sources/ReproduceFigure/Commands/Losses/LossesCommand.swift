import ArgumentParser
import Documents
import Losses
import Texts

/// Lists the losses, searches them, shows one in full, or exports what is known of them.
struct LossesCommand: ParsableCommand {
  /// How losses are written for other programs.
  enum Form: EnumerableFlag {
    case json, bibtex

    static func help(for form: Form) -> ArgumentHelp? {
      switch form {
      case .json: "Write everything that is known as JSON."
      case .bibtex: "Write the sources for a bibliography, as BibTeX."
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "losses", abstract: "Lists the losses; with an identifier, shows one in full.")

  @Argument(help: "Identifier of a loss.")
  var id: String?

  @Option(
    help: ArgumentHelp(
      "Only losses that say this word: in identifier, name, family, formula, source, edge cases, "
        + "parameters, or what other libraries call them.",
      valueName: "word"))
  var find: String?

  @Flag(exclusivity: .exclusive) var form: Form?

  func run() throws {
    try reportingErrors {
      let losses = try selected()
      switch form {
      case nil where id != nil:
        try StandardOutput.write(losses.map(Self.description).joined(separator: "\n"))
      case nil: try StandardOutput.write(Self.list(losses.map(\.specification)))
      case .json:
        let document = try JSON.document(losses.map(ExportedLoss.init))
        try StandardOutput.write(String(decoding: document, as: UTF8.self), terminator: "")
      case .bibtex: try StandardOutput.write(Bibliography(losses.map(\.specification)).bibTeX)
      }
    }
  }

  private func selected() throws -> [LossEntry] {
    let catalogue = Program.registries.losses
    if let id {
      guard find == nil else {
        throw ValidationError("give the identifier of a loss or --find, not both")
      }
      return [try catalogue.entry(id: id)]
    }
    guard let find else { return catalogue.entries }
    let found = catalogue.entries.filter { $0.specification.says(find) }
    guard !found.isEmpty else {
      throw ValidationError("--find \(find): no loss says that; `losses` lists all of them")
    }
    return found
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
  static func description(of entry: LossEntry) throws -> String {
    let loss = entry.specification
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
      + titled("cannot see", try entry.unseen())
      + titled(
        "parameters",
        loss.parameters.map {
          "\($0.name) = \(shortNumber($0.defaultValue)): \($0.summary); \($0.range)"
        })
      + titled("known as", loss.aliases.map(\.description))
      + titled("takes inside", entry.isWrapping ? ["any loss, as \(loss.id):focal"] : [])
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

extension LossSpecification {
  /// Whether a word stands in anything that the loss says of itself, in any case.
  fileprivate func says(_ word: String) -> Bool {
    let texts =
      [id, name, family?.displayName ?? "", formula, source, edgeCases, unseen ?? ""]
      + [reference?.description ?? ""] + aliases.map(\.description)
      + parameters.flatMap { [$0.name, $0.summary] }
    return texts.contains { $0.lowercased().contains(word.lowercased()) }
  }
}
