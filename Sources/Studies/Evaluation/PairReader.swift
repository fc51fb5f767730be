import Documents
import FieldFiles
import Losses

/// Reads predictions of one truth, class by class, on one grid with it.
struct PairReader {
  /// A class of a prediction and of its truth.
  struct Pair {
    let prediction: ProbabilityMap
    let truth: ProbabilityMap
  }

  private let configuration: EvaluationConfiguration
  private let truth: FieldFile

  /// Reads the truth.
  ///
  /// - Throws: `FileError`.
  init(_ configuration: EvaluationConfiguration, truth path: String) throws(FileError) {
    self.configuration = configuration
    truth = try FieldFile(contentsOf: path)
  }

  /// Reads a prediction.
  ///
  /// - Returns: a pair for each label of the configuration, or one where it names none.
  /// - Throws: `FileError`, or what else keeps the files from being compared.
  func pairs(prediction path: String) throws -> [Pair] {
    let file = try FieldFile(contentsOf: path)
    guard !configuration.labels.isEmpty else { return [try pair(file, label: nil)] }
    if configuration.predictionReading.activation == .softmax { return try softmax(file) }
    return try configuration.labels.map { try pair(file, label: $0) }
  }

  /// The object, or the elements with a label: those with the same label of the prediction, or where
  /// that has channels what the channel of that number says.
  private func pair(_ file: FieldFile, label: Label?) throws -> Pair {
    var truthOptions = configuration.truthReading
    var options = configuration.predictionReading
    // An object that is in some cases and not in others is no mistake.
    (truthOptions.labelsMayBeAbsent, options.labelsMayBeAbsent) = (true, true)
    if let label {
      truthOptions.labels = [label]
      if hasChannels(file) {
        options.channel = label.description
      } else {
        options.labels = [label]
      }
    }
    let files = try FieldFile.aligned(
      try FieldFile.chosen([(truth, truthOptions), (file, options)]),
      ignorePosition: truthOptions.ignorePosition)
    return Pair(
      prediction: try files[1].probabilityMap(options.chosen),
      truth: try files[0].truthMap(truthOptions.chosen))
  }

  /// Whether a prediction has several channels, which of an array its axes have to say.
  private func hasChannels(_ file: FieldFile) -> Bool {
    let options = configuration.predictionReading
    let items = try? file.fieldsByItemAndClass(options.axes, spacing: options.spacing)
    return file.hasChannels || (items?.first?.count ?? 1) > 1
  }

  /// Each label by a softmax over all channels.
  private func softmax(_ file: FieldFile) throws -> [Pair] {
    let options = configuration.truthReading
    func fields(_ file: FieldFile) throws -> [FieldFile] {
      let items = try file.fieldsByItemAndClass(options.axes, spacing: options.spacing)
      guard items.count == 1 else {
        throw FileError.malformed(
          file.path, reason: "it holds a batch of \(items.count) items; give a file for each case")
      }
      return items[0]
    }
    let (truths, scores) = (try fields(truth), try fields(file))
    guard truths.count == 1 else {
      throw FileError.malformed(
        truth.path, reason: "it holds \(truths.count) channels; expected one field of labels")
    }
    let files = try FieldFile.aligned(
      truths + scores, ignorePosition: options.ignorePosition)
    let images = try files.dropFirst().map { try $0.image() }
    let probabilities = Activation.softmax.probabilities(of: images.map(\.values))
    return try configuration.labels.map { label in
      guard let number = Int(label.description), probabilities.indices.contains(number) else {
        throw FileError.malformed(
          file.path,
          reason: "it has the classes 0 to \(probabilities.count - 1), and no class \(label)")
      }
      var labelled = ReadingOptions(labels: [label])
      labelled.labelsMayBeAbsent = true
      return Pair(
        prediction: try ProbabilityMap(probabilities[number], on: images[number].grid),
        truth: try files[0].truthMap(labelled))
    }
  }
}
