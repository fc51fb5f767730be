import Losses
import RealModule
import TestSupport
import Testing

/// Losses with another one inside.
@Suite struct WrapperTests {
  static let seed: UInt64 = 2205_08209

  /// Each wrapper with the loss of its source inside is itself.
  @Test(arguments: [
    ("blob", "dice"), ("component-dice-cross-entropy", "dice-cross-entropy"),
    ("log-hausdorff-distance-transform", "hausdorff-distance-transform"),
    ("penalty-generalised-dice", "generalised-dice"),
  ])
  func isItselfWithItsOwnLossInside(outer: String, inner: String) throws {
    var random = SeededGenerator(seed: Self.seed)
    let (alone, wrapping) = (
      try Catalogue.standard.loss(id: outer), try Catalogue.standard.loss(id: "\(outer):\(inner)")
    )
    for truths in RandomSamples.Truths.allCases {
      let sample = try RandomSamples.sample(
        shape: [6, 7], predictions: .interior, truths: truths, using: &random)
      let (value, other) = (try alone.value(sample), try wrapping.value(sample))
      #expect(abs(value - other) <= 1e-12 * max(1, abs(value)), "\(truths), seed \(Self.seed)")
      for (slope, other) in zip(
        try alone.gradient(sample).values, try wrapping.gradient(sample).values)
      {
        #expect(abs(slope - other) <= 1e-12, "\(truths), seed \(Self.seed)")
      }
    }
  }

  /// The components of the truth below are [1, 1] and [1] along a line.
  private func line(_ prediction: [Double]) throws -> Sample {
    let grid = try Grid(shape: [7])
    return try Sample(
      prediction: ProbabilityMap(prediction, on: grid),
      truth: ProbabilityMap([1, 1, 0, 0, 0, 1, 0], on: grid))
  }

  @Test func blobTakesTheLossOfEachComponent() throws {
    let sample = try line([0.9, 0.8, 0.3, 0.2, 0.1, 0.6, 0.4])
    let focal = try FocalLoss(["gamma": 1.5])
    func alone(_ prediction: [Double], _ truth: [Double]) throws -> Double {
      try focal.value(
        Sample(
          prediction: ProbabilityMap(prediction, on: sample.grid),
          truth: ProbabilityMap(truth, on: sample.grid)))
    }
    let first = try alone([0.9, 0.8, 0.3, 0.2, 0.1, 0, 0.4], [1, 1, 0, 0, 0, 0, 0])
    let second = try alone([0, 0, 0.3, 0.2, 0.1, 0.6, 0.4], [0, 0, 0, 0, 0, 1, 0])
    let loss = try Catalogue.standard.loss(
      id: "blob:focal", parameters: ["gamma": 1.5, "whole-weight": 3])
    let expected = 3 * focal.value(sample) + (first + second) / 2
    #expect(abs(try loss.value(sample) - expected) <= 1e-15)
  }

  @Test func cellsAreSeenAlone() throws {
    // Element 3 is as near to either component; the first has it.
    let sample = try line([0.9, 0.8, 0.3, 0.2, 0.1, 0.6, 0.4])
    func cell(_ range: Range<Int>) throws -> Sample {
      let grid = try Grid(shape: [range.count])
      return try Sample(
        prediction: ProbabilityMap(Array(sample.prediction.values[range]), on: grid),
        truth: ProbabilityMap(Array(sample.truth.values[range]), on: grid))
    }
    let tversky = try TverskyLoss(["alpha": 0.4])
    let loss = try Catalogue.standard.loss(
      id: "component-dice-cross-entropy:tversky", parameters: ["alpha": 0.4])
    let expected = try (tversky.value(cell(0..<4)) + tversky.value(cell(4..<7))) / 2
    #expect(abs(try loss.value(sample) - expected) <= 1e-15)
  }

  /// Smoothings that are given apart reach the loss inside; equal ones are its parameter.
  @Test(arguments: [
    "focal-tversky", "log-cosh-dice", "blob", "component-dice-cross-entropy", "blob:tversky",
    "penalty-generalised-dice:jaccard", "log-hausdorff-distance-transform:squared-dice",
    "component-dice-cross-entropy:dice",
  ])
  func smoothingsReachTheLossInside(id: String) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 7)
    let sample = try RandomSamples.sample(
      shape: [6, 7], predictions: .interior, truths: .mixed, using: &random)
    let usual = try Catalogue.standard.loss(id: id)
    let expected = try Catalogue.standard.loss(id: id, parameters: ["smoothing": 0.25])
    func written(_ numerator: Double, _ denominator: Double) throws -> any Loss {
      let form = try OverlapForm(
        numeratorSmoothing: numerator, denominatorSmoothing: denominator)
      return try #require(usual.written(as: form))
    }
    let equal = try written(0.25, 0.25)
    let label: Comment = "\(id), seed \(Self.seed), stream 7"
    #expect(abs(try equal.value(sample) - expected.value(sample)) <= 1e-14, label)
    for (slope, other) in zip(
      try equal.gradient(sample).values, try expected.gradient(sample).values)
    {
      #expect(abs(slope - other) <= 1e-13, label)
    }
    let apart = try written(0, 3)
    #expect(try abs(apart.value(sample) - equal.value(sample)) > 1e-3, label)
    let gradient = try apart.gradient(sample).values
    let differences = try apart.finiteDifferenceGradient(sample, step: 1e-6).values
    for (analytic, numeric) in zip(gradient, differences) {
      #expect(abs(analytic - numeric) <= 1e-7, label)
    }
  }

  /// Any loss of the catalogue has a place in any wrapper; its gradient is that of its value.
  @Test(
    arguments: ["blob", "component-dice-cross-entropy"],
    Catalogue.standard.entries.filter { !$0.isWrapping }.map(\.id))
  func gradientAgreesWithDifferences(outer: String, inner: String) throws {
    let loss = try Catalogue.standard.loss(id: "\(outer):\(inner)")
    var random = SeededGenerator(seed: Self.seed, stream: 1)
    let sample = try RandomSamples.sample(
      shape: [5, 6], predictions: .interior, truths: .mixed, using: &random
    ).withRandomSecondPrediction(using: &random)
    let gradient = try loss.gradient(sample).values
    let differences = try loss.finiteDifferenceGradient(sample, step: 1e-6).values
    let scale = max(1e-3, gradient.map(abs).max() ?? 0)
    for (analytic, numeric) in zip(gradient, differences) {
      #expect(abs(analytic - numeric) <= 1e-5 * scale, "\(outer):\(inner), seed \(Self.seed)")
    }
  }

  @Test func wrappersAreInsideOfOthers() throws {
    var random = SeededGenerator(seed: Self.seed, stream: 2)
    let sample = try RandomSamples.sample(
      shape: [5, 6], predictions: .interior, truths: .mixed, using: &random)
    let loss = try Catalogue.standard.loss(
      id: "log-hausdorff-distance-transform:penalty-generalised-dice:tversky",
      parameters: ["penalty": 1.5, "alpha": 0.2])
    let inside = try TverskyLoss(["alpha": 0.2]).value(sample)
    let expected = (inside / (1 + 1.5 * (1 - inside)) + 1)
    #expect(abs(try loss.value(sample) - Double.log(expected)) <= 1e-14)
  }

  @Test func whatCannotBeInsideIsRefused() throws {
    let catalogue = Catalogue.standard
    let wrapping = catalogue.entries.filter(\.isWrapping).map(\.id)
    #expect(throws: LossError.notWrapping("dice", wrapping: wrapping)) {
      try catalogue.entry(id: "dice:focal")
    }
    #expect(throws: LossError.unknownLoss("focl", nearest: "focal")) {
      try catalogue.entry(id: "blob:focl")
    }
    #expect(throws: LossError.wrapsItself("blob:blob", loss: "blob")) {
      try catalogue.entry(id: "blob:blob")
    }
    let again = "blob:log-hausdorff-distance-transform:blob"
    #expect(throws: LossError.wrapsItself(again, loss: "blob")) { try catalogue.entry(id: again) }
    #expect(throws: LossError.self) { try catalogue.entry(id: "blob:") }
    // A loss inside that leaves the domain of the function.
    let grid = try Grid(shape: [4])
    let (empty, one) = (
      try ProbabilityMap([0, 0, 0, 0], on: grid), try ProbabilityMap([1, 1, 0, 0], on: grid)
    )
    let sample = try Sample(prediction: empty, truth: one)
    #expect(throws: LossError.self) {
      try catalogue.loss(id: "penalty-generalised-dice:cross-entropy").value(sample)
    }
    let far = try Sample(
      prediction: ProbabilityMap([1, 1, 1, 1, 0], on: Grid(shape: [5], spacing: [9])),
      truth: ProbabilityMap([1, 1, 1, 1, 0], on: Grid(shape: [5], spacing: [9])))
    #expect(throws: LossError.self) {
      try catalogue.loss(id: "log-hausdorff-distance-transform:boundary").value(far)
    }
  }

  /// A penalty of a loss with one value for all classes is of that value.
  @Test func transformsOfOwnFormsOverClasses() throws {
    var random = SeededGenerator(seed: Self.seed, stream: 3)
    let grid = try Grid(shape: [4, 5])
    let item = try ClassItem(
      scores: (0..<3).map { _ in (0..<20).map { _ in random.normal() } },
      labels: (0..<20).map { _ in random.index(below: 3) }, on: grid)
    let sample = try ClassSample([item], .exclusive, activation: .softmax)
    let inside = try GeneralisedDiceLoss().overClasses(.exclusive).value(sample)
    let value = try PenaltyGeneralisedDiceLoss().overClasses(.exclusive).value(sample)
    #expect(abs(value - inside / (1 + 2.5 * (1 - inside))) <= 1e-15)
  }
}

/// What a loss says that it cannot see.
@Suite struct UnseenTests {
  /// A gradient of 0 everywhere, or everywhere in the background or in the object, is known.
  @Test(arguments: Catalogue.standard.specifications)
  func blindnessIsKnown(loss specification: LossSpecification) throws {
    let loss = try Catalogue.standard.loss(id: specification.id)
    let unseen = specification.unseen ?? ""
    var random = SeededGenerator(seed: 17)
    for (truths, word) in [
      (RandomSamples.Truths.empty, "empty"), (.full, "full"), (.mixed, "false positives"),
      (.mixed, "false negatives"),
    ] {
      let sample = try RandomSamples.sample(
        shape: [12, 13], predictions: .interior, truths: truths, using: &random
      ).withRandomSecondPrediction(using: &random)
      let slopes = zip(try loss.gradient(sample).values, sample.truth.values)
      let seen = slopes.contains { slope, g in
        slope != 0 && (truths != .mixed || (g == 0) == (word == "false positives"))
      }
      #expect(seen || unseen.contains(word), "\(specification.id): \(word)")
      guard unseen.hasPrefix("everything where the truth is"), truths != .mixed else { continue }
      let clause = unseen.prefix { $0 != ";" && $0 != "," }
      #expect(!clause.contains(word) || !seen, "\(specification.id): \(word)")
    }
  }

  /// How much is predicted of an empty truth is seen, or it is known that it is not.
  @Test(arguments: Catalogue.standard.specifications)
  func blindnessForAmountsIsKnown(loss specification: LossSpecification) throws {
    let loss = try Catalogue.standard.loss(id: specification.id)
    let grid = try Grid(shape: [40, 40])
    let empty = try ProbabilityMap([Double](repeating: 0, count: grid.count), on: grid)
    // Half of the elements and three quarters of them.
    let values = try [2, 4].map { period in
      let map = try ProbabilityMap(
        (0..<grid.count).map { index in
          index % period == 0 && period == 2 || index % period != 0 && period == 4 ? 0.9 : 0.1
        }, on: grid)
      return try loss.value(
        Sample(prediction: map, truth: empty, secondPrediction: map))
    }
    let isBlind = abs(values[0] - values[1]) <= 5e-3 * abs(values[0]) || values == [0, 0]
    #expect(
      !isBlind || specification.unseen != nil, "\(specification.id): \(values)")
  }

  @Test func aSkeletonThatIsNotReachedIsSaid() throws {
    let grid = try Grid(shape: [23, 23])
    for radius in 2...6 {
      let truth = ProbabilityMap(
        try Mask(
          (0..<grid.count).map {
            InvarianceTests.isInBall(grid.coordinates(of: $0), [11, 11], Double(radius))
          }, on: grid))
      let half = try ProbabilityMap(truth.values.map { 0.7 * $0 }, on: grid)
      let sample = try Sample(prediction: half, truth: truth)
      for id in ["cl-dice", "dice-cl-dice"] {
        let loss = try Catalogue.standard.loss(id: id, parameters: ["erosions": 3])
        #expect((loss.caution(sample) != nil) == (radius > 3), "\(id), radius \(radius)")
        #expect(try Catalogue.standard.loss(id: id).caution(sample) == nil)
      }
      // What is said is true.
      let gradient = try CenterlineDiceLoss(["erosions": 3]).gradient(sample).values
      #expect(gradient.contains { $0 != 0 } == (radius <= 3), "radius \(radius)")
    }
  }
}
