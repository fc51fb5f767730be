import ArgumentParser
import Experiments
import LongRuns
import Losses
import Studies
import Texts

extension AuditStudy: StudyOfCommand {}

/// Asks losses every question of the audit.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: AuditStudy.kind, abstract: AuditStudy.question,
    discussion: AuditStudy.details + """
       `audit focal` asks one loss, `audit focal dice` two, `audit all` every loss of the catalogue, \
      `audit --external "mine=python3 mine.py"` one of another process. ✓ passed, ✗ failed, ● a property \
      that is no fault, – cannot be asked.
      """)

  @Argument(
    help: ArgumentHelp("Losses: identifiers, or all; `losses` lists them.", valueName: "loss"))
  var losses: [String] = []

  @Option(help: "A YAML file with what is to be audited; the other options override it.")
  var config: String?

  @OptionGroup var parameters: LossParameterOptions

  @OptionGroup(title: "Losses of other processes") var external: ExternalOptions

  @Option(help: "Checks to make, separated by commas (default: all).")
  var checks: String?

  @Option(
    help: ArgumentHelp(
      "Exit with 1 when a loss fails one of these checks, or cannot be asked it; separated by commas.",
      valueName: "checks"))
  var require: String?

  @Option(help: "Seed of everything random (default: 0).")
  var seed: UInt64?

  @Flag(help: "List the checks, and ask no loss.")
  var list = false

  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions
  @OptionGroup(title: "Long runs") var cells: CellOptions

  func run() throws {
    try reportingErrors {
      guard !list else { return try StandardOutput.write(Self.listOfChecks()) }
      let (configuration, required) = (try auditConfiguration(), try requiredChecks())
      let study = try AuditStudy(configuration, registries: Program.registries)
      if let other = required.first(where: { id in !study.checks.contains { $0.id == id } }) {
        throw AuditError.requiredCheckLeftOut(other)
      }
      guard let audit = try study.written(configuration.output, cells) else { return }
      try StandardOutput.write(audit.summary())
      let violations = audit.violations(of: required)
      violations.forEach { printError("required, but \($0)") }
      if !violations.isEmpty { throw ExitCode.requirementUnmet }
    }
  }

  private func auditConfiguration() throws -> AuditConfiguration {
    var configuration =
      try config.map { try AuditConfiguration(yamlAt: $0) } ?? AuditConfiguration()
    let named =
      try losses.isEmpty
      ? configuration.losses : LossSelection.list(losses.joined(separator: ","))
    configuration.losses = try parameters.applied(to: named)
    configuration.external = try external.losses(besides: configuration.external)
    if let checks { configuration.checks = names(checks) }
    configuration.seed = seed ?? configuration.seed
    try folder.apply(to: &configuration.output)
    try drawing.apply(to: &configuration.output)
    guard !(configuration.losses.isEmpty && configuration.external.isEmpty) else {
      throw ValidationError("name losses, as `audit focal dice` or `audit all`, or give --external")
    }
    return configuration
  }

  private func requiredChecks() throws -> [String] {
    let required = require.map(names) ?? []
    for id in required { _ = try AuditChecks.standard.check(id: id) }
    return required
  }

  private static func listOfChecks() -> String {
    TextTable.aligned(AuditChecks.standard.checks.map { [$0.id, $0.question] })
      .joined(separator: "\n")
  }
}
