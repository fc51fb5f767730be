import Losses
import Synchronization

/// One object along one path: a truth and how to make the predicted masks, none of which is kept.
public struct Scene: Sendable {
  /// The object.
  public let object: NamedObject
  /// The path.
  public let path: any ErrorPath
  /// K, the number of the last step.
  public let lastStep: Int
  /// The seeds of the runs; paths that are not random have one.
  public let seeds: [UInt64]
  /// FP and FN as counted at steps 0 … K of each run.
  public let counts: [[ErrorCount]]

  private let prepared: PreparedPath
  private let trajectories = TrajectoryCache()

  /// Follows a path and counts what is wrong at every step.
  ///
  /// - Parameters:
  ///   - object: the truth.
  ///   - path: the path.
  ///   - steps: K, the number of the last step; at least 1.
  ///   - seeds: one for each run; at least one. Paths that are not random use the first alone.
  /// - Throws: ``PathError`` when there is no room for the steps, or when the counted FP and FN do not
  ///   go as the path declares.
  public init(
    _ object: NamedObject, along path: any ErrorPath, steps: Int, seeds: [UInt64] = [0]
  ) throws(PathError) {
    self.object = object
    self.path = path
    lastStep = steps
    self.seeds = path.isRandom ? seeds : Array(seeds.prefix(1))
    let prepared = try path.prepare(object, steps: steps)
    self.prepared = prepared
    counts = Self.counts(
      StepMaker(object.mask, prepared, seeds: self.seeds, trajectories), steps: steps + 1)
    for counts in counts {
      if let violation = path.declaration.violation(of: counts, size: object.mask.foregroundCount) {
        throw PathError(violation, path: path, object: object, possible: nil)
      }
    }
  }

  private static func counts(_ maker: StepMaker, steps: Int) -> [[ErrorCount]] {
    let runs = maker.seeds.count
    let counts = concurrentMap(count: runs * steps, state: maker) { maker, job in
      maker.make(step: job % steps, run: job / steps)
      return ErrorCount(maker.mask, truth: maker.truth)
    }
    return (0..<runs).map { Array(counts[($0 * steps)..<(($0 + 1) * steps)]) }
  }

  /// What the path chose for the object, for the report.
  public var settings: [PathSetting] { prepared.settings }

  /// FP at each step, the mean over the runs.
  public var falsePositives: [Double] {
    columnMeans(counts.map { $0.map { Double($0.falsePositives) } })
  }

  /// FN at each step, the mean over the runs.
  public var falseNegatives: [Double] {
    columnMeans(counts.map { $0.map { Double($0.falseNegatives) } })
  }

  /// Makes the masks, one at a time.
  public func stepMaker() -> StepMaker {
    StepMaker(object.mask, prepared, seeds: seeds, trajectories)
  }
}

/// Makes the predicted masks of a scene one at a time, each in the memory of the last.
public struct StepMaker: Sendable {
  /// The mask of the step that was made last; the truth before that.
  public private(set) var mask: Mask
  let truth: Mask
  let seeds: [UInt64]
  private let prepared: PreparedPath
  private let trajectories: TrajectoryCache

  fileprivate init(
    _ truth: Mask, _ prepared: PreparedPath, seeds: [UInt64], _ trajectories: TrajectoryCache
  ) {
    mask = truth
    self.truth = truth
    self.seeds = seeds
    self.prepared = prepared
    self.trajectories = trajectories
  }

  /// Makes ``mask`` that of a step.
  ///
  /// - Parameters:
  ///   - step: in 0 … K.
  ///   - run: which of the seeds, from 0.
  public mutating func make(step: Int, run: Int = 0) {
    let trajectory = trajectories.trajectory(of: seeds[run], prepared.trajectory)
    mask.update { elements in
      elements.withUnsafeMutableBufferPointer { elements in
        truth.elements.withUnsafeBufferPointer { _ = elements.update(fromContentsOf: $0) }
      }
      trajectory(step, &elements)
    }
  }
}

/// The trajectories of the seeds that were asked for last: threads at neighbouring steps share them,
/// and those of other seeds take no memory.
private final class TrajectoryCache: Sendable {
  private static let capacity = 2
  private let kept = Mutex<[(seed: UInt64, trajectory: PreparedPath.Trajectory)]>([])

  /// Others wait while one makes a trajectory, so that there are never more than two.
  func trajectory(
    of seed: UInt64, _ make: (UInt64) -> PreparedPath.Trajectory
  ) -> PreparedPath.Trajectory {
    kept.withLock { kept in
      if let known = kept.first(where: { $0.seed == seed }) { return known.trajectory }
      if kept.count == Self.capacity { kept.removeFirst() }
      let trajectory = make(seed)
      kept.append((seed, trajectory))
      return trajectory
    }
  }
}
