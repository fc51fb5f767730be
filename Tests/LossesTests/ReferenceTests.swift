import Losses
import Testing

/// Losses against the values and gradients of other programs. A loss without such references is not
/// judged here; what it lacks is printed.
@Suite struct ReferenceTests {
  private static let inputs = Result { try ReferenceFixtures.inputs() }
  private static let cases = Result {
    try LossFamily.allCases.flatMap { try ReferenceFixtures.cases($0) }
  }
  /// The losses of the table of agreements, which may grow but not shrink.
  static let losses = Set(ReferenceAgreement.table.map(\.loss)).sorted()

  @Test(arguments: losses)
  func agreesWithPeers(id: String) throws {
    let inputs = try Self.inputs.get()
    let cases = try Self.cases.get().filter { $0.loss == id }
    let loss = try Catalogue.standard.entry(id: id).specification
    let defaults = try LossParameters(for: loss)
    #expect(
      try cases.contains { try LossParameters($0.parameters, for: loss) == defaults },
      "no reference for \(id) with its defaults")
    for reference in cases {
      let input = try #require(inputs[reference.input])
      var agreement = Agreement()
      try agreement.include(reference, input.sample())
      let what: Comment =
        "\(id) \(reference.parameters) on \(reference.input) against \(reference.peer)"
      #expect(agreement.value <= 1e-10, what)
      #expect(agreement.gradient <= 1e-10, what)
    }
  }

  @Test func everyLossWithReferencesIsInTheCatalogueAndTheTable() throws {
    let known = Set(Catalogue.standard.specifications.map(\.id))
    let referenced = try Set(Self.cases.get().map(\.loss))
    #expect(referenced.subtracting(known).isEmpty, "in fixtures but not in the catalogue")
    #expect(referenced == Set(Self.losses), "fixtures and table name different losses")
  }

  @Test func whatALossStillLacksIsPrinted() {
    for loss in Catalogue.standard.specifications {
      var lacking: [String] = []
      if !Self.losses.contains(loss.id) {
        lacking.append("values of another program (Tests/Reference/README.md says how)")
      }
      if loss.reference == nil { lacking.append("a DOI or arXiv number in its specification") }
      if !lacking.isEmpty {
        print("note: '\(loss.id)' still lacks \(lacking.joined(separator: " and "))")
      }
    }
  }
}
