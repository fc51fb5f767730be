import Losses
import Testing

/// Every loss against the values and gradients of other programs.
@Suite struct ReferenceTests {
  private static let inputs = Result { try ReferenceFixtures.inputs() }
  private static let cases = Result {
    try LossFamily.allCases.flatMap { try ReferenceFixtures.cases($0) }
  }

  @Test(arguments: Catalogue.standard.specifications)
  func agreesWithPeers(loss: LossSpecification) throws {
    let inputs = try Self.inputs.get()
    let cases = try Self.cases.get().filter { $0.loss == loss.id }
    let defaults = try LossParameters(for: loss)
    #expect(
      try cases.contains { try LossParameters($0.parameters, for: loss) == defaults },
      "no reference for \(loss.id) with its defaults")
    for reference in cases {
      let input = try #require(inputs[reference.input])
      var agreement = Agreement()
      try agreement.include(reference, input.sample())
      let what: Comment =
        "\(reference.loss) \(reference.parameters) on \(reference.input) against \(reference.peer)"
      #expect(agreement.value <= 1e-10, what)
      #expect(agreement.gradient <= 1e-10, what)
    }
  }

  @Test func everyReferenceIsOfALossInTheCatalogue() throws {
    let known = Catalogue.standard.specifications.map(\.id)
    let missing = try Set(Self.cases.get().map(\.loss)).subtracting(known)
    #expect(missing.isEmpty)
  }
}
