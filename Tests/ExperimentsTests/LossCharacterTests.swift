import Experiments
import Losses
import Testing

/// What losses look at, of which the formula leaves no doubt.
@Suite struct LossCharacterTests {
  private static func character(_ id: String) throws -> LossCharacter {
    try LossCharacter(Catalogue.standard.loss(id: id), named: id)
  }

  @Test(arguments: ["cross-entropy", "weighted-cross-entropy", "balanced-cross-entropy", "focal"])
  func meansOverElementsAreAffine(id: String) throws {
    let character = try Self.character(id)
    #expect(character.dependsOnCountsAlone && character.isAffine)
    #expect(character.neverFallsInCounts && !character.seesDistance && character.seesProbability)
  }

  @Test(arguments: ["dice", "jaccard", "tversky", "exponential-logarithmic", "combo"])
  func overlapsDependOnCountsAndAreNotAffine(id: String) throws {
    let character = try Self.character(id)
    #expect(character.dependsOnCountsAlone && !character.isAffine)
    #expect(character.neverFallsInCounts && !character.seesDistance)
    #expect(character.consequence == "cannot fluctuate on nested hard predictions")
  }

  @Test(arguments: [
    "boundary", "hausdorff-distance-transform", "hausdorff-one-sided",
    "distance-penalised-cross-entropy",
  ])
  func boundaryLossesSeeDistance(id: String) throws {
    let character = try Self.character(id)
    #expect(character.seesDistance && !character.dependsOnCountsAlone)
  }

  /// The sign in combo's code of October 2019 makes false positives cheap.
  @Test func codeOfComboFallsInFalsePositives() throws {
    for (id, falls) in [("combo-code-2019-06", false), ("combo-code-2019-10", true)] {
      let character = try Self.character(id)
      #expect(character.dependsOnCountsAlone && character.neverFallsInCounts != falls, "\(id)")
    }
  }

  private static func curve(_ values: [Double], key: String = "loss") -> Curve {
    Curve(key: key, label: "", loss: nil, family: nil, runs: [values], tolerance: 1e-3)
  }

  /// Which of two losses is over the other may depend on the floor.
  @Test func floorDecidesOnTheOrderOfLosses() {
    func curves(_ first: [Double], _ second: [Double], _ third: [Double]) -> [Curve] {
      zip(["a", "b", "c"], [first, second, third]).map { Self.curve($1, key: $0) }
    }
    let floored = curves([0.5, 1, 2], [0, 1, 2], [3, 4, 5])
    let bare = curves([0, 1, 2], [0.3, 1, 2], [3, 4, 5])
    let order = FloorOrder(floored, without: bare)
    #expect(order.pairs == 3)
    #expect(order.exchanged == [FloorOrder.Exchange(higher: "a", lower: "b", step: 0)])
    #expect(order.description.contains("1 of 3 pairs"))
    #expect(order.description.contains("a is over b at step 0"))
    // Differences within τ of the range are none.
    let near = FloorOrder(curves([0.001, 1, 2], [0, 1, 2], [3, 4, 5]), without: bare)
    #expect(near.exchanged.isEmpty)
  }

  @Test func floorDecidesWhereVerdictOrOrderDiffers() throws {
    let rising = Self.curve([0, 1, 2, 3])
    #expect(FloorFinding(rising, without: Self.curve([0, 1, 4, 9])) == nil)
    let falling = try #require(FloorFinding(rising, without: Self.curve([3, 4, 2, 1])))
    #expect(falling.verdict == .notMonotone && falling.changesSign)
    #expect(falling.exchanged == [0, 2])
    let stalling = try #require(FloorFinding(rising, without: Self.curve([0, 1, 1, 3])))
    #expect(stalling.verdict == .nonDecreasing && stalling.exchanged == nil)
    #expect(!stalling.changesSign)
    #expect(stalling.description.contains("its verdict is non-decreasing without it"))
  }

  /// A floor of 1 % on the background swamps the overlap of the small object.
  @Test func runSaysWhatTheFloorDecides() throws {
    var configuration = ExperimentConfiguration()
    configuration.objects = [ObjectSpecification(name: "small", shape: .disc(radius: 5))]
    configuration.paths = ["shift"]
    configuration.probabilities = .twoValued(0.99)
    configuration.losses = [LossSelection("dice"), LossSelection("combo")]
    let result = try Experiment(configuration, registries: .standard).run(explains: true)
    let findings = try #require(result.scenes[0].floorFindings)
    #expect(findings.allSatisfy { ["dice", "combo"].contains($0.loss) })
    let characters = try #require(result.characters)
    #expect(characters.map(\.loss) == ["dice", "combo"])
    let markdown = try Report(result).markdown()
    #expect(markdown.contains("| dice | yes | no | yes | no | yes |"))
    // Without a floor there is nothing to compare.
    configuration.probabilities = .twoValued(1)
    let bare = try Experiment(configuration, registries: .standard).run(explains: true)
    #expect(bare.scenes[0].floorFindings == nil)
  }
}
