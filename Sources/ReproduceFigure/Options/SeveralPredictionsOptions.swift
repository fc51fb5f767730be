import ArgumentParser
import Documents
import Experiments
import FieldFiles
import Studies

/// What is evaluated: a pair of files, folders of them, or a table.
struct EvaluatedFiles: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The truth: a mask, labels, or probabilities in [0, 1]; or a folder of truths.",
      valueName: "file or folder"))
  var truth: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The prediction: foreground probabilities in [0, 1], a mask, labels, or logits; several of one "
        + "truth are epochs. Or a folder for each epoch, as epoch*/, with a file named as each truth.",
      valueName: "files or folders"))
  var prediction: [String] = []

  @Option(
    help: ArgumentHelp(
      "Instead of both, a CSV table truth,prediction[,case,epoch] of pairs.", valueName: "file"))
  var pairs: String?

  /// - Throws: `ValidationError` where nothing is given, or too much.
  func requireSome() throws {
    guard pairs == nil else {
      guard truth == nil, prediction.isEmpty else {
        throw ValidationError("--pairs names truths and predictions; leave out the other two")
      }
      return
    }
    guard truth != nil, !prediction.isEmpty else {
      throw ValidationError(
        "give --truth and --prediction, a file or a folder each, or a table of pairs by --pairs")
    }
  }

  /// Whether there are more predictions than one, or may be.
  var areSeveral: Bool {
    pairs != nil || prediction.count > 1 || isFolder(at: truth ?? "")
      || prediction.contains(where: isFolder(at:))
  }

  /// The pairs of files.
  func found() throws -> FoundPairs {
    if let pairs { return try FoundPairs(tableAt: pairs) }
    return try FoundPairs(truth: truth ?? "", predictions: prediction)
  }
}

/// What is done with several predictions.
struct SeveralPredictionsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Labels that are a class of their own each, as 1,2,3: in the prediction the same label, or where it "
        + "has channels that of this number.", valueName: "labels"))
  var eachLabel: String?

  @Option(help: "Folder for the tables, the report and the figures of several predictions.")
  var output: String?

  @OptionGroup var drawing: DrawingOptions

  @OptionGroup var comparison: ComparisonOptions

  @Option(
    help: ArgumentHelp(
      "The loss and the metric whose values are shown one by one (default: dice,hausdorff-95).",
      valueName: "loss,metric"))
  var scatter: String?

  @Flag(help: "Exit with 65 when a file has no partner or could not be evaluated.")
  var strict = false

  @OptionGroup var cells: CellOptions

  /// Whether any of these options asks for several predictions.
  var areGiven: Bool {
    eachLabel != nil || output != nil || comparison.resolution != nil || comparison.resamples != nil
      || scatter != nil
      || strict || cells.shard != nil || cells.resume || cells.restart
  }

  /// Changes what the options name.
  func apply(to configuration: inout EvaluationConfiguration) throws {
    if let eachLabel {
      configuration.labels = try names(eachLabel).map { text in
        guard let label = Label(text) else {
          throw ValidationError("--each-label is '\(eachLabel)'; expected whole numbers as 1,2,4")
        }
        return label
      }
    }
    try drawing.apply(to: &configuration.output)
    configuration.output.folder = output
    configuration.resolution = comparison.resolution ?? configuration.resolution
    configuration.resamples = comparison.resamples ?? configuration.resamples
    guard let scatter else { return }
    let parts = names(scatter)
    let lists = [
      ("loss", configuration.judges.settings.map(\.key)),
      ("metric", configuration.metrics.map(\.id)),
    ]
    guard parts.count == 2 else {
      throw ValidationError("--scatter is '\(scatter)'; expected loss,metric")
    }
    try requireKnown(parts, of: lists, in: "here")
    (configuration.scatter.loss, configuration.scatter.metric) = (parts[0], parts[1])
  }
}
