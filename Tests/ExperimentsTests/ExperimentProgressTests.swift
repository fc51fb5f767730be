import Experiments
import Losses
import Synchronization
import Testing

/// Whoever waits for an experiment is told of every prediction.
@Suite struct ExperimentProgressTests {
  /// Counts what it is told.
  private final class Counter: ExperimentProgress {
    struct Counts: Equatable {
      var total = 0
      var advances = 0
      var ends = 0
    }
    let counts = Mutex(Counts())

    func begin(predictions: Int) { counts.withLock { $0.total += predictions } }
    func advance() { counts.withLock { $0.advances += 1 } }
    func end() { counts.withLock { $0.ends += 1 } }
  }

  @Test func everyPredictionIsCounted() throws {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [40, 64]
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 9)),
      ObjectSpecification(name: "small", shape: .disc(radius: 3)),
    ]
    configuration.paths = ["slide", "speckle"]
    configuration.steps = 4
    configuration.repeats = 3
    configuration.losses = [LossSelection("dice")]
    let counter = Counter()
    _ = try Experiment(configuration, registries: .standard).run(progress: counter)
    // Two objects, five steps, one run of the first path and three of the second.
    let expected = 2 * 5 * (1 + 3)
    #expect(
      counter.counts.withLock { $0 } == .init(total: expected, advances: expected, ends: 1))
  }
}
