import Losses

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
  /// FP and FN as counted at steps 0 … K of the masks of each run.
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
  ///   - isRandom: whether something else depends on the seed, so that all are used all the same.
  /// - Throws: ``PathError`` when there is no room for the steps, or when the counted FP and FN do not
  ///   go as the path declares.
  public init(
    _ object: NamedObject, along path: any ErrorPath, steps: Int, seeds: [UInt64] = [0],
    isRandom: Bool = false
  ) throws(PathError) {
    self.object = object
    self.path = path
    lastStep = steps
    self.seeds = path.isRandom || isRandom ? seeds : Array(seeds.prefix(1))
    let prepared = try path.prepare(object, steps: steps)
    self.prepared = prepared
    let maker = StepMaker(object.mask, prepared, seeds: self.seeds, trajectories)
    let measured = Self.measured(
      maker, steps: steps + 1, runs: path.isRandom ? self.seeds.count : 1,
      isSoft: path.declaration.isSoft)
    for run in measured {
      if let violation = path.declaration.violation(
        of: run.map(\.count), size: object.mask.foregroundCount)
        ?? path.declaration.violation(
          of: run.prefix { $0.count.falseNegatives < object.mask.foregroundCount }
            .compactMap(\.soft))
      {
        throw PathError(violation, path: path, object: object, possible: nil)
      }
    }
    let counts = measured.map { $0.map(\.count) }
    self.counts = self.seeds.indices.map { counts[path.isRandom ? $0 : 0] }
  }

  private typealias Measured = (count: ErrorCount, soft: SoftErrors?)

  private static func measured(
    _ maker: StepMaker, steps: Int, runs: Int, isSoft: Bool
  ) -> [[Measured]] {
    let measured = concurrentMap(count: runs * steps, state: maker) { maker, job in
      maker.make(step: job % steps, run: job / steps)
      return (
        count: ErrorCount(maker.mask, truth: maker.truth),
        soft: isSoft ? SoftErrors(maker.object, truth: maker.truth) : nil
      )
    }
    return (0..<runs).map { Array(measured[($0 * steps)..<(($0 + 1) * steps)]) }
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

  /// Makes the predictions, one at a time.
  public func predictionMaker(_ predictor: Predictor) -> PredictionMaker {
    PredictionMaker(
      steps: stepMaker(), predictor: predictor, scene: "\(object.name)\n\(path.id)")
  }

  /// The first step at which prediction and truth have no element in common, in the first run.
  public var disjointFrom: Int? {
    counts[0].firstIndex { $0.falseNegatives == object.mask.foregroundCount }
  }
}
