import Losses
import Synchronization

/// Makes the predicted objects of a scene one at a time, each in the memory of the last.
public struct StepMaker: Sendable {
  /// What is predicted at the step that was made last; the truth before that.
  public private(set) var object: PredictedObject
  let truth: Mask
  let seeds: [UInt64]
  private let scene: String
  private let prepared: PreparedPath
  private let predictor: Predictor
  private let trajectories: TrajectoryCache
  private var noisyMask: Mask?

  init(
    _ truth: Mask, _ prepared: PreparedPath, seeds: [UInt64], predictor: Predictor, scene: String
  ) {
    object = PredictedObject(truth)
    self.truth = truth
    self.seeds = seeds
    self.scene = scene
    self.prepared = prepared
    self.predictor = predictor
    trajectories = TrajectoryCache()
  }

  /// The predicted mask: that of ``object``, or of the probabilities over ½ where the path adds noise to
  /// the logits.
  public var mask: Mask { noisyMask ?? object.mask }

  /// Makes ``object`` and ``mask`` those of a step.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func make(step: Int, run: Int = 0) {
    makeObject(step: step, run: run)
    noisyMask = nil
    guard object.logits.noise > 0 else { return }
    var map = ProbabilityMap(truth)
    map.update { write(step: step, run: run, into: $0) }
    noisyMask = Mask(map)
  }

  fileprivate mutating func makeObject(step: Int, run: Int) {
    let trajectory = trajectories.trajectory(of: seeds[run], prepared.trajectory)
    object.reset(to: truth)
    trajectory(step, &object)
  }

  /// Keeps the distances of ``object`` where predictions depend on them.
  fileprivate mutating func keepDistances() {
    if predictor.readsDistances { object.keepDistances() }
  }

  /// Writes the prediction of ``object``, which is that of the step, by a predictor or that of the scene.
  fileprivate func write(
    step: Int, run: Int, with other: Predictor? = nil,
    into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    (other ?? predictor).write(
      object, step: step, seed: seeds[run], scene: scene, into: probabilities)
  }
}

/// Makes the predictions of a scene one at a time.
public struct PredictionMaker: Sendable {
  private var steps: StepMaker

  init(_ steps: StepMaker) { self.steps = steps }

  /// Makes the prediction of a sample that of a step, in the memory in which it is.
  ///
  /// - Parameters:
  ///   - sample: on the grid of the scene; another grid is a mistake of the caller.
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func setPrediction(of sample: inout Sample, step: Int, run: Int = 0) {
    setPrediction(of: &sample, step: step, run: run, keepsDistances: false)
  }

  /// Makes the prediction of a sample that of a step, where ``repeatPrediction(of:step:run:with:)``
  /// may follow and use the same distances again.
  mutating func setPrediction(
    of sample: inout Sample, step: Int, run: Int, keepsDistances: Bool
  ) {
    precondition(sample.grid == steps.truth.grid)
    steps.makeObject(step: step, run: run)
    if keepsDistances { steps.keepDistances() }
    sample.updatePrediction { [steps] in steps.write(step: step, run: run, into: $0) }
  }

  /// Makes the prediction of a sample that of the step that was made last, by another predictor.
  func repeatPrediction(
    of sample: inout Sample, step: Int, run: Int, with predictor: Predictor
  ) {
    sample.updatePrediction { [steps] in
      steps.write(step: step, run: run, with: predictor, into: $0)
    }
  }

  /// The prediction of a step.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func prediction(step: Int, run: Int = 0) -> ProbabilityMap {
    steps.makeObject(step: step, run: run)
    var map = ProbabilityMap(steps.truth)
    map.update { [steps] in steps.write(step: step, run: run, into: $0) }
    return map
  }
}

/// The trajectories of the seeds that were asked for last: threads at neighbouring steps share them,
/// and those of other seeds take no memory.
final class TrajectoryCache: Sendable {
  private static let capacity = 2
  private let kept = Mutex<[(seed: UInt64, trajectory: PreparedPath.ObjectTrajectory)]>([])

  /// Others wait while one makes a trajectory, so that there are never more than two.
  func trajectory(
    of seed: UInt64, _ make: (UInt64) -> PreparedPath.ObjectTrajectory
  ) -> PreparedPath.ObjectTrajectory {
    kept.withLock { kept in
      if let known = kept.first(where: { $0.seed == seed }) { return known.trajectory }
      if kept.count == Self.capacity { kept.removeFirst() }
      let trajectory = make(seed)
      kept.append((seed, trajectory))
      return trajectory
    }
  }
}
