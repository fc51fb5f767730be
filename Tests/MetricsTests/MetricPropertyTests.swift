import Losses
import Metrics
import Testing

/// What holds for every pair of masks.
@Suite struct MetricPropertyTests {
  static let seed: UInt64 = 20_211
  static let ids = MetricCatalogue.standard.entries.map(\.id)
  /// Metrics that do not ask which of the masks is the truth.
  static let symmetricIDs = [
    "dice-score", "iou", "mcc", "hausdorff", "hausdorff-95", "assd", "masd", "surface-dice",
    "boundary-iou", "cl-dice", "components-difference", "component-f1", "panoptic-quality", "brier",
  ]
  /// Thinning looks at the sides of an object in one order, so that skeletons are not mirrored.
  static let mirroredIDs = ids.filter { $0 != "cl-dice" }

  static func mask(_ grid: Grid, using random: inout SeededGenerator) throws -> Mask {
    let share = [0, 0.05, 0.3, 0.7, 1][random.index(below: 5)]
    return try Mask((0..<grid.count).map { _ in random.uniform() < share }, on: grid)
  }

  static func pairs(rank: Int, count: Int) throws -> [(prediction: Mask, truth: Mask)] {
    var random = SeededGenerator(seed: seed, stream: UInt64(rank))
    return try (0..<count).map { _ in
      let shape = (0..<rank).map { _ in 1 + random.index(below: [30, 10, 6][rank - 1]) }
      let grid = try Grid(shape: shape, spacing: shape.map { _ in 0.2 + 2 * random.uniform() })
      return (try mask(grid, using: &random), try mask(grid, using: &random))
    }
  }

  static func value(
    _ id: String, _ prediction: Mask, _ truth: Mask, _ empty: EmptyPolicy = .penalise
  ) throws -> Double? {
    try MetricCatalogue.standard.metric(id: id).value(
      MetricSample(prediction: prediction, truth: truth), empty: empty)
  }

  static func isNear(_ first: Double?, _ second: Double?) -> Bool {
    MetricReferenceTests.agree(first, second, within: 1e-12)
  }

  /// The mask seen in a mirror across an axis.
  static func mirrored(_ mask: Mask, axis: Int) -> Mask {
    let grid = mask.grid
    return mask.replacing(
      (0..<grid.count).map { index in
        var coordinates = grid.coordinates(of: index)
        coordinates[axis] = grid.shape[axis] - 1 - coordinates[axis]
        return mask.elements[grid.index(of: coordinates)]
      })
  }

  @Test(arguments: ids, 1...3)
  func staysInItsRange(id: String, rank: Int) throws {
    let specification = try MetricCatalogue.standard.entry(id: id).specification
    for (round, pair) in try Self.pairs(rank: rank, count: 40).enumerated() {
      let value = try #require(try Self.value(id, pair.prediction, pair.truth))
      let label: Comment = "seed \(Self.seed), stream \(rank), round \(round): \(value)"
      #expect(value.isFinite && specification.range.contains(value), label)
      if specification.unit == .length { #expect(value <= pair.truth.grid.diagonal, label) }
      // A value that is defined does not depend on what stands for one that is not.
      let undefined = try Self.value(id, pair.prediction, pair.truth, .undefined)
      #expect(undefined == nil || undefined == value, label)
    }
  }

  @Test(arguments: ids, 1...3)
  func equalMasksArePerfect(id: String, rank: Int) throws {
    let best = try MetricCatalogue.standard.entry(id: id).specification.bestValue
    for (round, pair) in try Self.pairs(rank: rank, count: 20).enumerated() {
      let value = try Self.value(id, pair.truth, pair.truth)
      #expect(Self.isNear(value, best), "seed \(Self.seed), stream \(rank), round \(round)")
    }
  }

  @Test(arguments: symmetricIDs, 1...3)
  func exchangingTheMasksDoesNotMatter(id: String, rank: Int) throws {
    for (round, pair) in try Self.pairs(rank: rank, count: 20).enumerated() {
      #expect(
        Self.isNear(
          try Self.value(id, pair.prediction, pair.truth, .undefined),
          try Self.value(id, pair.truth, pair.prediction, .undefined)),
        "seed \(Self.seed), stream \(rank), round \(round)")
    }
  }

  @Test(arguments: mirroredIDs, 1...3)
  func mirrorsDoNotMatter(id: String, rank: Int) throws {
    for (round, pair) in try Self.pairs(rank: rank, count: 15).enumerated() {
      for axis in 0..<rank {
        #expect(
          Self.isNear(
            try Self.value(id, pair.prediction, pair.truth),
            try Self.value(
              id, Self.mirrored(pair.prediction, axis: axis),
              Self.mirrored(pair.truth, axis: axis))),
          "seed \(Self.seed), stream \(rank), round \(round), axis \(axis)")
      }
    }
  }

  /// In another unit of length, distances are other numbers and shares the same.
  @Test(arguments: ids)
  func unitsOfLength(id: String) throws {
    let unit = try MetricCatalogue.standard.entry(id: id).specification.unit
    for (round, pair) in try Self.pairs(rank: 3, count: 20).enumerated() {
      let grid = try Grid(
        shape: pair.truth.grid.shape, spacing: pair.truth.grid.spacing.map { $0 * 4 })
      let value = try Self.value(id, pair.prediction, pair.truth)
      let scaled = try Self.value(
        id, Mask(pair.prediction.elements, on: grid), Mask(pair.truth.elements, on: grid))
      #expect(
        Self.isNear(scaled, value.map { $0 * (unit == .length ? 4 : 1) }),
        "seed \(Self.seed), stream 3, round \(round)")
    }
  }

  /// What is kept of a sample does not find its way into another one.
  @Test func sharedValuesBelongToTheirSample() throws {
    for (round, pair) in try Self.pairs(rank: 2, count: 10).enumerated() {
      let first = try MetricSample(prediction: pair.truth, truth: pair.truth)
      for id in Self.ids { _ = try MetricCatalogue.standard.metric(id: id).value(first) }
      let second = try first.replacingPrediction(with: pair.prediction)
      for id in Self.ids.reversed() {
        let value = try MetricCatalogue.standard.metric(id: id).value(second)
        #expect(
          value == (try Self.value(id, pair.prediction, pair.truth)),
          "\(id), seed \(Self.seed), stream 2, round \(round)")
      }
    }
  }

  /// Selection finds what sorting finds.
  @Test func percentilesAreThoseOfSortedValues() {
    var random = SeededGenerator(seed: Self.seed, stream: 9)
    for round in 0..<50 {
      let values = (0..<(1 + random.index(below: 60))).map { _ in
        round.isMultiple(of: 2) ? random.uniform() : Double(random.index(below: 4))
      }
      let sorted = values.sorted()
      for share in [0, 0.3, 0.5, 0.95, 1] {
        let position = Double(values.count - 1) * share
        let (low, high) = (sorted[Int(position)], sorted[Int(position.rounded(.up))])
        let expected = low + (high - low) * (position - position.rounded(.down))
        #expect(
          abs(percentile(share, of: values) - expected) <= 1e-15,
          "seed \(Self.seed), stream 9, round \(round), \(share)")
      }
    }
  }
}
