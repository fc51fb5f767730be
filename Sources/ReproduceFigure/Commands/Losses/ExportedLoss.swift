import Losses

/// What is known of a loss, as it stands in JSON.
struct ExportedLoss: Encodable {
  struct Parameter: Encodable {
    let name: String
    let defaultValue: Double
    let range: String
    let summary: String
  }
  struct Name: Encodable {
    let library: String
    let name: String
  }
  struct Agreement: Encodable {
    let peer: String
    let cases: Int
    let valueDifference: Double
    let gradientDifference: Double
    let note: String
  }

  let id: String
  let name: String
  let family: String?
  let formula: String
  let source: String
  let reference: String?
  let link: String?
  let aliases: [Name]
  let edgeCases: String
  let unseen: [String]
  let takesOthersInside: Bool
  let parameters: [Parameter]
  let isInAll: Bool
  let agreements: [Agreement]

  init(_ entry: LossEntry) throws {
    let loss = entry.specification
    id = loss.id
    name = loss.name
    family = loss.family?.rawValue
    formula = loss.formula
    source = loss.source
    reference = loss.reference?.description
    link = loss.reference?.link
    aliases = loss.aliases.map { Name(library: $0.peer.rawValue, name: $0.name) }
    edgeCases = loss.edgeCases
    unseen = try entry.unseen()
    takesOthersInside = entry.isWrapping
    parameters = loss.parameters.map {
      Parameter(
        name: $0.name, defaultValue: $0.defaultValue, range: $0.range.description,
        summary: $0.summary)
    }
    isInAll = loss.isInAll
    agreements = ReferenceAgreement.table.filter { $0.loss == loss.id }.map {
      Agreement(
        peer: $0.peer, cases: $0.cases, valueDifference: $0.valueDifference,
        gradientDifference: $0.gradientDifference, note: $0.note)
    }
  }
}
