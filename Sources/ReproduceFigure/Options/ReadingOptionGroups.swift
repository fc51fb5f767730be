import ArgumentParser
import FieldFiles
import Losses

extension Label: ExpressibleByArgument {}
extension AxisOrder: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}

/// What of a truth is the object, and what its file leaves open.
struct TruthReadingOptions: ParsableArguments {
  @Option(help: "Which label of --truth is the object; needed where it has more values than two.")
  var label: Label?

  @Option(
    help:
      "Several labels of --truth, as 1,2,4: of an experiment the classes of one scene, elsewhere the object together."
  )
  var labels: String?

  @Option(
    help:
      "Elements of --truth over this value of the file are the object (for greys, 0 to 1 of white)."
  )
  var threshold: Double?

  @Option(help: "Which channel, from 0 or by name (red, alpha), where a file has several.")
  var channel: String?

  @Option(help: "Which volume, from 0, where a file has several.")
  var volume: Int?

  @Option(
    help: ArgumentHelp(
      "What the axes of arrays are: XYZ as nibabel gives them, ZYX as SimpleITK and nnU-Net do; "
        + "C for channels or classes, B for the items of a batch.", valueName: "XYZ|ZYX|…"))
  var axes: AxisOrder?

  @Option(help: "Distance between neighbours along each axis of arrays, as 3,0.8,0.8.")
  var spacing: String?

  func validate() throws {
    guard label == nil || labels == nil else {
      throw ValidationError("--label and --labels exclude each other")
    }
    _ = try options()
  }

  /// The options as readers take them.
  func options() throws -> ReadingOptions {
    ReadingOptions(
      labels: try label.map { [$0] } ?? labels.map { try parsedLabels($0, option: "--labels") },
      threshold: threshold, channel: channel, volume: volume, axes: axes, spacing: try spacings())
  }

  private func spacings() throws -> [Double]? {
    guard let spacing else { return nil }
    let steps = names(spacing).map { Double($0) }
    guard !steps.isEmpty, steps.allSatisfy({ $0.map { $0 > 0 && $0.isFinite } ?? false }) else {
      throw ValidationError("--spacing is '\(spacing)'; expected positive numbers as 3,0.8,0.8")
    }
    return steps.compactMap { $0 }
  }
}

/// What of a prediction's file is the prediction.
struct PredictionReadingOptions: ParsableArguments {
  @Option(help: "Which label of --prediction is the object, where it holds labels.")
  var predictionLabel: Label?

  @Option(help: "Several labels of --prediction that are the object together, as 1,2,4.")
  var predictionLabels: String?

  @Option(help: "Elements of --prediction over this value are the object; others are not.")
  var predictionThreshold: Double?

  @Option(help: "Which channel of --prediction (default: that of --channel).")
  var predictionChannel: String?

  @Option(help: "Which volume of --prediction (default: that of --volume).")
  var predictionVolume: Int?

  @Option(
    help:
      "What makes probabilities of the prediction's values: none, or sigmoid or softmax for logits. With --classes independent also tanh and log-softmax, which make none, for losses that take any numbers."
  )
  var activation: Activation?

  func validate() throws {
    guard predictionLabel == nil || predictionLabels == nil else {
      throw ValidationError("--prediction-label and --prediction-labels exclude each other")
    }
    _ = try options(beside: ReadingOptions())
  }

  /// The options as readers take them, those of the truth where they hold for both.
  func options(beside truth: ReadingOptions) throws -> ReadingOptions {
    var options = truth
    options.labels =
      try predictionLabel.map { [$0] }
      ?? predictionLabels.map { try parsedLabels($0, option: "--prediction-labels") }
    options.threshold = predictionThreshold
    options.channel = predictionChannel ?? truth.channel
    options.volume = predictionVolume ?? truth.volume
    options.activation = activation
    return options
  }
}

/// Labels separated by commas.
private func parsedLabels(_ text: String, option: String) throws -> [Label] {
  let labels = names(text).map { Label($0) }
  guard !labels.isEmpty, !labels.contains(nil) else {
    throw ValidationError("\(option) is '\(text)'; expected whole numbers as 1,2,4")
  }
  return labels.compactMap { $0 }
}
