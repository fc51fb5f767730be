import ArgumentParser
import Documents
import FieldFiles
import Losses
import Texts

extension EvaluateCommand {
  /// The files that belong to one item of a batch.
  private struct ItemFiles {
    var truths: [FieldFile]
    var predictions: [FieldFile]
    var seconds: [FieldFile] = []
    var image: FieldFile?
    var mask: FieldFile?

    var all: [FieldFile] {
      truths + predictions + seconds + [image, mask].compactMap(\.self)
    }

    /// The same files on one grid.
    func aligned(ignorePosition: Bool) throws -> ItemFiles {
      var files = try FieldFile.aligned(all, ignorePosition: ignorePosition)[...]
      func take(_ count: Int) -> [FieldFile] {
        defer { files = files.dropFirst(count) }
        return Array(files.prefix(count))
      }
      var result = self
      result.truths = take(truths.count)
      result.predictions = take(predictions.count)
      result.seconds = take(seconds.count)
      if image != nil { result.image = take(1).first }
      if mask != nil { result.mask = take(1).first }
      return result
    }
  }

  /// The batch that files hold, on the grid of the truth.
  func classSample(_ relation: ClassRelation, _ files: BatchFiles) throws -> ClassSample {
    let (truth, prediction) = (files.truth, files.prediction)
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
    /// A file beside the truth with one field for each item, or one for all.
    func beside(_ path: String?) throws -> [[FieldFile]]? {
      guard let path else { return nil }
      let found = try fields(path)
      guard found.count == 1 || found.count == truths.count else {
        throw FileError.malformed(
          path,
          reason: "it has \(counted(found.count, "item")); expected \(truths.count), or one for all"
        )
      }
      return found
    }
    let (masks, images) = (try beside(files.mask), try beside(files.image))
    let seconds = try beside(files.second)
    let elements = predictions.reduce(0) { $0 + $1.reduce(0) { $0 + $1.shape.reduce(1, *) } }
    try requireMemory(elements: elements, evaluations: settings().count)
    let items = try truths.indices.map { number in
      func field(_ fields: [[FieldFile]]?) -> [FieldFile]? {
        fields.map { $0[$0.count == 1 ? 0 : number] }
      }
      return try item(
        ItemFiles(
          truths: truths[number], predictions: predictions[number], seconds: field(seconds) ?? [],
          image: field(images)?.first, mask: field(masks)?.first), truth: truth)
    }
    // With masked elements as background all are probabilities by now, which need not sum to 1.
    return classes.masked == .background
      ? try ClassSample(items, .independent, seed: seed)
      : try ClassSample(items, relation, activation: activation, seed: seed)
  }

  /// What makes probabilities of the prediction.
  var activation: Activation { predictionReading.activation ?? .none }

  private func item(_ given: ItemFiles, truth: String) throws -> ClassItem {
    let files = try given.aligned(ignorePosition: ignorePosition)
    let grid = try files.truths[0].image().grid
    func field(_ file: FieldFile, _ name: String) throws -> ScalarField {
      let field = try file.image()
      guard field.grid.shape == grid.shape else {
        throw GridError.gridsDiffer(name, field.grid.shape, "truth", grid.shape)
      }
      return try ScalarField(field.values, on: grid)
    }
    var scores = try files.predictions.map { try field($0, "prediction").values }
    var seconds = try files.seconds.map { try field($0, "second prediction").values }
    let image = try files.image.map { try field($0, "image") }
    let masked = try files.mask.map {
      try Mask(try field($0, "mask").values.map { $0 == 0 }, on: grid)
    }
    let (ignored, hidden) = classes.masked == .background ? (nil, masked) : (masked, nil)
    if let hidden {
      scores = activation.probabilities(of: scores).map(hidden.emptying)
      seconds = seconds.isEmpty ? [] : activation.probabilities(of: seconds).map(hidden.emptying)
    }
    var item: ClassItem
    if files.truths.count == 1 && (scores.count > 1 || classes.ignoreLabel != nil) {
      item = try labelled(files.truths[0], scores, on: grid, ignored, hidden, image)
    } else {
      guard classes.ignoreLabel == nil else {
        throw ValidationError(
          "--ignore-label is of a truth of labels, and \(truth) has a truth for each class; give --mask"
        )
      }
      item = try ClassItem(
        scores: scores,
        truth: files.truths.map { file in
          let values = try file.image().values
          return hidden?.emptying(values) ?? values
        }, on: grid, ignoring: ignored, image: image)
    }
    if !seconds.isEmpty { try item.setSecondScores(seconds) }
    return item
  }

  /// An item whose truth is a map of labels; of one class it is 0 and 1.
  private func labelled(
    _ truth: FieldFile, _ scores: [[Double]], on grid: Grid, _ ignored: Mask?, _ hidden: Mask?,
    _ image: ScalarField?
  ) throws -> ClassItem {
    let stored = try truth.labels()
    let labels = hidden?.emptying(stored) ?? stored
    guard scores.count == 1 else {
      return try ClassItem(
        scores: scores, labels: labels, on: grid, ignoring: classes.ignoreLabel, ignored: ignored,
        image: image)
    }
    let leftOut = labels.map { $0 == classes.ignoreLabel }
    let both = zip(leftOut, ignored?.elements ?? leftOut).map { $0 || $1 }
    let values = zip(labels, both).map { $1 ? 0 : Double($0) }
    return try ClassItem(
      scores: scores, truth: [values], on: grid, ignoring: Mask(both, on: grid), image: image)
  }
}

extension Mask {
  /// A field with 0 where this mask has foreground.
  fileprivate func emptying<Number: Numeric>(_ values: [Number]) -> [Number] {
    zip(values, elements).map { $1 ? 0 : $0 }
  }
}
