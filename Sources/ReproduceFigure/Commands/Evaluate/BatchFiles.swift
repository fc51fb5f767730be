import ArgumentParser
import Documents
import Studies

/// The files of one batch of several classes.
struct BatchFiles {
  var truth: String
  var prediction: String
  /// 0 where elements are ignored.
  var mask: String?
  /// Intensities.
  var image: String?
  /// What a network said a second time.
  var second: String?
}

extension EvaluateCommand {
  /// The files of the only batch.
  var batchFiles: BatchFiles {
    BatchFiles(
      truth: truth, prediction: prediction, mask: classes.mask, image: image,
      second: secondPrediction)
  }

  /// The files of each of many batches, and what has no partner, in words.
  ///
  /// Beside the truths stands a file of the same name in each folder that is given, or one file where there
  /// is one truth.
  func batches(
    of found: FoundPairs
  ) throws -> (batches: [(pair: PredictionPair, files: BatchFiles)], unmatched: [String]) {
    let truths = Set(found.pairs.map(\.truth))
    if Set(found.pairs.map(\.epoch)).count > 1 {
      let ofOne = [("--gradient", gradient), ("--second-prediction", secondPrediction)]
      if let option = ofOne.first(where: { $0.1 != nil }) {
        throw ValidationError(
          "\(option.0) is of one prediction of each case, and there are several epochs; give one of them"
        )
      }
    }
    var unmatched = found.unmatched
    func paths(_ option: String, _ path: String?, called kind: String) throws -> [String: String]? {
      guard let path else { return nil }
      guard isFolder(at: path) else {
        guard truths.count == 1 else {
          throw ValidationError(
            "\(option) \(path) is one file, and there are \(truths.count) truths; give a folder with a "
              + "file named as each of them")
        }
        return Dictionary(uniqueKeysWithValues: truths.map { ($0, path) })
      }
      let files = try found.files(in: path, called: kind)
      unmatched += files.unmatched
      return files.paths
    }
    let masks = try paths("--mask", classes.mask, called: "mask")
    let images = try paths("--image", image, called: "image")
    let seconds = try paths("--second-prediction", secondPrediction, called: "second prediction")
    let beside = [masks, images, seconds].compactMap(\.self)
    let complete = found.pairs.filter { pair in beside.allSatisfy { $0[pair.truth] != nil } }
    return (
      complete.map { pair in
        let files = BatchFiles(
          truth: pair.truth, prediction: pair.prediction, mask: masks?[pair.truth],
          image: images?[pair.truth], second: seconds?[pair.truth])
        return (pair, files)
      }, unmatched
    )
  }
}
