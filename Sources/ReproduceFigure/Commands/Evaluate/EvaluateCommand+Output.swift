import Documents
import FieldFiles
import Experiments
import Losses
import Texts

/// One line of the output.
struct EvaluatedLoss: Encodable {
  let id: String
  let value: Double
}

extension EvaluateCommand {
  /// Writes the gradient of each loss as an array of the truth's axes, slowest first.
  func writeGradients(of settings: [LossSetting], _ sample: Sample, to folder: String) throws {
    try makeFolder(at: folder)
    for setting in settings {
      let loss = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
      try writeNumPy(try loss.gradient(sample), to: "\(folder)/\(setting.key).npy")
    }
  }

  /// Prints the values, with full precision.
  func print(_ values: [EvaluatedLoss]) throws {
    guard !json else {
      let object = try JSON.line(["losses": values])
      return try StandardOutput.write(String(decoding: object, as: UTF8.self))
    }
    let width = values.map(\.id.count).max() ?? 0
    let lines = values.map { "\(padded($0.id, to: width))  \($0.value)" }
    try StandardOutput.write(lines.joined(separator: "\n"))
  }
}
