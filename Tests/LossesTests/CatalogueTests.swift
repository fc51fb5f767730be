import Losses
import Testing

/// What a catalogue holds and finds.
@Suite struct CatalogueTests {
  /// A loss that is made of what another place computed.
  private struct TabulatedLoss: Loss {
    let value: Double

    func value(_ sample: Sample) -> Double { value }
  }

  private static func entry(_ id: String) -> LossEntry {
    let specification = LossSpecification(
      id: id, name: "Tabulated", family: .overlap, formula: "a number", source: "this test",
      edgeCases: "the number", parameters: [.init("number", default: 3, in: .closed(0, 10), "it")])
    return LossEntry(specification: specification) { TabulatedLoss(value: $0["number"]) }
  }

  @Test func takesALossThatIsNoType() throws {
    let catalogue = try Catalogue.standard.adding(Self.entry("tabulated"))
    #expect(catalogue.specifications.last?.id == "tabulated")
    let map = try ProbabilityMap([0, 1], on: Grid(shape: [2]))
    let sample = try Sample(prediction: map, truth: map)
    #expect(try catalogue.loss(id: "tabulated").value(sample) == 3)
    let loss = try catalogue.loss(id: "tabulated", parameters: ["number": 5])
    #expect(try loss.value(sample) == 5)
    #expect(try loss.gradient(sample).values == [0, 0])
    #expect(throws: LossError.self) {
      try catalogue.loss(id: "tabulated", parameters: ["number": 11])
    }
  }

  @Test func refusesASecondLossOfAName() {
    #expect(throws: LossError.duplicateLoss("dice")) {
      try Catalogue.standard.adding(Self.entry("dice"))
    }
  }

  @Test(arguments: [
    ("DiceCELoss", "dice-cross-entropy"), ("DC_and_CE_loss", "dice-cross-entropy"),
    ("monai.losses.DiceCELoss", "dice-cross-entropy"), ("torch.nn.BCELoss", "cross-entropy"),
    ("bce_loss", "cross-entropy"), ("GeneralizedDiceLoss", "generalised-dice"),
    ("HausdorffDTLoss", "hausdorff-distance-transform"), ("JaccardLoss", "jaccard"),
    ("lovasz_softmax_loss", "lovasz"), ("TopKLoss", "top-k-cross-entropy"),
    ("dise", "dice"), ("focal_tversky", "focal-tversky"), ("Combo", "combo"),
  ])
  func suggestsTheLossThatWasMeant(name: String, id: String) {
    #expect(throws: LossError.unknownLoss(name, nearest: id)) {
      try Catalogue.standard.entry(id: name)
    }
  }

  @Test func noTwoLossesHaveOneAlias() {
    let aliases = Catalogue.standard.specifications.flatMap(\.aliases)
    #expect(Set(aliases).count == aliases.count)
  }
}

/// Losses say where they were published.
@Suite struct PublicationTests {
  @Test(arguments: ReferenceTests.losses)
  func everyLossWithReferencesHasAPublication(id: String) throws {
    #expect(try Catalogue.standard.entry(id: id).specification.reference != nil)
  }

  @Test(arguments: Catalogue.standard.specifications)
  func numberHasTheRightForm(loss: LossSpecification) throws {
    switch loss.reference {
    case .doi(let number):
      #expect(number.wholeMatch(of: #/10\.[0-9]{4,9}/[!-~]+/#) != nil, "\(loss.id)")
      #expect(loss.reference?.link == "https://doi.org/\(number)")
    case .arXiv(let number):
      // Years and months from April 2007 on; four digits until 2014, five since.
      let parts = try #require(number.wholeMatch(of: #/([0-9]{2})(0[1-9]|1[0-2])\.([0-9]{4,5})/#))
      let year = try #require(Int(parts.1))
      #expect(parts.3.count == (year < 15 ? 4 : 5), "\(loss.id)")
      #expect(loss.reference?.link == "https://arxiv.org/abs/\(number)")
    case nil: break
    }
  }
}
