import Documents
import Texts
import FieldFiles
import Studies
import ArgumentParser
import Experiments
import Foundation
import Losses

/// Evaluates losses and metrics on a pair of the user's own.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluates losses and metrics on your own truth and prediction.",
    discussion: """
      Reads PNG, TIFF, NumPy (.npy, .npz), NIfTI, NRRD and MetaImage. Files that say where they lie in \
      space are brought onto the grid of the truth; those that lie elsewhere are refused.
      """)

  @Option(help: "The truth: a mask, labels, or probabilities in [0, 1].")
  var truth: String

  @Option(help: "The prediction: foreground probabilities in [0, 1], a mask, labels, or logits.")
  var prediction: String

  @OptionGroup(title: "Reading the truth") var truthReading: TruthReadingOptions

  @OptionGroup(title: "Reading the prediction") var predictionReading: PredictionReadingOptions

  @Flag(help: "Compare the elements as they are stored, wherever the files say that they lie.")
  var ignorePosition = false

  @OptionGroup var losses: LossOptions

  @OptionGroup(title: "Metrics") var metrics: MetricOptions

  @Option(help: "Intensities for losses that look at the image; one is made by default.")
  var image: String?

  @Option(help: "A second prediction for consistency losses; one is made by default.")
  var secondPrediction: String?

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 0

  @Flag(help: "Print JSON with full precision.")
  var json = false

  @Option(help: "Write the gradient of each loss to ID.npy in this folder.")
  var gradient: String?

  func run() throws {
    try reportingErrors {
      let selected = try settings()
      let judges = try metrics.selected()
      let sample = try sample()
      let losses = try selected.map { setting in
        let loss = try Program.registries.losses.loss(
          id: setting.id, parameters: setting.parameters)
        return EvaluatedValues.Value(id: setting.key, value: try loss.value(sample))
      }
      let values = EvaluatedValues(
        losses: losses, metrics: try metrics.values(of: judges, sample))
      if let gradient { try writeGradients(of: selected, sample, to: gradient) }
      try print(values)
    }
  }

  private func settings() throws -> [LossSetting] {
    let settings = try losses.selections(standard: LossSelection.list("all")).flatMap(\.settings)
    for setting in settings {
      _ = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
    }
    return settings
  }
}
