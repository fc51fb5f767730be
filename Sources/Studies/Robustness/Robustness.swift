import Algorithms
import Experiments
import Losses

/// In which protocols the claims of the article hold.
public struct Robustness: Codable, Hashable, Sendable {
  /// What was varied.
  public let configuration: RobustnessConfiguration
  /// Every protocol.
  public let protocols: [Point]

  /// The claims that are judged.
  public static let claims: [Claim] = [.largeObject, .smallObject, .overlapFluctuates]

  /// One protocol and what became of the claims.
  public struct Point: Codable, Hashable, Sendable {
    /// Identifier of the path.
    public let path: String
    /// How predictions are made of objects.
    public let probabilities: ProbabilityDescription
    /// Extents of the grid.
    public let grid: [Int]
    /// How far `slide` goes, in widths.
    public let reach: Double
    /// How many times as large as that of the small disc the radius of the large one is; none where
    /// objects are as the experiment has them.
    public let ratio: Double?
    /// What the values of object and background become.
    public let reduction: RobustnessConfiguration.Reduction
    /// S of the losses that have it.
    public let smoothing: Double
    /// τ as a share of a curve's range.
    public let tolerance: Double
    /// What "increases" means in claims 1 and 2.
    public let reading: ClaimReading
    /// The verdicts of ``Robustness/claims``, in their order; `not evaluated` where an object that
    /// the claim speaks of is not possible.
    public let verdicts: [ClaimVerdict]
    /// What protocols with the same curves, scaled to [0, 1], have in common.
    public let curves: String
    /// Whether it is the protocol of the experiment that is varied.
    public let isDefault: Bool
    /// Why objects are not possible.
    public let obstacles: [String]
  }

  /// How often each verdict was given.
  public struct Tally: Hashable, Sendable {
    /// Protocols in which the claim holds.
    public var holds = 0
    /// Protocols in which it holds in part.
    public var inPart = 0
    /// Protocols in which it does not.
    public var fails = 0
    /// Protocols in which an object that it speaks of is not possible.
    public var notJudged = 0

    /// Protocols in which the claim could be judged.
    public var judged: Int { holds + inPart + fails }
  }

  /// Judges the claims under every protocol.
  public init(_ task: RobustnessStudy, _ outcomes: [RobustnessCell]) {
    let configuration = task.configuration
    self.configuration = configuration
    protocols = outcomes.flatMap { cell in
      configuration.reductions.flatMap { reduction in
        configuration.smoothings.flatMap { smoothing in
          Self.points(cell, reduction, smoothing: smoothing, configuration)
        }
      }
    }
  }

  /// The verdicts on a claim, given by its place in ``claims``, over some of the protocols. Those with the
  /// same curves that judge them in the same way count once.
  public func tally(_ claim: Int, where isIncluded: (Point) -> Bool = { _ in true }) -> Tally {
    protocols.filter(isIncluded).uniqued(on: \.effect).reduce(into: Tally()) { tally, point in
      switch point.verdicts[claim] {
      case .holds: tally.holds += 1
      case .holdsInPart: tally.inPart += 1
      case .doesNotHold: tally.fails += 1
      case .notEvaluated: tally.notJudged += 1
      }
    }
  }
}

// MARK: - Points

extension Robustness.Point {
  /// What decides the verdicts: protocols that agree in it differ in nothing.
  struct Effect: Hashable {
    let curves: String
    let tolerance: Double
    let reading: ClaimReading
  }

  var effect: Effect { Effect(curves: curves, tolerance: tolerance, reading: reading) }
}

/// S where nothing else is said.
private let defaultSmoothing = DiceLoss.specification.parameters
  .first { $0.name == "smoothing" }?.defaultValue

extension Robustness {
  /// The protocols of some predictions with one reduction and smoothing.
  private static func points(
    _ cell: RobustnessCell, _ reduction: RobustnessConfiguration.Reduction, smoothing: Double,
    _ configuration: RobustnessConfiguration
  ) -> [Point] {
    let scene = cell.scene
    let experiment = configuration.experiment
    let signature = signature(cell, reduction, smoothing: smoothing)
    let obstacles = cell.objects.compactMap { object in
      object.obstacle.map { "\(object.name): \($0)" }
    }
    let isDefault =
      ExperimentConfiguration().paths == [scene.path] && scene.grid == experiment.grid.shape
      && scene.probabilities == experiment.probabilities && scene.reach == experiment.reach
      && (scene.ratio == nil || scene.ratio == configuration.ownRatio)
      && reduction == .object && smoothing == defaultSmoothing
    return configuration.tolerances.flatMap { tolerance -> [Point] in
      func inputs(_ name: String) -> [ClaimInput]? {
        guard let object = cell.objects.first(where: { $0.name == name }), object.obstacle == nil
        else { return nil }
        return object.curves.filter { $0.belongs(to: smoothing, reduction) }.map {
          let curve = Curve(
            key: $0.loss, label: $0.loss, loss: $0.loss, family: $0.family, runs: $0.runs,
            tolerance: tolerance)
          return ClaimInput(
            loss: $0.loss, family: $0.family, monotonicity: curve.monotonicity, seeds: curve.seeds)
        }
      }
      let (large, small) = (inputs("large"), inputs("small"))
      return configuration.readings.map { reading in
        let evaluations = ClaimRules.evaluate(
          large: large, small: small, reading: reading, isNoisy: cell.isNoisy)
        return Point(
          path: scene.path, probabilities: scene.probabilities, grid: scene.grid,
          reach: scene.reach, ratio: scene.ratio, reduction: reduction, smoothing: smoothing,
          tolerance: tolerance, reading: reading,
          verdicts: claims.map { claim in
            evaluations.first { $0.claim == claim }?.verdict ?? .notEvaluated
          }, curves: signature,
          isDefault: isDefault && tolerance == experiment.tolerance && reading == .everyStep,
          obstacles: obstacles)
      }
    }
  }

  /// A text that is the same for the same curves: FNV-1a of their scaled values, rounded to billionths.
  private static func signature(
    _ cell: RobustnessCell, _ reduction: RobustnessConfiguration.Reduction, smoothing: Double
  ) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ number: UInt64) { hash = (hash ^ number) &* 0x0000_0100_0000_01b3 }
    // Of noise it is judged otherwise.
    add(cell.isNoisy ? 1 : 0)
    for object in cell.objects {
      for curve in object.curves where curve.belongs(to: smoothing, reduction) {
        for values in curve.runs {
          let least = values.min() ?? 0
          let range = (values.max() ?? 0) - least
          for value in values {
            let scaled = range > 0 ? (value - least) / range : 0
            add(UInt64((scaled * 1e9).rounded()))
          }
        }
      }
      add(object.curves.isEmpty ? 1 : 2)
    }
    return String(hash, radix: 16)
  }
}
