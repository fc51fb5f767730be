import Experiments
import Testing

/// A run that takes more than it may is refused before anything of it is made.
@Suite struct RunEstimateTests {
  private func experiment(
    _ change: (inout ExperimentConfiguration) -> Void
  ) throws -> Experiment {
    var configuration = ExperimentConfiguration()
    change(&configuration)
    return try Experiment(configuration, registries: .standard)
  }

  @Test func memoryIsThatOfTheGrid() throws {
    let (small, large) = (
      RunEstimate(elements: 1 << 20, threads: 2), RunEstimate(elements: 1 << 24, threads: 2)
    )
    #expect((large.bytes - small.bytes) / Double((1 << 24) - (1 << 20)) == 136)
    let limits = RunLimits(bytes: 1e9, hours: 1)
    try limits.require(small)
    #expect(throws: RunLimitError.memory(large, limit: 1e9)) { try limits.require(large) }
    let message = "\(RunLimitError.memory(large, limit: 1e9))"
    #expect(message.contains("2.2 GiB") && message.contains("0.9 GiB"))
    #expect(message.contains("--grid") && message.contains("--memory 3"))
  }

  @Test func timeGrowsWithEverythingThatIsComputed() throws {
    let limits = RunLimits(bytes: 1e15, hours: 1)
    let long = RunEstimate(elements: 163_840, predictions: 840_000, evaluations: 7, threads: 2)
    #expect(long.seconds / 3600 > 1)
    #expect(throws: RunLimitError.time(long, hours: 1)) { try limits.require(long) }
    #expect("\(RunLimitError.time(long, hours: 1))".contains("--repeats"))
    try RunLimits(bytes: 1e15, hours: 100).require(long)
    try limits.require(RunEstimate(elements: 163_840, predictions: 84, evaluations: 70, threads: 1))
  }

  @Test func nothingIsComputedThatIsRefused() throws {
    let limits = RunLimits(bytes: 2e9, hours: 1)
    let huge = try experiment { $0.grid.shape = [20_000, 20_000] }
    #expect(throws: RunLimitError.self) { try huge.run(limits: limits) }
    #expect(throws: RunLimitError.self) { try huge.scenes(limits: limits) }
    let many = try experiment {
      $0.paths = ["speckle"]; $0.repeats = 10_000
    }
    #expect(throws: RunLimitError.self) { try many.run(explains: true, limits: limits) }
    // A path that is not random is followed once, whatever the number of seeds.
    let once = try experiment {
      $0.repeats = 10_000
      $0.grid.shape = [48, 96]
      $0.objects = [ObjectSpecification(name: "a", shape: .disc(radius: 4))]
      $0.losses = [LossSelection("dice")]
    }
    #expect(try once.run(limits: limits).scenes.count == 1)
  }

  /// Of several seeds the first alone is computed once more, to find what the floor decides.
  @Test(arguments: [
    (explains: true, predictions: 101 * 4), (explains: false, predictions: 100 * 4),
  ])
  func oneSeedIsComputedWithoutAFloor(explains: Bool, predictions: Int) throws {
    let run = try experiment {
      $0.grid.shape = [48, 96]
      $0.objects = [ObjectSpecification(name: "a", shape: .disc(radius: 4))]
      ($0.paths, $0.repeats, $0.steps) = (["speckle"], 100, 3)
    }
    let error = #expect(throws: RunLimitError.self) {
      try run.run(explains: explains, limits: RunLimits(bytes: 1e15, hours: 0))
    }
    guard case .time(let estimate, _) = error else {
      Issue.record("\(error.map(String.init(describing:)) ?? "nothing") is not about time")
      return
    }
    #expect(estimate.predictions == predictions)
  }
}
