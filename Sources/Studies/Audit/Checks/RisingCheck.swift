import Experiments
import Losses

/// Whether the value rises as errors grow, along every error path.
struct RisingCheck: AuditCheck {
  let id = "rises"
  let question = "Does it rise along each error path, where errors do?"
  let method = """
    Every path of the registry, 8 steps, with the probabilities of the figure, on the first of these objects \
    on 48 × 96 elements that it can take: an ellipse of semi-axes 4 and 12 (a disc turned round is the same disc) and \
    four discs of radius 3; random paths over 3 seeds, by the mean. Steps at which FP + FN as counted does not rise are \
    passed over, but for paths that change probabilities alone. Passed where the value rises at every other \
    step by more than 1e-3 of its range, found where it stalls along some path, failed where it falls along \
    one by more than that.
    """

  private static let steps = 8
  private static let tolerance = 1e-3

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    var (falling, stalling): ([String], [String]) = ([], [])
    var (falls, judged): ([AuditNumber], Int) = ([], 0)
    for path in subject.paths.paths {
      guard let scene = try scene(along: path, seed: subject.seed) else { continue }
      let changes = try changes(subject, along: scene)
      guard !changes.isEmpty else { continue }
      judged += 1
      falls.append(
        AuditNumber("\(path.id), largest fall of the range", max(0, -(changes.min() ?? 0))))
      if changes.contains(where: { $0 < -Self.tolerance }) {
        falling.append(path.id)
      } else if changes.contains(where: { $0 <= Self.tolerance }) {
        stalling.append(path.id)
      }
    }
    let evidence =
      [
        AuditNumber("paths", Double(judged)), AuditNumber("falling", Double(falling.count)),
        AuditNumber("stalling", Double(stalling.count)),
      ] + falls
    guard !(falling + stalling).isEmpty else {
      return AuditJudgement(.passed, "along \(judged) paths", evidence)
    }
    let parts = [("falls", falling), ("stalls", stalling)].filter { !$0.1.isEmpty }
      .map { "it \($0) along \($1.joined(separator: ", "))" }
    return AuditJudgement(
      falling.isEmpty ? .found : .failed, parts.joined(separator: "; "), evidence,
      input: "the paths as the method of the check says, seed \(subject.seed)")
  }

  /// The changes of the value, of its range, at the steps at which errors rise.
  private func changes(_ subject: AuditSubject, along scene: Scene) throws -> [Double] {
    let runs = try scene.mapPredictions(seed: subject.seed) { sample in
      let value = try subject.loss.value(sample.object)
      guard value.isFinite else {
        throw AuditError.notFinite(value, "a step of the path \(scene.path.id)")
      }
      return value
    }
    let values = columnMeans(runs)
    let errors = zip(scene.falsePositives, scene.falseNegatives).map(+)
    let range = (values.max() ?? 0) - (values.min() ?? 0)
    // Paths that change probabilities alone have the same masks at every step.
    let isSoft = errors.allSatisfy { $0 == errors[0] }
    return values.indices.dropFirst().filter { isSoft || errors[$0] > errors[$0 - 1] }.map {
      range > 0 ? (values[$0] - values[$0 - 1]) / range : 0
    }
  }

  /// The first object that a path can take.
  private func scene(along path: any ErrorPath, seed: UInt64) throws -> Scene? {
    let grid = try Grid(shape: [48, 96])
    for (name, shape) in [
      ("ellipse", ObjectShape.ellipse(semiaxes: [4, 12], angle: 0)),
      ("discs", .spreadBlobs(count: 4, radius: 3, seed: 1)),
    ] {
      let object = try NamedObject(name: name, mask: shape.mask(on: grid), shape: shape)
      let seeds = (0..<3).map { seed &+ UInt64($0) }
      if let scene = try? Scene(object, along: path, steps: Self.steps, seeds: seeds) {
        return scene
      }
    }
    return nil
  }
}
