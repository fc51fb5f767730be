import ArgumentParser
import Documents
import Experiments
import FieldFiles
import Losses
import Texts

extension EvaluateCommand {
  /// Evaluates losses on several classes.
  func evaluateClasses(_ relation: ClassRelation, _ settings: [LossSetting]) throws {
    try requireOnlyClasses()
    let sample = try classSample(relation)
    try requireMemory(
      elements: sample.items.count * sample.classCount * sample.items[0].grid.count,
      evaluations: settings.count)
    let reduction = try classes.reduction()
    if let gradient { try makeFolder(at: gradient) }
    var values: [EvaluatedClasses.Value] = []
    for setting in settings {
      let loss = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
      let form = try classes.written(loss.overClasses(relation), setting.key)
      try form.cautions(sample).forEach { printWarning("\(setting.key): \($0)") }
      let evaluation =
        try form.evaluate(sample, reduction, gradient: gradient == nil ? nil : .scores)
      values.append(EvaluatedClasses.Value(id: setting.key, evaluation))
      if let gradient, let slopes = evaluation.gradient {
        try writeNumPy(
          slopes.flatMap { $0.flatMap { $0 } },
          shape: [slopes.count, sample.classCount] + sample.items[0].grid.shape,
          to: "\(gradient)/\(setting.key).npy")
      }
    }
    let result = EvaluatedClasses(losses: values)
    try StandardOutput.write(
      json ? String(decoding: try JSON.line(result), as: UTF8.self) : result.description)
    for item in values.first?.evaluation.ignoredItems ?? [] {
      printWarning("every element of item \(item) is ignored, so that its loss is 0")
    }
  }

  /// - Throws: `ValidationError` for options that speak of one class.
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
      ("--metrics", metrics.metrics != nil), ("--external", !external.external.isEmpty),
      ("--image", image != nil), ("--second-prediction", secondPrediction != nil),
    ]
    guard let option = given.first(where: \.1) else { return }
    throw ValidationError(
      "\(option.0) speaks of one class, and --classes or --activation softmax of several; leave one "
        + "of them out")
  }

  /// The batch that the files hold, on the grid of the truth.
  private func classSample(_ relation: ClassRelation) throws -> ClassSample {
    let options = try truthReading.options()
    func fields(_ path: String) throws -> [[FieldFile]] {
      try FieldFile(contentsOf: path).fieldsByItemAndClass(options.axes, spacing: options.spacing)
    }
    let (truths, predictions) = (try fields(truth), try fields(prediction))
    guard truths.count == predictions.count else {
      throw FileError.malformed(
        truth,
        reason:
          "it has \(counted(truths.count, "item")) and \(prediction) has \(predictions.count); give both "
          + "the same batch")
    }
    let masks = try classes.mask.map(fields)
    if let masks, masks.count != 1, masks.count != truths.count {
      throw FileError.malformed(
        classes.mask ?? "",
        reason: "it has \(counted(masks.count, "item")); expected \(truths.count), or one for all")
    }
    let items = try truths.indices.map { number in
      try item(
        truths[number], predictions[number], masks.map { $0[$0.count == 1 ? 0 : number][0] })
    }
    return try ClassSample(
      items, relation, activation: predictionReading.activation ?? .none, seed: seed)
  }

  private func item(
    _ truths: [FieldFile], _ predictions: [FieldFile], _ mask: FieldFile?
  ) throws -> ClassItem {
    let files = try FieldFile.aligned(
      truths + predictions + (mask.map { [$0] } ?? []), ignorePosition: ignorePosition)
    let fields = files.prefix(truths.count + predictions.count)
    let scores = try fields.dropFirst(truths.count).map { try $0.image() }
    let grid = try files[0].image().grid
    for field in scores where field.grid.shape != grid.shape {
      throw GridError.gridsDiffer("prediction", field.grid.shape, "truth", grid.shape)
    }
    let ignored = try mask.map { _ in
      let kept = try files[files.count - 1].image()
      guard kept.grid.shape == grid.shape else {
        throw GridError.gridsDiffer("mask", kept.grid.shape, "truth", grid.shape)
      }
      return try Mask(kept.values.map { $0 == 0 }, on: grid)
    }
    if truths.count == 1 && (predictions.count > 1 || classes.ignoreLabel != nil) {
      return try labelled(files[0], scores.map(\.values), on: grid, ignored)
    }
    guard classes.ignoreLabel == nil else {
      throw ValidationError(
        "--ignore-label is of a truth of labels, and \(truth) has a truth for each class; give --mask"
      )
    }
    return try ClassItem(
      scores: scores.map(\.values), truth: files.prefix(truths.count).map { try $0.image().values },
      on: grid, ignoring: ignored)
  }

  /// An item whose truth is a map of labels; of one class it is 0 and 1.
  private func labelled(
    _ truth: FieldFile, _ scores: [[Double]], on grid: Grid, _ ignored: Mask?
  ) throws -> ClassItem {
    let labels = try truth.labels()
    guard scores.count == 1 else {
      return try ClassItem(
        scores: scores, labels: labels, on: grid, ignoring: classes.ignoreLabel, ignored: ignored)
    }
    let leftOut = labels.map { $0 == classes.ignoreLabel }
    let both = zip(leftOut, ignored?.elements ?? leftOut).map { $0 || $1 }
    let values = zip(labels, both).map { $1 ? 0 : Double($0) }
    return try ClassItem(scores: scores, truth: [values], on: grid, ignoring: Mask(both, on: grid))
  }
}
