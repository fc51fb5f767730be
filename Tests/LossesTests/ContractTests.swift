import Losses
import Testing

/// What every loss says of itself, and what some refuse.
@Suite struct ContractTests {
  @Test(arguments: Catalogue.standard.specifications)
  func saysWhatAReaderNeeds(specification: LossSpecification) {
    for text in [
      specification.name, specification.formula, specification.source, specification.edgeCases,
    ] {
      #expect(!text.isEmpty, "\(specification.id)")
    }
    for parameter in specification.parameters {
      #expect(parameter.range.contains(parameter.defaultValue), "\(specification.id)")
      #expect(!parameter.summary.isEmpty, "\(specification.id)")
    }
  }

  @Test func familiesStandTogether() {
    let families = Catalogue.standard.specifications.compactMap(\.family)
    let order = families.compactMap { LossFamily.allCases.firstIndex(of: $0) }
    #expect(order == order.sorted())
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
