import Experiments
import Losses
import Testing

/// Claims 1 to 3 of hand-made curves: each holds, holds in part, does not hold and is not evaluated.
@Suite struct ClaimTests {
  private static let rising = [0.0, 1, 2, 3, 4]
  private static let stalling = [0.0, 1, 2, 2, 2]
  private static let turning = [0.0, 2, 1, 3, 4]

  private static func input(
    _ loss: String, _ family: LossFamily?, _ values: [Double]
  ) -> ClaimInput {
    ClaimInput(loss: loss, family: family, monotonicity: MonotonicityReport(values))
  }

  private static func verdict(
    _ claim: Claim, large: [ClaimInput]? = nil, small: [ClaimInput]? = nil
  ) throws -> ClaimVerdict {
    let evaluations = ClaimRules.evaluate(large: large, small: small)
    #expect(evaluations.map(\.claim) == [.largeObject, .smallObject, .overlapFluctuates])
    let evaluation = try #require(evaluations.first { $0.claim == claim })
    #expect(!evaluation.rule.isEmpty && !evaluation.evidence.isEmpty)
    return evaluation.verdict
  }

  @Test(arguments: [
    (20, 0, ClaimVerdict.holds), (17, 3, .holds), (16, 4, .holdsInPart), (10, 10, .holdsInPart),
    (9, 11, .doesNotHold), (0, 20, .doesNotHold),
  ])
  func claim1CountsStrictlyIncreasingLosses(
    rising: Int, others: Int, expected: ClaimVerdict
  ) throws {
    let curves =
      (0..<rising).map { Self.input("r\($0)", .overlap, Self.rising) }
      + (0..<others).map {
        Self.input("o\($0)", nil, $0 % 2 == 0 ? Self.stalling : Self.turning)
      }
    #expect(try Self.verdict(.largeObject, large: curves) == expected)
  }

  @Test func claim1NeedsALargeObject() throws {
    #expect(try Self.verdict(.largeObject, large: nil) == .notEvaluated)
    #expect(try Self.verdict(.largeObject, large: []) == .notEvaluated)
  }

  @Test(arguments: [
    (true, true, false, ClaimVerdict.holds), (true, true, true, .holdsInPart),
    (true, false, false, .holdsInPart), (false, true, false, .holdsInPart),
    (false, false, false, .doesNotHold), (true, false, true, .doesNotHold),
    (false, false, true, .doesNotHold),
  ])
  func claim2AsksForComboAndFocalAlone(
    combo: Bool, focal: Bool, other: Bool, expected: ClaimVerdict
  ) throws {
    func values(_ rises: Bool) -> [Double] { rises ? Self.rising : Self.stalling }
    let curves = [
      Self.input("combo", .compound, values(combo)),
      Self.input("focal", .distribution, values(focal)),
      Self.input("dice", .overlap, values(other)), Self.input("jaccard", .overlap, Self.turning),
    ]
    #expect(try Self.verdict(.smallObject, small: curves) == expected)
  }

  @Test func claim2NeedsComboFocalAndAnother() throws {
    let combo = Self.input("combo", .compound, Self.rising)
    let focal = Self.input("focal", .distribution, Self.rising)
    let dice = Self.input("dice", .overlap, Self.stalling)
    for curves in [[combo, dice], [focal, dice], [combo, focal], []] {
      #expect(try Self.verdict(.smallObject, small: curves) == .notEvaluated)
    }
    #expect(try Self.verdict(.smallObject, small: nil) == .notEvaluated)
  }

  /// Curves of both families on one object.
  private static func families(overlap: [[Double]], distribution: [[Double]]) -> [ClaimInput] {
    overlap.enumerated().map { input("overlap\($0)", .overlap, $1) }
      + distribution.enumerated().map { input("distribution\($0)", .distribution, $1) }
  }

  @Test func claim3ComparesStallsAndFalls() throws {
    let worse = Self.families(overlap: [Self.stalling], distribution: [Self.rising])
    let equal = Self.families(overlap: [Self.rising], distribution: [Self.rising])
    let better = Self.families(overlap: [Self.rising], distribution: [Self.turning])
    let cases: [([ClaimInput], [ClaimInput], ClaimVerdict)] = [
      (worse, worse, .holds), (worse, equal, .holdsInPart), (better, worse, .holdsInPart),
      (equal, equal, .doesNotHold), (better, better, .doesNotHold),
    ]
    for (large, small, expected) in cases {
      #expect(try Self.verdict(.overlapFluctuates, large: large, small: small) == expected)
    }
  }

  @Test func claim3ComparesFluctuationWhereStepsAreEqual() throws {
    // One step of each curve does not rise, but the overlap loss falls where the other stalls.
    let fluctuating = Self.families(overlap: [Self.turning], distribution: [[0, 1, 1, 3, 4]])
    #expect(
      try Self.verdict(.overlapFluctuates, large: fluctuating, small: fluctuating) == .holds)
    // A difference that rounding can make is none.
    let rounded = Self.families(overlap: [[0, 1, 0.9999, 3, 4]], distribution: [[0, 1, 1, 3, 4]])
    #expect(
      try Self.verdict(.overlapFluctuates, large: rounded, small: rounded) == .doesNotHold)
    // A curve that ends below its start fluctuates without bound.
    let falling = Self.families(overlap: [[4, 3, 2, 1, 0]], distribution: [[0, 0, 0, 0, 0.0]])
    #expect(
      try Self.verdict(.overlapFluctuates, large: falling, small: falling) == .doesNotHold)
    let unbounded = Self.families(overlap: [[4, 5, 4, 5, 4]], distribution: [[0, 1, 1, 1, 2]])
    #expect(try Self.verdict(.overlapFluctuates, large: unbounded, small: unbounded) == .holds)
  }

  @Test func claim3NeedsBothFamiliesOnBothObjects() throws {
    let both = Self.families(overlap: [Self.rising], distribution: [Self.rising])
    let one = Self.families(overlap: [Self.rising], distribution: [])
    let pairs: [([ClaimInput]?, [ClaimInput]?)] = [
      (both, one), (one, both), (both, nil), (nil, both),
    ]
    for (large, small) in pairs {
      #expect(try Self.verdict(.overlapFluctuates, large: large, small: small) == .notEvaluated)
    }
  }

  @Test func evidenceNamesTheLossesAndWhereTheyFail() throws {
    let claims = ClaimRules.evaluate(
      large: [
        Self.input("dice", .overlap, Self.turning), Self.input("focal", .distribution, Self.rising),
      ], small: nil)
    let evidence = claims[0].evidence.joined(separator: "\n")
    #expect(evidence.contains("1 of 2 losses (50 %) increase strictly: focal"))
    #expect(evidence.contains("dice (not monotone, first at step 2, 0 stalls, 1 fall)"))
  }

  /// One loss under each reading: what counts as a rise differs.
  @Test func readingsAskForDifferentThings() throws {
    let cases: [([[Double]], holds: [ClaimReading])] = [
      ([[0, 1, 2, 3, 4]], ClaimReading.allCases),
      // Increments that shrink.
      ([[0, 4, 7, 9, 10]], [.everyStep, .beyondRounding, .onAverage]),
      // Rises under the tolerance, which still are beyond rounding.
      ([[0, 1e-6, 1, 2, 3]], [.beyondRounding, .onAverage, .penalisedMore]),
      // Rises that rounding can make.
      ([[1, 1 + 1e-15, 2, 3, 4]], []),
      ([[2, 2, 2, 2, 2]], []),
      // The mean rises by growing steps, and one of two seeds falls.
      ([[0, 1, 2, 4, 8], [0, 2, 1, 4, 8.5]], []),
      ([[0, 1, 2.5, 4.5, 8], [0, 2, 1.9, 4, 8]], [.everyStep, .beyondRounding]),
    ]
    for (runs, holds) in cases {
      let curve = Curve(
        key: "a", label: "A", loss: nil, family: nil, runs: runs, tolerance: 1e-3)
      let input = ClaimInput(
        loss: "a", family: nil, monotonicity: curve.monotonicity, seeds: curve.seeds)
      let verdicts = ClaimReading.allCases.filter { reading in
        ClaimRules.evaluate(large: [input], small: nil, reading: reading)[0].verdict == .holds
      }
      #expect(verdicts == holds, "\(runs)")
    }
  }

  /// On noisy paths the mean curve may rise while the seeds fall.
  @Test func claim3LooksAtSeedsOnNoisyPaths() {
    func input(_ family: LossFamily, _ runs: [[Double]]) -> ClaimInput {
      let curve = Curve(
        key: family.rawValue, label: "", loss: nil, family: family, runs: runs, tolerance: 1e-3)
      return ClaimInput(
        loss: curve.key, family: family, monotonicity: curve.monotonicity, seeds: curve.seeds)
    }
    let inputs = [
      input(.overlap, [[0, 2, 1, 3, 4], [0, 1, 3, 2.5, 4]]),
      input(.distribution, [[0, 1, 2, 3, 4], [0, 1.5, 2, 3, 4]]),
    ]
    for (isNoisy, verdict) in [(false, ClaimVerdict.doesNotHold), (true, .holds)] {
      let claim = ClaimRules.evaluate(large: inputs, small: inputs, isNoisy: isNoisy)[2]
      #expect(claim.verdict == verdict)
    }
  }

  /// The claims that a run reports are those of its own curves.
  @Test func runJudgesItsOwnCurves() throws {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [16, 40]
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 5)),
      ObjectSpecification(name: "small", shape: .disc(radius: 1)),
    ]
    configuration.steps = 5
    let result = try Experiment(configuration, registries: .standard).run()
    #expect(result.claims.map(\.path) == ["slide"])
    let inputs = result.scenes.map { scene in
      scene.curves.map {
        ClaimInput(
          loss: $0.key, family: $0.family, monotonicity: MonotonicityReport($0.values))
      }
    }
    let claims = ClaimRules.evaluateEveryReading(
      large: inputs[0], small: inputs[1], isNoisy: false)
    #expect(result.claims[0].claims == claims)
    #expect(claims.map(\.claim.rawValue) == [1, 1, 1, 1, 2, 2, 2, 2, 3])
    #expect(claims.prefix(4).map(\.reading) == ClaimReading.allCases.map(\.rawValue))
  }
}
