import Documents
import Texts
import FieldFiles
import Studies
import ArgumentParser
import Experiments
import Foundation
import Losses

/// Evaluates losses on a pair of the user's own.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluates losses on your own truth and prediction (PNG, .npy, .npz, .nii, .nii.gz).")

  @Option(help: "The truth: a mask, or probabilities in [0, 1].")
  var truth: String

  @Option(help: "The prediction: foreground probabilities in [0, 1].")
  var prediction: String

  @Option(help: "Which label of --truth is the object; its values are probabilities otherwise.")
  var label: Int?

  @OptionGroup var losses: LossOptions
  @OptionGroup var external: ExternalOptions

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

  /// One line of the output.
  private struct Value: Encodable {
    let id: String
    let value: Double
  }

  func run() throws {
    try reportingErrors {
      let selected = try settings()
      let external = try external.losses()
      let sample = try sample()
      var values = try selected.map { setting in
        let loss = try Program.registries.losses.loss(
          id: setting.id, parameters: setting.parameters)
        return Value(id: setting.key, value: try loss.value(sample))
      }
      let failures = try evaluate(external, sample, into: &values)
      if let gradient { try writeGradients(of: selected, sample, to: gradient) }
      try print(values)
      failures.forEach { printError("\($0)") }
      if !failures.isEmpty { throw ExitCode.badData }
    }
  }

  /// Evaluates losses that other processes compute; what goes wrong with one costs itself alone.
  private func evaluate(
    _ external: [ExternalLoss], _ sample: Sample, into values: inout [Value]
  ) throws -> [ExternalLossError] {
    let catalogue = try Program.registries.adding(external).losses
    var failures: [ExternalLossError] = []
    for id in external.map(\.name) {
      do {
        let loss = try catalogue.loss(id: id)
        let value = try loss.value(sample)
        try (loss as? ProcessLoss)?.finish()
        values.append(Value(id: id, value: value))
      } catch let error as ExternalLossError {
        failures.append(error)
      }
    }
    return failures
  }

  private func settings() throws -> [LossSetting] {
    let settings = try losses.selections(standard: LossSelection.list("all")).flatMap(\.settings)
    for setting in settings {
      _ = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
    }
    return settings
  }

  private func sample() throws -> Sample {
    let truthMap =
      try label.map { try ProbabilityMap(readMask(at: truth, label: $0)) }
      ?? readProbabilityMap(at: truth)
    return try Sample(
      prediction: readProbabilityMap(at: prediction), truth: truthMap,
      image: image.map { try readImage(at: $0) },
      secondPrediction: secondPrediction.map { try readProbabilityMap(at: $0) }, seed: seed)
  }

  private func writeGradients(
    of settings: [LossSetting], _ sample: Sample, to folder: String
  ) throws {
    try makeFolder(at: folder)
    for setting in settings {
      let loss = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
      try writeNumPy(try loss.gradient(sample), to: "\(folder)/\(setting.key).npy")
    }
  }

  private func print(_ values: [Value]) throws {
    guard !json else {
      let object = try JSON.line(["losses": values])
      return try StandardOutput.write(String(decoding: object, as: UTF8.self))
    }
    let width = values.map(\.id.count).max() ?? 0
    let lines = values.map { "\(padded($0.id, to: width))  \($0.value)" }
    try StandardOutput.write(lines.joined(separator: "\n"))
  }
}
