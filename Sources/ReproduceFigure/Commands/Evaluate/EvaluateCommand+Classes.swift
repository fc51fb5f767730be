import ArgumentParser
import Documents
import Experiments
import FieldFiles
import Losses
import Metrics
import Studies
import Texts

extension EvaluateCommand {
  /// Evaluates losses and metrics on several classes, of a pair of files or of many.
  func evaluateClasses(_ relation: ClassRelation, _ settings: [LossSetting]) throws {
    try requireOnlyClasses()
    let judges = try ClassJudges(
      losses: settings.map { setting in
        let loss = try overlap.loss(setting).overClasses(relation)
        return (setting.key, try classes.values.written(loss, setting.key))
      } + externalLosses(over: relation),
      metrics: metrics.selections().map { try $0.metric(in: Program.registries.metrics) },
      empty: metrics.empty ?? .penalise, reduction: classes.values.reduction())
    guard !files.areSeveral else { return try evaluateClasses(of: files.found(), relation, judges) }
    let sample = try classSample(relation, batchFiles)
    for (id, loss) in judges.losses {
      try loss.cautions(sample).forEach { printWarning("\(id): \($0)") }
    }
    let result = EvaluatedClasses(
      losses: try judges.evaluate(sample, gradients: gradient),
      metrics: try judges.metricTables(sample), classCount: sample.classCount)
    try StandardOutput.write(
      json ? String(decoding: try JSON.line(result), as: UTF8.self) : result.description)
    for item in result.ignoredItems {
      printWarning("every element of item \(item) is ignored, so that its loss is 0")
    }
  }

  /// The losses of other processes.
  private func externalLosses(
    over relation: ClassRelation
  ) throws -> [(id: String, loss: any ClassLoss)] {
    let external = try external.losses()
    let catalogue = try Program.registries.adding(external).losses
    return try external.map { ($0.name, try catalogue.loss(id: $0.name).overClasses(relation)) }
  }

  /// Prints a row for each case, item and class.
  private func evaluateClasses(
    of found: FoundPairs, _ relation: ClassRelation, _ judges: ClassJudges
  ) throws {
    let (batches, unmatched) = try batches(of: found)
    unmatched.forEach(printWarning)
    if !json { try printRows([ClassCase.header(judges)]) }
    var cases: [ClassCase] = []
    var obstacles: [String] = []
    for (pair, files) in batches {
      do {
        let sample = try classSample(relation, files)
        let one = try ClassCase(
          pair, sample, judges, gradients: try gradient.map { try folder(of: pair, in: $0) })
        if !json { try printRows(one.rows(judges)) }
        // Tables of many cases need little memory; gradients are not kept.
        cases.append(one)
      } catch let error as ClassError where !error.isAboutData {
        throw error
      } catch let error where error is FileError || error is GridError || error is ClassError {
        obstacles.append("\(pair.prediction): \(error)")
      }
    }
    if json, !cases.isEmpty {
      try StandardOutput.write(
        String(decoding: try JSON.line(["cases": cases]), as: UTF8.self))
    }
    obstacles.forEach(printWarning)
    guard !cases.isEmpty else {
      throw FileError.malformed(
        files.truth ?? files.pairs ?? "", reason: "no prediction could be evaluated")
    }
    if several.strict && !(unmatched + obstacles).isEmpty { throw ExitCode.badData }
  }

  /// - Throws: `ValidationError` for options that speak of one class, or of one pair where there are
  ///   many.
  private func requireOnlyClasses() throws {
    let given: [(String, Bool)] = [
      ("--label", truthReading.label != nil), ("--labels", truthReading.labels != nil),
      ("--threshold", truthReading.threshold != nil), ("--channel", truthReading.channel != nil),
      ("--volume", truthReading.volume != nil),
      ("--prediction-label", predictionReading.predictionLabel != nil),
      ("--prediction-labels", predictionReading.predictionLabels != nil),
      ("--prediction-threshold", predictionReading.predictionThreshold != nil),
      ("--prediction-channel", predictionReading.predictionChannel != nil),
      ("--prediction-volume", predictionReading.predictionVolume != nil),
      ("--each-label", several.eachLabel != nil), ("--output", several.output != nil),
      ("--scatter", several.scatter != nil),
      ("--resolution", several.comparison.resolution != nil),
      ("--resamples", several.comparison.resamples != nil),
      ("--shard", several.cells.shard != nil), ("--resume", several.cells.resume),
      ("--restart", several.cells.restart),
    ]
    if let option = given.first(where: \.1) {
      throw ValidationError(
        "\(option.0) speaks of one class, and --classes or --activation softmax of several; leave one "
          + "of them out")
    }
    guard classes.masked == .background else { return }
    guard activation.makesProbabilities, gradient == nil else {
      throw ValidationError(
        "--masked background makes probabilities before losses look at them; leave out "
          + (gradient == nil ? "--activation \(activation.rawValue)" : "--gradient"))
    }
  }

  /// The folder of the gradients of one case of many.
  private func folder(of pair: PredictionPair, in folder: String) throws -> String {
    guard !pair.caseName.contains("/"), !["", ".", ".."].contains(pair.caseName) else {
      throw ValidationError(
        "the case '\(pair.caseName)' cannot name a folder of gradients; give it another name in the "
          + "column case")
    }
    return "\(folder)/\(pair.caseName)"
  }
}
