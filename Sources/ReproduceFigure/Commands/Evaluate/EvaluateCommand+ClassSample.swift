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
  func classSample(
    _ relation: ClassRelation, truth: String, prediction: String
  ) throws -> ClassSample {
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
    let (masks, images) = (try beside(classes.mask), try beside(image))
    let seconds = try beside(secondPrediction)
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
    return try ClassSample(
      items, relation, activation: predictionReading.activation ?? .none, seed: seed)
  }

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
    let scores = try files.predictions.map { try field($0, "prediction").values }
    let seconds = try files.seconds.map { try field($0, "second prediction").values }
    let image = try files.image.map { try field($0, "image") }
    let ignored = try files.mask.map {
      try Mask(try field($0, "mask").values.map { $0 == 0 }, on: grid)
    }
    var item: ClassItem
    if files.truths.count == 1 && (scores.count > 1 || classes.ignoreLabel != nil) {
      item = try labelled(files.truths[0], scores, on: grid, ignored, image)
    } else {
      guard classes.ignoreLabel == nil else {
        throw ValidationError(
          "--ignore-label is of a truth of labels, and \(truth) has a truth for each class; give --mask"
        )
      }
      item = try ClassItem(
        scores: scores, truth: files.truths.map { try $0.image().values }, on: grid,
        ignoring: ignored, image: image)
    }
    if !seconds.isEmpty { try item.setSecondScores(seconds) }
    return item
  }

  /// An item whose truth is a map of labels; of one class it is 0 and 1.
  private func labelled(
    _ truth: FieldFile, _ scores: [[Double]], on grid: Grid, _ ignored: Mask?, _ image: ScalarField?
  ) throws -> ClassItem {
    let labels = try truth.labels()
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
