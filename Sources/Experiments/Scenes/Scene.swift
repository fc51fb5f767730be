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
  private let predictor: Predictor

  /// Follows a path and counts what is wrong at every step.
  ///
  /// - Parameters:
  ///   - object: the truth.
  ///   - path: the path.
  ///   - steps: K, the number of the last step; at least 1.
  ///   - seeds: one for each run; at least one. Paths that are not random use the first alone.
  ///     Where predictions are random, too, all are used.
  ///   - predictor: how predictions are made of objects.
  /// - Throws: ``PathError`` when there is no room for the steps, or when the counted FP and FN do not
  ///   go as the path declares.
  public init(
    _ object: NamedObject, along path: any ErrorPath, steps: Int, seeds: [UInt64] = [0],
    predictor: Predictor = .standard
  ) throws(PathError) {
    self.object = object
    self.path = path
    lastStep = steps
    self.seeds = path.isRandom || predictor.isRandom ? seeds : Array(seeds.prefix(1))
    guard !object.mask.isEmpty || path.takesEmptyTruth else {
      throw .unsuited(path: path.id, object: object.name, reason: "the truth is empty")
    }
    let prepared = try path.prepare(object, steps: steps)
    self.prepared = prepared
    self.predictor = predictor
    let maker = StepMaker(
      object.mask, prepared, seeds: self.seeds, predictor: predictor,
      scene: Self.name(object, path))
    let measured = Self.measured(
      maker, steps: steps + 1, runs: path.isRandom ? self.seeds.count : 1,
      isSoft: path.declaration.isSoft)
    if path.declaration.isUndeclared,
      measured.joined().allSatisfy({ $0.count == .zero })
    {
      throw .unsuited(path: path.id, object: object.name, reason: "it changes nothing of it")
    }
    if let violation = path.declaration.violation(
      ofMeans: measured.map { $0.map(\.count) }, isEmpty: object.mask.isEmpty)
    {
      throw PathError(violation, path: path, object: object, possible: nil)
    }
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
    StepMaker(
      object.mask, prepared, seeds: seeds, predictor: predictor, scene: Self.name(object, path))
  }

  /// What tells the scene from others of the same seed.
  private static func name(_ object: NamedObject, _ path: any ErrorPath) -> String {
    "\(object.name)\n\(path.id)"
  }

  /// Makes the predictions, one at a time.
  public func predictionMaker() -> PredictionMaker { PredictionMaker(stepMaker()) }

  /// The first step at which prediction and truth have no element in common, in the first run.
  public var disjointFrom: Int? {
    guard !object.mask.isEmpty else { return nil }
    return counts[0].firstIndex { $0.falseNegatives == object.mask.foregroundCount }
  }
}
