import Experiments
import LongRuns
import Losses
import Texts

/// What is wrong with losses: one cell for each check of each loss.
public struct AuditStudy: Study {
  public static let kind = "audit"
  public static let question =
    "Tests any loss, yours too: its minimum, its gradient, blind zones, invariances, batches."
  public static let details = """
    Writes audit.md, .json, .csv, audit.junit.xml and the figure audit.*: of each loss and check whether it passed or failed, a \
    property that is no fault, or why it cannot be asked, with the numbers and the arrays that show it.
    """

  /// Which losses are audited, and by which checks.
  public let configuration: AuditConfiguration
  /// The checks, in order.
  public let checks: [any AuditCheck]

  private let registries: Registries
  private let settings: [LossSetting]
  private let losses: [AuditedLoss]

  public init(_ configuration: AuditConfiguration, registries: Registries) throws {
    try self.init(configuration, registries: registries, checks: .standard)
  }

  /// Prepares an audit by checks of one's own, too.
  ///
  /// - Throws: what is wrong with the configuration.
  public init(
    _ configuration: AuditConfiguration, registries: Registries, checks: AuditChecks
  ) throws {
    try configuration.validate(for: registries, checks: checks)
    let registries = try registries.adding(configuration.external)
    self.configuration = configuration.withoutOutput
    self.registries = registries
    self.checks =
      configuration.checks.isEmpty
      ? checks.checks : try configuration.checks.map { try checks.check(id: $0) }
    settings = configuration.settings
    losses = try settings.map { setting in
      if let external = configuration.external.first(where: { $0.name == setting.id }) {
        // An entry of its own for each process, so that none is met again that has broken down.
        return AuditedLoss(isExternal: true) { try external.entry.loss() }
      }
      let entry = try registries.losses.entry(id: setting.id)
      return AuditedLoss(isExternal: false) { try entry.loss(setting.parameters) }
    }
  }

  public var cellCount: Int { settings.count * checks.count }

  public func outcome(ofCell index: Int) throws -> AuditCell {
    let (loss, check) = index.quotientAndRemainder(dividingBy: checks.count)
    return AuditCell(
      loss: settings[loss].key, check: checks[check].id,
      judgement: try losses[loss].judge(
        by: checks[check], paths: registries.paths, seed: configuration.seed))
  }

  public func accepts(_ cell: AuditCell, ofCell index: Int) -> Bool {
    let (loss, check) = index.quotientAndRemainder(dividingBy: checks.count)
    return cell.loss == settings[loss].key && cell.check == checks[check].id
  }

  public func result(_ cells: [AuditCell]) throws -> Audit {
    for loss in losses { try loss.finish() }
    return Audit(
      configuration: configuration,
      checks: checks.map { Audit.Check(id: $0.id, question: $0.question, method: $0.method) },
      losses: settings.indices.map { number in
        Audit.Loss(
          key: settings[number].key, arguments: arguments(of: number),
          judgements: cells[(number * checks.count)..<((number + 1) * checks.count)]
            .map(\.judgement))
      })
  }

  /// What follows `reproduce-figure audit` to ask a loss again.
  private func arguments(of number: Int) -> String {
    let setting = settings[number]
    if let external = configuration.external.first(where: { $0.name == setting.id }) {
      return "--external \(quoted("\(external.name)=\(external.command)"))"
    }
    let parameters = setting.parameters.sorted { $0.key < $1.key }
      .map { " --parameter \(setting.id).\($0.key)=\(shortNumber($0.value))" }
    let seed = configuration.seed == 0 ? "" : " --seed \(configuration.seed)"
    return setting.id + parameters.joined() + seed
  }
}

/// What one check says of one loss.
public struct AuditCell: Codable, Hashable, Sendable {
  /// Key of the loss.
  public let loss: String
  /// Identifier of the check.
  public let check: String
  /// What it says.
  public let judgement: AuditJudgement
}

/// A word as a shell takes it.
private func quoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}
