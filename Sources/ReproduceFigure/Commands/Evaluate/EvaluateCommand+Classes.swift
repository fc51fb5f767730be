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
        return (setting.key, try classes.written(loss, setting.key))
      } + externalLosses(over: relation),
      metrics: metrics.selections().map { try $0.metric(in: Program.registries.metrics) },
      empty: metrics.empty ?? .penalise, reduction: classes.reduction())
    guard !files.areSeveral else { return try evaluateClasses(of: files.found(), relation, judges) }
    let sample = try classSample(relation, truth: truth, prediction: prediction)
    for (id, loss) in judges.losses {
      try loss.cautions(sample).forEach { printWarning("\(id): \($0)") }
    }
    let result = try judged(sample, judges)
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

  /// What losses and metrics give for a batch; the gradients go to files where they are asked for.
  private func judged(_ sample: ClassSample, _ judges: ClassJudges) throws -> EvaluatedClasses {
    if let gradient { try makeFolder(at: gradient) }
    let losses = try judges.losses.map { id, loss in
      try loss.cautions(sample).forEach { printWarning("\(id): \($0)") }
      let evaluation = try loss.evaluate(
        sample, judges.reduction, gradient: gradient == nil ? nil : .scores)
      if let gradient, let slopes = evaluation.gradient {
        try writeNumPy(
          slopes.flatMap { $0.flatMap { $0 } },
          shape: [slopes.count, sample.classCount] + sample.items[0].grid.shape,
          to: "\(gradient)/\(id).npy")
      }
      return EvaluatedClasses.Value(id: id, evaluation)
    }
    return EvaluatedClasses(
      losses: losses, metrics: try judges.metricTables(sample), classCount: sample.classCount)
  }

  /// Prints a row for each case, item and class.
  private func evaluateClasses(
    of found: FoundPairs, _ relation: ClassRelation, _ judges: ClassJudges
  ) throws {
    found.unmatched.forEach(printWarning)
    if !json { try printRows([ClassCase.header(judges)]) }
    var cases: [ClassCase] = []
    var obstacles: [String] = []
    for pair in found.pairs {
      do {
        let sample = try classSample(relation, truth: pair.truth, prediction: pair.prediction)
        let one = try ClassCase(pair, sample, judges)
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
    if several.strict && !(found.unmatched + obstacles).isEmpty { throw ExitCode.badData }
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
    guard files.areSeveral else { return }
    let ofPair: [(String, Bool)] = [
      ("--image", image != nil), ("--second-prediction", secondPrediction != nil),
      ("--gradient", gradient != nil), ("--mask", classes.mask != nil),
    ]
    if let option = ofPair.first(where: \.1) {
      throw ValidationError(
        "\(option.0) speaks of one pair of files, and there are several predictions; leave it out")
    }
  }
}
