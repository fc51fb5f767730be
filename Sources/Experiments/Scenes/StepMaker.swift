import Losses
import Synchronization

/// Makes the predicted objects of a scene one at a time, each in the memory of the last.
public struct StepMaker: Sendable {
  /// What is predicted at the step that was made last; the truth before that.
  public private(set) var object: PredictedObject
  let truth: Mask
  let seeds: [UInt64]
  private let prepared: PreparedPath
  private let trajectories: TrajectoryCache

  init(
    _ truth: Mask, _ prepared: PreparedPath, seeds: [UInt64], _ trajectories: TrajectoryCache
  ) {
    object = PredictedObject(truth)
    self.truth = truth
    self.seeds = seeds
    self.prepared = prepared
    self.trajectories = trajectories
  }

  /// The mask of ``object``.
  public var mask: Mask { object.mask }

  /// Makes ``object`` that of a step.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func make(step: Int, run: Int = 0) {
    let trajectory = trajectories.trajectory(of: seeds[run], prepared.trajectory)
    object.reset(to: truth)
    trajectory(step, &object)
  }
}

/// Makes the predictions of a scene one at a time.
public struct PredictionMaker: Sendable {
  private var steps: StepMaker
  private let predictor: Predictor
  private let scene: String

  init(steps: StepMaker, predictor: Predictor, scene: String) {
    self.steps = steps
    self.predictor = predictor
    self.scene = scene
  }

  /// Makes the prediction of a sample that of a step, in the memory in which it is.
  ///
  /// - Parameters:
  ///   - sample: on the grid of the scene; another grid is a mistake of the caller.
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func setPrediction(of sample: inout Sample, step: Int, run: Int = 0) {
    steps.make(step: step, run: run)
    precondition(sample.grid == steps.truth.grid)
    sample.updatePrediction { [self] probabilities in
      predictor.write(
        steps.object, step: step, seed: steps.seeds[run], scene: scene, into: probabilities)
    }
  }

  /// The prediction of a step.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func prediction(step: Int, run: Int = 0) -> ProbabilityMap {
    steps.make(step: step, run: run)
    var map = ProbabilityMap(steps.truth)
    map.update { [self] probabilities in
      predictor.write(
        steps.object, step: step, seed: steps.seeds[run], scene: scene, into: probabilities)
    }
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
