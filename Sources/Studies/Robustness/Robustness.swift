import Documents
import Experiments
import Losses

/// In which protocols the claims of the article hold.
public struct Robustness: Codable, Hashable, Sendable {
  /// Version of the program.
  public var version = programVersion
  /// What was varied.
  public let configuration: RobustnessConfiguration
  /// Every combination of path, grid, probability model, smoothing and tolerance.
  public let protocols: [Point]

  /// The claims that are judged.
  public static let claims: [Claim] = [.largeObject, .smallObject, .overlapFluctuates]

  /// One protocol and what became of the claims.
  public struct Point: Codable, Hashable, Sendable {
    /// Identifier of the path.
    public let path: String
    /// Extents of the grid.
    public let grid: [Int]
    /// How predictions are made of objects.
    public let probabilities: ProbabilityDescription
    /// S of the losses that have it.
    public let smoothing: Double
    /// τ as a share of a curve's range.
    public let tolerance: Double
    /// The verdicts of ``Robustness/claims``, in their order; `not evaluated` where an object that
    /// the claim speaks of is not possible.
    public let verdicts: [ClaimVerdict]
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
      configuration.smoothings.flatMap { smoothing in
        configuration.tolerances.map { tolerance in
          Point(cell, smoothing: smoothing, tolerance: tolerance, configuration.experiment)
        }
      }
    }
  }

  /// The verdicts on a claim, given by its place in ``claims``, over some of the protocols.
  public func tally(_ claim: Int, where isIncluded: (Point) -> Bool = { _ in true }) -> Tally {
    protocols.filter(isIncluded).reduce(into: Tally()) { tally, point in
      switch point.verdicts[claim] {
      case .holds: tally.holds += 1
      case .holdsInPart: tally.inPart += 1
      case .doesNotHold: tally.fails += 1
      case .notEvaluated: tally.notJudged += 1
      }
    }
  }
}

/// S where nothing else is said.
private let defaultSmoothing = DiceLoss.specification.parameters
  .first { $0.name == "smoothing" }?.defaultValue

extension Robustness.Point {
  init(
    _ cell: RobustnessCell, smoothing: Double, tolerance: Double,
    _ standard: ExperimentConfiguration
  ) {
    func inputs(_ name: String) -> [ClaimInput]? {
      guard let object = cell.objects.first(where: { $0.name == name }), object.obstacle == nil
      else { return nil }
      return object.curves.filter { $0.smoothing == nil || $0.smoothing == smoothing }.map {
        ClaimInput(
          loss: $0.loss, family: $0.family,
          monotonicity: MonotonicityReport($0.values, tolerance: tolerance))
      }
    }
    let evaluations = ClaimRules.evaluate(large: inputs("large"), small: inputs("small"))
    self.init(
      path: cell.path, grid: cell.grid, probabilities: cell.probabilities, smoothing: smoothing,
      tolerance: tolerance,
      verdicts: Robustness.claims.map { claim in
        evaluations.first { $0.claim == claim }?.verdict ?? .notEvaluated
      },
      isDefault: ExperimentConfiguration().paths == [cell.path]
        && standard.grid.shape == cell.grid
        && cell.probabilities == standard.probabilities && tolerance == standard.tolerance
        && smoothing == defaultSmoothing,
      obstacles: cell.objects.compactMap { object in
        object.obstacle.map { "\(object.name): \($0)" }
      })
  }
}
