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
      Of a folder of truths and a folder of predictions for each epoch, matched by the names of their \
      files, or of a table of pairs it prints a row for each case, epoch and class; with --output it also \
      says how losses and metrics agree over them, with figures. \(EvaluationStudy.details)
      """)

  @OptionGroup var files: EvaluatedFiles

  @OptionGroup(title: "Reading the truth") var truthReading: TruthReadingOptions

  @OptionGroup(title: "Reading the prediction") var predictionReading: PredictionReadingOptions

  @Flag(help: "Compare the elements as they are stored, wherever the files say that they lie.")
  var ignorePosition = false

  @OptionGroup(title: "Classes and batches") var classes: ClassOptions

  @OptionGroup(title: "How overlap losses are written") var overlap: OverlapOptions

  @OptionGroup var losses: LossOptions
  @OptionGroup var external: ExternalOptions

  @OptionGroup(title: "Metrics") var metrics: MetricOptions

  @Option(
    help:
      "Intensities for losses that look at the image; one is made by default. Of several classes also a folder with a file named as each truth."
  )
  var image: String?

  @Option(
    help:
      "A second prediction for consistency losses; one is made by default. Of several classes also a folder with a file named as each truth."
  )
  var secondPrediction: String?

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 0

  @Flag(help: "Print JSON with full precision.")
  var json = false

  @Option(
    help:
      "Write the gradient of each loss to ID.npy in this folder, of each of many cases of classes to CASE/ID.npy."
  )
  var gradient: String?

  @OptionGroup(title: "Several predictions") var several: SeveralPredictionsOptions

  @OptionGroup(title: "Limits") var limits: LimitOptions

  /// The truth, where there is one.
  var truth: String { files.truth ?? "" }

  /// The prediction, where there is one.
  var prediction: String { files.prediction.first ?? "" }

  func run() throws {
    try reportingErrors {
      try files.requireSome()
      if files.areSeveral || several.areGiven, try classes.relation(nil) == nil {
        return try evaluateSeveral()
      }
      let selected = try settings()
      if let relation = try classes.relation(predictionReading.activation) {
        return try evaluateClasses(relation, selected)
      }
      let judges = try metrics.selections().map { try $0.metric(in: Program.registries.metrics) }
      let external = try external.losses()
      let sample = try sample()
      // What a loss derives is given up before the next one.
      try requireMemory(elements: sample.grid.count, evaluations: 1)
      var losses = try selected.map { setting in
        let loss = try overlap.loss(setting)
        if let caution = loss.caution(sample) { printWarning("\(setting.key): \(caution)") }
        return JudgedValue(id: setting.key, value: try loss.value(sample.forOneLoss()))
      }
      let failures = try evaluate(external, sample, into: &losses)
      let values = EvaluatedValues(
        losses: losses, metrics: try metrics.values(of: judges, sample))
      if let gradient { try writeGradients(of: selected, sample, to: gradient) }
      try print(values)
      failures.forEach { printError("\($0)") }
      if !failures.isEmpty { throw ExitCode.badData }
    }
  }

  /// Evaluates losses that other processes compute; what goes wrong with one costs itself alone.
  private func evaluate(
    _ external: [ExternalLoss], _ sample: Sample, into values: inout [JudgedValue]
  ) throws -> [any Error] {
    let catalogue = try Program.registries.adding(external).losses
    var failures: [any Error] = []
    for id in external.map(\.name) {
      do {
        let loss = try catalogue.loss(id: id)
        let value = try loss.value(sample)
        if let gradient {
          try makeFolder(at: gradient)
          try writeNumPy(try loss.gradient(sample), to: "\(gradient)/\(id).npy")
        }
        try (loss as? ProcessLoss)?.finish()
        values.append(JudgedValue(id: id, value: value))
      } catch let error where error is ExternalLossError || error is LossError {
        failures.append(error)
      }
    }
    return failures
  }

  /// The losses that are asked for, with their parameters.
  func settings() throws -> [LossSetting] {
    let settings = try losses.selections(standard: LossSelection.list("all")).flatMap(\.settings)
    for setting in settings {
      _ = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
    }
    return settings
  }
}
