import Documents
import Experiments
import Foundation
import LongRuns
import Studies

/// What the program itself writes and reads again: files of cells, their manifests, and what single cells
/// say. Checksums do not guard them here, since a hostile file has the right ones.
extension Reader {
  static let ownFiles = [
    Reader(name: "manifest", made: { [try Cells.shared.manifest] }) {
      try Cells.shared.read(manifest: $0)
    },
    Reader(name: "training", made: { [try Computed<DescentStudy>(Cells.descent).report()] }) {
      try Cells.shared.read(training: $0)
    },
    Reader(name: "cells", made: { [try Cells.shared.lines] }) { try Cells.shared.read(lines: $0) },
    outcomes(LandscapeStudy.self, Cells.landscape),
    outcomes(GradientStudy.self, Cells.experiment),
    outcomes(AgreementStudy.self, Cells.agreement),
    outcomes(RobustnessStudy.self, Cells.robustness),
    outcomes(DescentStudy.self, Cells.descent),
  ]

  /// The outcome of the first cell of a study. One that is accepted is shown with all others by every
  /// table and report.
  private static func outcomes<S: Study>(
    _ type: S.Type, _ configuration: @escaping @Sendable () -> S.Configuration
  ) -> Reader {
    let computed = Computed<S>(configuration)
    return Reader(name: S.kind, made: { [[UInt8]](try [computed.seed()]) }) { bytes in
      let (study, outcomes) = try computed.value()
      let outcome = try JSON.value(S.Outcome.self, from: bytes, path: "input")
      guard study.accepts(outcome, ofCell: 0) else { return }
      let result = try study.result([outcome] + outcomes.dropFirst())
      _ = result.summary()
      _ = try result.markdown(figures: ["a.svg"])
      _ = try result.tables()
      _ = try result.json()
    }
  }
}

/// A small study whose cells have been computed.
private final class Computed<S: Study>: Sendable {
  private let result: Result<(S, [S.Outcome]), any Error>

  init(_ configuration: @Sendable () -> S.Configuration) {
    result = Result {
      let study = try S(configuration(), registries: .standard)
      return (study, try (0..<study.cellCount).map(study.outcome))
    }
  }

  func value() throws -> (S, [S.Outcome]) { try result.get() }

  func report() throws -> [UInt8] {
    let (study, outcomes) = try value()
    return Array(try study.result(outcomes).json())
  }

  func seed() throws -> [UInt8] {
    let (_, outcomes) = try value()
    return try outcomes.first.map { Array(try JSON.line($0)) } ?? []
  }
}

/// A folder with the files of cells of a small study.
private struct Cells {
  static let shared = Cells()

  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("reproduce-figure-fuzz-\(getpid())").path
  private var file: String { "\(folder)/\(GradientStudy.kind).cells.json" }

  var manifest: [UInt8] { get throws { try files().manifest } }
  var lines: [UInt8] { get throws { try files().lines } }

  /// The files as the program writes them.
  private func files() throws -> (manifest: [UInt8], lines: [UInt8]) {
    // What a reader left there is damaged, and a run goes over no files that are not its own.
    try? FileManager.default.removeItem(atPath: folder)
    let study = try GradientStudy(Self.experiment(), registries: .standard)
    _ = try CellRunner(folder: folder, existing: .restart).run(study)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return (try readFile(at: file), try readFile(at: file + "l"))
  }

  func read(manifest: [UInt8]) throws {
    try makeFolder(at: folder)
    try Data(manifest).write(to: URL(fileURLWithPath: file))
    let files = CellFiles(folder: folder, kind: GradientStudy.kind)
    _ = try CellStore.storedManifest(files, as: ExperimentConfiguration.self)
  }

  func read(training report: [UInt8]) throws {
    try makeFolder(at: folder)
    try Data(report).write(to: URL(fileURLWithPath: "\(folder)/descend.json"))
    for loss in try TrainingEvidence(folder: folder).losses {
      try require((0...1).contains(loss.share.value), "a share of \(loss.share.value)")
    }
  }

  func read(lines: [UInt8]) throws {
    let study = try GradientStudy(Self.experiment(), registries: .standard)
    let manifest = CellManifest(
      kind: GradientStudy.kind, version: programVersion, cellCount: study.cellCount, shard: nil,
      configuration: study.configuration)
    let read = try CellLine.lines(in: Data(lines), of: manifest, file: "input")
    try require(read.end <= lines.count, "more than there is")
    try require(read.cells.keys.allSatisfy((0..<study.cellCount).contains), "a cell that is none")
  }

  static func experiment() -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [16, 24]
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 4)),
      ObjectSpecification(name: "small", shape: .disc(radius: 2)),
    ]
    configuration.paths = ["grow"]
    configuration.steps = 2
    configuration.losses = [LossSelection("dice"), LossSelection("combo")]
    return configuration
  }

  static func landscape() -> ExperimentConfiguration {
    var configuration = experiment()
    configuration.paths = ["grow", "speckle"]
    configuration.repeats = 2
    return configuration
  }

  static func agreement() -> AgreementConfiguration {
    var configuration = AgreementConfiguration()
    configuration.experiment = experiment()
    configuration.experiment.metrics = [
      MetricSelection("dice-score"), MetricSelection("hausdorff-95"),
    ]
    configuration.resamples = 100
    return configuration
  }

  static func robustness() -> RobustnessConfiguration {
    var configuration = RobustnessConfiguration(experiment())
    configuration.grids = [[16, 24]]
    configuration.probabilities = [.standard, .twoValued(0.9)]
    configuration.tolerances = [1e-3]
    return configuration
  }

  static func descent() -> DescentConfiguration {
    var configuration = DescentConfiguration()
    configuration.losses = [LossSelection("dice"), LossSelection("focal")]
    configuration.problems = [.logits]
    (configuration.iterations, configuration.seeds, configuration.extent) = (3, 2, 16)
    configuration.objects = [DescentObject(name: "small", radius: 3)]
    return configuration
  }
}
