import Losses

/// One object along one path: a truth and how to make the predicted masks, none of which is kept.
///
/// Of a scene of several classes the object is the class that drifts, or all of them together.
public struct Scene: Sendable {
  /// The object.
  public let object: NamedObject
  /// All classes and how they are joined, where there are several.
  public let classes: SceneClasses?
  /// The path.
  public let path: any ErrorPath
  /// K, the number of the last step.
  public let lastStep: Int
  /// The seeds of the runs; paths that are not random have one.
  public let seeds: [UInt64]
  /// FP and FN as counted at steps 0 … K of the masks of each run; of several classes that drift their
  /// sums over these.
  public let counts: [[ErrorCount]]
  /// What is predicted of each class at steps 0 … K of each run; none where there is one object.
  public let confusions: [[ClassConfusion]]
  /// What the path chose for the object, for the report.
  public let settings: [PathSetting]

  /// What makes the steps, before the first.
  private let steps: StepMaker

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
    classes = nil
    confusions = []
    lastStep = steps
    self.seeds = path.isRandom || predictor.isRandom ? seeds : Array(seeds.prefix(1))
    guard !object.mask.isEmpty || path.takesEmptyTruth else {
      throw .unsuited(path: path.id, object: object.name, reason: "the truth is empty")
    }
    let prepared = try path.prepare(object, steps: steps)
    settings = prepared.settings
    let maker = StepMaker(
      object.mask, prepared, seeds: self.seeds, predictor: predictor,
      scene: Self.name(object, path))
    self.steps = maker
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

  /// FP at each step, the mean over the runs.
  public var falsePositives: [Double] {
    columnMeans(counts.map { $0.map { Double($0.falsePositives) } })
  }

  /// FN at each step, the mean over the runs.
  public var falseNegatives: [Double] {
    columnMeans(counts.map { $0.map { Double($0.falseNegatives) } })
  }

  /// Makes the masks, one at a time.
  public func stepMaker() -> StepMaker { steps }

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

// MARK: - Several classes

extension Scene {
  /// Follows a path with some of several classes while the others stay.
  ///
  /// - Parameters:
  ///   - alone: the scene of each class that drifts by itself, at least one, all along one path; and its
  ///     number, the background being 0.
  ///   - classes: all classes.
  ///   - predictor: how predictions are made of objects.
  /// - Throws: ``PathError`` when the sums of FP and FN do not go as the path declares;
  ///   ``ObjectError`` when all classes together fill the grid.
  init(
    _ alone: [(number: Int, scene: Scene)], of classes: SceneClasses, predictor: Predictor
  ) throws {
    let first = alone[0].scene
    path = first.path
    lastStep = first.lastStep
    seeds = first.seeds
    self.classes = classes
    var union = first.object.mask
    union.update { elements in
      for index in elements.indices {
        elements[index] = alone.contains { $0.number == Int(classes.labels[index]) }
      }
    }
    object =
      alone.count == 1
      ? first.object
      : try NamedObject(name: ExperimentConfiguration.everyClass, mask: union)
    settings = alone.flatMap { number, scene in
      scene.settings.map { setting in
        alone.count == 1
          ? setting
          : PathSetting(
            name: "\(setting.name) of \(scene.object.name)", value: setting.value,
            unit: setting.unit)
      }
    }
    let maker = ClassStepMaker(
      classes, drifting: alone.map { ($0.number, $0.scene.steps) }, seeds: seeds,
      predictor: predictor, streams: classes.objects.map { [path] in Self.name($0, path) })
    steps = first.steps.drifting(maker, union)
    let measured = Self.measured(maker, steps: lastStep + 1, runs: seeds.count)
    counts = measured.map { $0.map(\.count) }
    confusions = measured.map { $0.map(\.confusion) }
    let declared = path.declaration
    if let violation = declared.violation(ofMeans: counts, isEmpty: false)
      ?? counts.lazy.compactMap({ declared.violation(of: $0, size: union.foregroundCount) }).first
    {
      throw PathError(violation, path: path, object: object, possible: nil)
    }
  }

  private static func measured(
    _ maker: ClassStepMaker, steps: Int, runs: Int
  ) -> [[(count: ErrorCount, confusion: ClassConfusion)]] {
    let measured = concurrentMap(count: runs * steps, state: maker) { maker, job in
      maker.makeLabels(step: job % steps, run: job / steps)
      let confusion = ClassConfusion(
        maker.labels, truth: maker.classes.labels, classes: maker.classes.count)
      return (count: ErrorCount(confusion, of: maker.numbers), confusion: confusion)
    }
    return (0..<runs).map { Array(measured[($0 * steps)..<(($0 + 1) * steps)]) }
  }
}

extension ErrorCount {
  /// The sums over some classes.
  init(_ confusion: ClassConfusion, of classes: [Int]) {
    let (rows, all) = (confusion.counts, confusion.counts.indices)
    self.init(
      falsePositives: classes.reduce(0) { sum, number in
        all.reduce(sum) { $1 == number ? $0 : $0 + rows[$1][number] }
      },
      falseNegatives: classes.reduce(0) { sum, number in
        all.reduce(sum) { $1 == number ? $0 : $0 + rows[number][$1] }
      })
  }
}
