import Losses
import TestSupport
import Testing

/// Losses that are special cases of others, and symmetries that follow from the formulas.
@Suite struct IdentityTests {
  static let seed: UInt64 = 1_706_05721

  private func samples() throws -> [Sample] {
    var random = SeededGenerator(seed: Self.seed)
    return try RandomSamples.Truths.allCases.flatMap { truths in
      try RandomSamples.Predictions.allCases.map { predictions in
        try RandomSamples.sample(
          shape: [6, 7], predictions: predictions, truths: truths, using: &random)
      }
    }
  }

  private func expectEqual(
    _ first: any Loss, _ second: any Loss, factor: Double = 1, offset: Double = 0
  ) throws {
    for sample in try samples() {
      let expected = try factor * second.value(sample) + offset
      let value = try first.value(sample)
      #expect(abs(value - expected) <= 1e-9 * max(1, abs(expected)), "seed \(Self.seed)")
      let gradients = try zip(first.gradient(sample).values, second.gradient(sample).values)
      for (value, other) in gradients {
        #expect(abs(value - factor * other) <= 1e-7 * max(1, abs(value)), "seed \(Self.seed)")
      }
    }
  }

  @Test func tverskyWithHalvesIsDice() throws {
    try expectEqual(
      TverskyLoss(["alpha": 0.5, "beta": 0.5, "smoothing": 1]), DiceLoss(["smoothing": 2]))
  }

  @Test func tverskyWithOnesIsJaccard() throws {
    try expectEqual(TverskyLoss(["alpha": 1, "beta": 1]), JaccardLoss())
  }

  @Test func asymmetricSimilarityWithOneIsDice() throws {
    try expectEqual(AsymmetricSimilarityLoss(["beta": 1]), DiceLoss())
  }

  @Test func focalTverskyWithOneIsTversky() throws {
    try expectEqual(FocalTverskyLoss(["gamma": 1]), TverskyLoss())
  }

  @Test func focalWithoutGammaIsWeightedCrossEntropy() throws {
    try expectEqual(
      FocalLoss(["alpha": 0.8, "gamma": 0]),
      WeightedCrossEntropyLoss(["foreground-weight": 4]), factor: 0.2)
  }

  @Test func weightedCrossEntropyWithOneIsCrossEntropy() throws {
    try expectEqual(WeightedCrossEntropyLoss(["foreground-weight": 1]), CrossEntropyLoss())
  }

  @Test func comboAtItsEndsIsDiceOrHalfTheCrossEntropy() throws {
    try expectEqual(ComboLoss(["alpha": 0]), DiceLoss(), offset: -1)
    try expectEqual(ComboLoss(["alpha": 1]), CrossEntropyLoss(), factor: 0.5)
  }

  @Test func sumsAreTheSumsOfTheirParts() throws {
    for sample in try samples() {
      func expectSum(_ loss: any Loss, _ first: any Loss, _ second: any Loss) throws {
        let expected = try first.value(sample) + second.value(sample)
        #expect(try abs(loss.value(sample) - expected) <= 1e-12 * max(1, expected))
        let gradients = try zip(
          loss.gradient(sample).values,
          zip(first.gradient(sample).values, second.gradient(sample).values))
        for (value, parts) in gradients {
          #expect(abs(value - parts.0 - parts.1) <= 1e-12 * max(1, abs(value)))
        }
      }
      try expectSum(DiceCrossEntropyLoss(), DiceLoss(), CrossEntropyLoss())
      try expectSum(DiceFocalLoss(), DiceLoss(), FocalLoss())
      try expectSum(DiceTopKLoss(), DiceLoss(), TopKCrossEntropyLoss())
      try expectSum(
        HausdorffOneSidedLoss(["lambda": 1]), HausdorffOneSidedLoss(), DiceLoss())
    }
  }

  @Test func topKOfAllIsCrossEntropy() throws {
    try expectEqual(TopKCrossEntropyLoss(["fraction": 1]), CrossEntropyLoss())
  }

  @Test func consistencyWithoutWeightIsWeightedCrossEntropy() throws {
    try expectEqual(TransformationConsistencyLoss(["lambda": 0]), WeightedCrossEntropyLoss())
  }

  @Test func lovaszOfHardMasksIsJaccard() throws {
    let jaccard = try JaccardLoss(["smoothing": 1e-12])
    var random = SeededGenerator(seed: Self.seed)
    for _ in 0..<50 {
      let sample = try RandomSamples.sample(
        shape: [6, 7], predictions: .hard, truths: .mixed, using: &random)
      #expect(
        try abs(LovaszLoss().value(sample) - jaccard.value(sample)) <= 1e-11, "seed \(Self.seed)")
    }
  }

  @Test(arguments: ["dice", "jaccard", "generalised-dice", "squared-dice"])
  func overlapOfHardMasksIsSymmetric(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed)
    for _ in 0..<50 {
      let sample = try RandomSamples.sample(
        shape: [6, 7], predictions: .hard, truths: .mixed, using: &random)
      let swapped = try Sample(prediction: sample.truth, truth: sample.prediction)
      // The weights of generalised Dice come from the truth, so it is symmetric only where both
      // masks have one size.
      let sums = OverlapSums(sample)
      guard id != "generalised-dice" || sums.truth == sums.prediction else { continue }
      #expect(try abs(loss.value(sample) - loss.value(swapped)) <= 1e-12, "seed \(Self.seed)")
    }
  }

  @Test(
    arguments: Catalogue.standard.specifications.filter {
      $0.family == .distribution || $0.family == .overlap
    }.map(\.id).filter {
      !["distance-penalised-cross-entropy", "neighbour-aware-calibration"].contains($0)
    })
  func orderOfElementsDoesNotMatter(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed)
    for sample in try samples() {
      let order = random.permutation(of: sample.grid.count)
      let shuffled = try Sample(
        prediction: ProbabilityMap(order.map { sample.prediction.values[$0] }, on: sample.grid),
        truth: ProbabilityMap(order.map { sample.truth.values[$0] }, on: sample.grid))
      let value = try loss.value(sample)
      #expect(
        try abs(loss.value(shuffled) - value) <= 1e-12 * max(1, abs(value)),
        "\(id), seed \(Self.seed)")
      // Which of equal elements takes the slope depends on their order; elements of soft truths and
      // predictions are all different.
      guard Set(sample.prediction.values).count == sample.grid.count else { continue }
      let gradients = try (loss.gradient(sample).values, loss.gradient(shuffled).values)
      for (place, origin) in order.enumerated() {
        #expect(
          abs(gradients.1[place] - gradients.0[origin]) <= 1e-12 * max(1, abs(gradients.0[origin])),
          "\(id), seed \(Self.seed)")
      }
    }
  }
}
