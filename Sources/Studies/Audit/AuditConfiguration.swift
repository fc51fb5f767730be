import Documents
import Experiments
import Losses

/// Which losses are audited, and by which checks.
public struct AuditConfiguration: Hashable, Sendable {
  /// Losses of the catalogue, one for each of their settings.
  public var losses: [LossSelection] = []
  /// Losses that other processes compute.
  public var external: [ExternalLoss] = []
  /// Identifiers of the checks; empty for all.
  public var checks: [String] = []
  /// Seed of everything random.
  public var seed: UInt64 = 0
  /// What is written.
  public var output = OutputSpecification()

  /// No loss yet.
  public init() {}

  /// - Throws: ``AuditError``, and what is wrong with a loss.
  func validate(for registries: Registries, checks known: AuditChecks) throws {
    var experiment = ExperimentConfiguration()
    (experiment.losses, experiment.external) = (losses, external)
    experiment.output = output
    try experiment.validate(for: registries)
    guard !experiment.settings.isEmpty else { throw AuditError.nothingToAudit("losses") }
    var seen: Set<String> = []
    for id in checks {
      _ = try known.check(id: id)
      guard seen.insert(id).inserted else { throw AuditError.repeatedCheck(id) }
    }
  }

  /// The settings of all losses, those that other processes compute last.
  var settings: [LossSetting] {
    losses.flatMap(\.settings)
      + external.map { LossSetting(id: $0.name, parameters: [:], varied: []) }
  }
}

extension AuditConfiguration: StudyConfiguration {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case losses, external, checks, seed, output
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    losses = try container.decode(.losses, default: losses)
    external = try container.decode(.external, default: external)
    checks = try container.decode(.checks, default: checks)
    seed = try container.decode(.seed, default: seed)
    output = try container.decode(.output, default: output)
  }
}
