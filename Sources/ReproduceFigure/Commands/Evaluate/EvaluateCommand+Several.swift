import ArgumentParser
import Documents
import Experiments
import FieldFiles
import Losses
import Studies

extension EvaluationStudy: StudyOfCommand {}

extension EvaluateCommand {
  /// Evaluates losses and metrics on several predictions.
  func evaluateSeveral() throws {
    try requireOnlySeveral()
    let found = try files.found()
    let study = try EvaluationStudy(
      try configuration(found.pairs), registries: Program.registries)
    try requireLimits(for: study)
    found.unmatched.forEach(printWarning)
    guard let outcome = try several.output == nil ? printed(study) : written(study) else { return }
    outcome.obstacles.forEach(printWarning)
    guard outcome.count > 0 else {
      throw FileError.malformed(
        files.truth ?? files.pairs ?? "", reason: "no prediction could be evaluated")
    }
    if several.strict && !(found.unmatched + outcome.obstacles).isEmpty { throw ExitCode.badData }
  }

  /// How many predictions were evaluated, and what could not be.
  private typealias Outcome = (count: Int, obstacles: [String])

  /// Writes everything into the output folder; `nil` where only a share was computed.
  private func written(_ study: EvaluationStudy) throws -> Outcome? {
    guard let result = try study.written(try output(), several.cells) else { return nil }
    try StandardOutput.write(
      json ? String(decoding: try result.json(), as: UTF8.self) : result.summary(),
      terminator: json ? "" : "\n")
    return (result.predictions.count, result.obstacles)
  }

  private func output() throws -> OutputSpecification {
    var output = OutputSpecification()
    try several.drawing.apply(to: &output)
    output.folder = several.output
    return output
  }

  /// Prints a table, row by row as cases are finished, or everything as JSON.
  private func printed(_ study: EvaluationStudy) throws -> Outcome {
    var outcome: Outcome = (0, [])
    var kept: [EvaluationCell] = []
    if !json { try printRows([PredictionEvaluation.header(study.columns)]) }
    let size = 4 * max(1, Parallelism.threads)
    for first in stride(from: 0, to: study.cellCount, by: size) {
      let cells = try concurrentMap(count: min(size, study.cellCount - first), state: ()) {
        try study.outcome(ofCell: first + $1)
      }
      let predictions = cells.flatMap(study.predictions)
      outcome.count += predictions.count
      // The values are not needed any more, and there may be many of them.
      kept += json ? cells : cells.map(\.withoutValues)
      if !json { try printRows(predictions.map(\.cells)) }
    }
    outcome.obstacles = study.obstacles(kept)
    if json {
      try StandardOutput.write(
        String(decoding: try study.result(kept).json(), as: UTF8.self), terminator: "")
    }
    return outcome
  }

  /// Prints rows of comma-separated values.
  func printRows(_ rows: [[String]]) throws {
    guard let first = rows.first else { return }
    let table = CSV.table(first, Array(rows.dropFirst()))
    try StandardOutput.write(String(decoding: table, as: UTF8.self), terminator: "")
  }

  private func configuration(_ pairs: [PredictionPair]) throws -> EvaluationConfiguration {
    var configuration = EvaluationConfiguration()
    configuration.pairs = pairs
    configuration.truthReading = try truthReading.options()
    configuration.truthReading.ignorePosition = ignorePosition
    configuration.predictionReading = try predictionReading.options(
      beside: configuration.truthReading)
    for group in [losses, external, metrics] as [any ConfigurationOptions] {
      try group.apply(to: &configuration.judges)
    }
    configuration.seed = seed
    try several.apply(to: &configuration)
    return configuration
  }

  /// - Throws: `ValidationError` for options that speak of one pair.
  private func requireOnlySeveral() throws {
    let given: [(String, Bool)] =
      [
        ("--image", image != nil), ("--second-prediction", secondPrediction != nil),
        ("--gradient", gradient != nil),
      ] + overlap.given.map { ($0, true) }
    if let option = given.first(where: \.1) {
      throw ValidationError(
        "\(option.0) speaks of one pair of files, and there are several predictions; leave it out")
    }
    guard several.eachLabel == nil || truthReading.label == nil && truthReading.labels == nil else {
      throw ValidationError("--each-label names the labels; leave out --label and --labels")
    }
    guard several.output != nil || several.cells.shard == nil && !several.cells.resume else {
      throw ValidationError("--shard and --resume need a folder; give --output, too")
    }
  }
}
