import Losses

/// What an experiment computed.
public struct ExperimentResult: Sendable {
  /// What it was asked for, with the masks of files embedded.
  public let configuration: ExperimentConfiguration
  /// One for each object along each path that is possible, path by path.
  public let scenes: [SceneCurves]
  /// The objects and paths that are not possible; the rest was computed all the same.
  public let impossible: [ImpossibleScene]
  /// What settings of losses cannot see of the objects, in one line each.
  public let cautions: [String]
  /// The claims of the article, path by path.
  public let claims: [PathClaims]
  /// What each loss looks at, where that was asked for.
  public let characters: [LossCharacter]?
  /// What went wrong with losses that other processes compute; the rest was computed all the same.
  public let failures: [ExternalLossError]
}

extension ExperimentResult {
  /// The same, where every loss could be evaluated: what is kept for good must not lack one of them.
  ///
  /// - Throws: ``ExternalLossError``.
  package func whole() throws(ExternalLossError) -> ExperimentResult {
    if let failure = failures.first { throw failure }
    return self
  }
}

/// A scene and the losses along it: a panel of the figure.
public struct SceneCurves: Sendable {
  /// The object along the path.
  public let scene: Scene
  /// One for each setting of each loss, those computed elsewhere last.
  public let curves: [Curve]
  /// FP and FN of the predictions as sums of probabilities at each step, the mean over the seeds.
  public let softErrors: [SoftErrors]
  /// One for each metric, of 1 − score or of a distance.
  public let metrics: [MetricCurve]
  /// The metrics that have no curve.
  public let undefined: [UndefinedMetric]
  /// What the floor of the background decides, where that was asked for and there is one.
  public var floorFindings: [FloorFinding]?
  /// Which losses it puts in another order, where that was asked for and there is a floor.
  public var floorOrder: FloorOrder?

  /// The object.
  public var object: NamedObject { scene.object }
  /// The path.
  public var path: any ErrorPath { scene.path }
}

/// An object along a path that is not possible, and why.
public struct ImpossibleScene: Hashable, Sendable, Codable {
  /// Name of the object.
  public let object: String
  /// Identifier of the path; none where the object is possible along no path.
  public let path: String?
  /// What is in the way, and how to mend it.
  public let reason: String
}

extension ImpossibleScene: CustomStringConvertible {
  public var description: String {
    "\(object)\(path.map { " along \($0)" } ?? "") is left out: \(reason)"
  }
}

/// The claims of the article along one path.
public struct PathClaims: Sendable, Hashable, Codable {
  /// Identifier of the path.
  public let path: String
  /// The class that is put in the place of both the large and the small object; none where these are objects
  /// of their own.
  public var object: String?
  /// One entry a claim and reading; one a claim that cannot be judged.
  public let claims: [ClaimEvaluation]

  /// What names them in headings and lines: the path, and the class where there is one.
  public var title: String { object.map { "\(path), of \($0)" } ?? path }

  /// What became of a claim in a reading; `not evaluated` where that was not judged.
  public func verdict(_ claim: Claim, _ reading: ClaimReading = .everyStep) -> ClaimVerdict {
    let entries = claims.filter { $0.claim == claim }
    return (entries.first { $0.reading == reading.rawValue } ?? entries.first)?.verdict
      ?? .notEvaluated
  }
}
