import Documents
import FieldFiles
import Experiments
import Losses
import Texts

extension EvaluateCommand {
  /// Writes the gradient of each loss as an array of the truth's axes, slowest first.
  func writeGradients(of settings: [LossSetting], _ sample: Sample, to folder: String) throws {
    try makeFolder(at: folder)
    for setting in settings {
      let loss = try overlap.loss(setting)
      try writeNumPy(try loss.gradient(sample.forOneLoss()), to: "\(folder)/\(setting.key).npy")
    }
  }

  /// Prints the values, with full precision.
  func print(_ values: EvaluatedValues) throws {
    let text =
      json ? String(decoding: try JSON.line(values), as: UTF8.self) : values.description
    try StandardOutput.write(text)
  }
}
