import Losses
import Testing

/// Classes in single precision are the same numbers in double precision.
@Suite struct SinglePrecisionClassTests {
  private static let grid = try? Grid(shape: [3, 4])

  private static func scores(_ seed: UInt64) -> [[Float]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<3).map { _ in (0..<12).map { _ in Float.random(in: -4...4, using: &generator) } }
  }

  private static func inDouble(_ fields: [[Float]]) -> [[Double]] {
    fields.map { $0.map { Double($0) } }
  }

  @Test(arguments: ["dice", "cross-entropy", "focal", "lovasz", "generalised-dice", "boundary"])
  func valueAndGradientAreThoseOfDoublePrecision(id: String) throws {
    let grid = try #require(Self.grid)
    let labels = (0..<12).map { $0 == 5 ? 255 : $0 % 3 }
    let loss = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
    let single = try (0..<2).map {
      try ClassItem(scores: Self.scores($0), labels: labels, on: grid, ignoring: 255)
    }
    let double = try (0..<2).map {
      try ClassItem(
        scores: Self.inDouble(Self.scores($0)), labels: labels, on: grid, ignoring: 255)
    }
    let evaluations = try [single, double].map {
      try loss.evaluate(
        ClassSample($0, .exclusive, activation: .softmax), ClassReduction(), gradient: .scores)
    }
    #expect(evaluations[0].value == evaluations[1].value)
    let gradient = try #require(evaluations[0].singlePrecisionGradient)
    #expect(gradient == evaluations[1].gradient?.map { $0.map { $0.map { Float($0) } } })
    #expect(gradient.joined().joined().contains { $0 != 0 })
  }

  @Test func softTruthsAreTakenAndWrongOnesRefused() throws {
    let grid = try #require(Self.grid)
    let truth: [[Float]] = [
      [Float](repeating: 0.25, count: 12), [Float](repeating: 0.75, count: 12),
    ]
    let scores = Array(Self.scores(3).prefix(2))
    let item = try ClassItem(scores: scores, truth: truth, on: grid)
    #expect(item.truth == Self.inDouble(truth) && item.scores == Self.inDouble(scores))
    #expect(throws: ClassError.self) {
      try ClassItem(scores: [[.nan]] + scores, truth: truth, on: grid)
    }
    #expect(throws: ClassError.self) {
      try ClassItem(scores: scores, truth: scores, on: grid)
    }
  }
}
