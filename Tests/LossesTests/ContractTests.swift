import Losses
import Testing

/// The catalogue has the losses of the contract, all of them and no other, in its order.
@Suite struct ContractTests {
  static let losses: [(family: LossFamily, ids: [String])] = [
    (
      .distribution,
      [
        "cross-entropy", "weighted-cross-entropy", "balanced-cross-entropy", "focal",
        "top-k-cross-entropy", "distance-penalised-cross-entropy",
      ]
    ),
    (
      .overlap,
      [
        "dice", "squared-dice", "jaccard", "generalised-dice", "tversky", "focal-tversky",
        "asymmetric-similarity", "sensitivity-specificity", "lovasz", "log-cosh-dice",
      ]
    ),
    (
      .boundary,
      [
        "boundary", "hausdorff-distance-transform", "hausdorff-one-sided", "hausdorff-erosion",
        "hausdorff-convolution", "active-contour", "level-set",
      ]
    ),
    (
      .compound,
      [
        "combo", "exponential-logarithmic", "dice-cross-entropy", "dice-focal", "dice-top-k",
        "unified-focal", "transformation-consistency",
      ]
    ),
  ]

  @Test func catalogueHasTheLossesOfTheContract() {
    for (family, ids) in Self.losses {
      let found = Catalogue.standard.specifications.filter { $0.family == family }.map(\.id)
      #expect(found == ids)
    }
    #expect(Catalogue.standard.entries.count == Self.losses.map(\.ids.count).reduce(0, +))
  }

  @Test(arguments: Catalogue.standard.specifications)
  func saysWhatAReaderNeeds(specification: LossSpecification) {
    for text in [
      specification.name, specification.formula, specification.source, specification.edgeCases,
    ] {
      #expect(!text.isEmpty, "\(specification.id)")
    }
    #expect(
      ReferenceAgreement.table.contains { $0.loss == specification.id },
      "no reference for \(specification.id)")
    for parameter in specification.parameters {
      #expect(parameter.range.contains(parameter.defaultValue), "\(specification.id)")
      #expect(!parameter.summary.isEmpty, "\(specification.id)")
    }
  }

  @Test func everyReferenceIsOfALossOfTheContract() {
    let known = Set(Self.losses.flatMap(\.ids))
    #expect(Set(ReferenceAgreement.table.map(\.loss)) == known)
  }

  @Test func gridsOfOneAxisAreRefusedByErosion() throws {
    let grid = try Grid(shape: [5])
    let map = try ProbabilityMap([0, 1, 1, 0, 0], on: grid)
    let sample = try Sample(prediction: map, truth: map)
    let loss = try HausdorffErosionLoss()
    #expect(throws: LossError.self) { try loss.value(sample) }
    #expect(throws: LossError.self) { try loss.gradient(sample) }
  }

  @Test func convolutionWithoutARadiusIsRefused() throws {
    let map = try ProbabilityMap([0, 1, 1, 0], on: Grid(shape: [2, 2]))
    let sample = try Sample(prediction: map, truth: map)
    let loss = try HausdorffConvolutionLoss(["radius-step": 5, "maximum-radius": 4])
    #expect(throws: LossError.self) { try loss.value(sample) }
    #expect(throws: LossError.self) { try loss.gradient(sample) }
  }

  @Test(arguments: [0, -1, .infinity, .nan, 1e-13, 1e13])
  func spacingsOutOfRangeAreRefused(spacing: Double) {
    #expect(throws: GridError.self) { try Grid(shape: [2, 2], spacing: [1, spacing]) }
  }
}
