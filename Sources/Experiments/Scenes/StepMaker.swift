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
  /// Makes the steps of a scene of several classes, of which this is those that drift.
  private(set) var classes: ClassStepMaker?

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

  /// What makes the steps of the classes that drift, taken together.
  ///
  /// - Parameters:
  ///   - classes: makes those of each.
  ///   - truth: the elements of all that drift.
  func drifting(_ classes: ClassStepMaker, _ truth: Mask) -> StepMaker {
    var maker = StepMaker(
      truth, prepared, seeds: seeds, predictor: predictor, scene: scene)
    maker.classes = classes
    return maker
  }

  /// The predicted mask: that of ``object``, or of the probabilities over ½ where the path adds noise to
  /// the logits; of several classes the elements of those that drift.
  public var mask: Mask { noisyMask ?? object.mask }

  /// The predicted class of each element, in row-major order; 1 for the object of a scene of one.
  public var labels: [UInt8] { classes?.labels ?? mask.elements.map { $0 ? 1 : 0 } }

  /// Makes ``object`` and ``mask`` those of a step.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func make(step: Int, run: Int = 0) {
    noisyMask = nil
    guard classes == nil else {
      classes?.makeLabels(step: step, run: run)
      return joinClasses()
    }
    makeObject(step: step, run: run)
    guard object.logits.noise > 0 else { return }
    var map = ProbabilityMap(truth)
    map.update { write(step: step, run: run, into: $0) }
    noisyMask = Mask(map)
  }

  /// Makes ``object`` that of all classes that drift.
  private mutating func joinClasses() {
    guard let classes else { return }
    let numbers = Set(classes.numbers.map(UInt8.init))
    object.hasDistances = false
    object.mask.update { elements in
      for index in elements.indices { elements[index] = numbers.contains(classes.labels[index]) }
    }
  }

  mutating func makeObject(step: Int, run: Int) {
    guard classes == nil else {
      classes?.makeObjects(step: step, run: run)
      return joinClasses()
    }
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
    guard let classes else {
      return (other ?? predictor).write(
        object, step: step, seed: seeds[run], scene: scene, into: probabilities)
    }
    classes.writeDrifting(
      of: classes.probabilities(step: step, run: run, with: other), into: probabilities)
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

  /// Makes the prediction of a scene's sample that of a step.
  ///
  /// - Parameters:
  ///   - sample: of this scene; that of another is a mistake of the caller.
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  ///   - keepsDistances: whether ``repeatPrediction(of:step:run:with:)`` may follow.
  /// - Throws: `ClassError` where probabilities are none, which is a mistake of a model.
  package mutating func setPrediction(
    of sample: inout SceneSample, step: Int, run: Int = 0, keepsDistances: Bool = false
  ) throws {
    guard sample.truth != nil else {
      return setPrediction(
        of: &sample.object, step: step, run: run, keepsDistances: keepsDistances)
    }
    steps.makeObject(step: step, run: run)
    try setClasses(of: &sample, step: step, run: run, with: nil)
  }

  /// Makes the prediction of a scene's sample that of the step that was made last, by another predictor.
  func repeatPrediction(
    of sample: inout SceneSample, step: Int, run: Int, with predictor: Predictor
  ) throws {
    guard sample.truth != nil else {
      return repeatPrediction(of: &sample.object, step: step, run: run, with: predictor)
    }
    try setClasses(of: &sample, step: step, run: run, with: predictor)
  }

  private func setClasses(
    of sample: inout SceneSample, step: Int, run: Int, with predictor: Predictor?
  ) throws {
    guard let classes = steps.classes else { return }
    let fields = classes.probabilities(step: step, run: run, with: predictor)
    sample = try sample.predicting(fields)
    sample.object.updatePrediction { classes.writeDrifting(of: fields, into: $0) }
  }

  /// The probabilities of each class at a step, the background first; `nil` of one object.
  mutating func classPredictions(step: Int, run: Int) -> [[Double]]? {
    guard steps.classes != nil else { return nil }
    steps.makeObject(step: step, run: run)
    return steps.classes?.probabilities(step: step, run: run)
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
