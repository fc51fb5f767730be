import FieldFiles
import Losses

extension EvaluateCommand {
  /// What the files hold, on one grid.
  func sample() throws -> Sample {
    var truthOptions = try truthReading.options()
    truthOptions.ignorePosition = ignorePosition
    let predictionOptions = try predictionReading.options(beside: truthOptions)
    // What tells the object in the truth is nothing to an image.
    var imageOptions = truthOptions
    (imageOptions.labels, imageOptions.threshold) = (nil, nil)

    let requests =
      [(truth, truthOptions), (prediction, predictionOptions)]
      + (image.map { [($0, imageOptions)] } ?? [])
      + (secondPrediction.map { [($0, predictionOptions)] } ?? [])
    let files = try FieldFile.aligned(
      try FieldFile.chosen(try requests.map { (try FieldFile(contentsOf: $0), $1) }),
      ignorePosition: ignorePosition)

    return try Sample(
      prediction: files[1].probabilityMap(predictionOptions.chosen),
      truth: files[0].truthMap(truthOptions.chosen),
      image: image == nil ? nil : files[2].image(),
      secondPrediction: secondPrediction == nil
        ? nil : files[files.count - 1].probabilityMap(predictionOptions.chosen),
      seed: seed)
  }
}
