import Texts
import ArgumentParser
import Experiments
import Losses

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
    var lines = [
      "\(loss.id): \(loss.name)",
      "family      \(loss.family?.displayName ?? "none")",
      "formula     \(loss.formula)",
      "source      \(loss.source)",
      "edge cases  \(loss.edgeCases)",
    ]
    for (index, parameter) in loss.parameters.enumerated() {
      lines.append(
        (index == 0 ? "parameters  " : "            ")
          + "\(parameter.name) = \(shortNumber(parameter.defaultValue)): \(parameter.summary); "
          + "\(parameter.range)")
    }
    lines += referenceLines(of: loss.id)
    return lines.joined(separator: "\n")
  }

  private static func referenceLines(of id: String) -> [String] {
    let agreements = ReferenceAgreement.table.filter { $0.loss == id }
    guard !agreements.isEmpty else { return ["references  none"] }
    return agreements.enumerated().map { index, agreement in
      (index == 0 ? "references  " : "            ") + agreement.description
    }
  }
}

/// `text` with spaces after it.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
