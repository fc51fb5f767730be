import ArgumentParser
import Experiments
import Foundation

/// Writes truths and predictions of every step for other programs to evaluate.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes truths and predictions of every step as .npy with a manifest.json.",
    discussion: """
      Evaluate anything on them, write a table with the columns object,step,loss,value (and path, \
      where there are several) and give it to --curves.
      """)

  @OptionGroup var options: ExperimentOptions

  func run() throws {
    try reportingErrors {
      let configuration = try options.configuration()
      let folder = configuration.output.folder ?? "scenes"
      let manifest = try SceneExport(configuration, registries: .standard).write(to: folder)
      print("wrote \(manifest.scenes.count) predictions and manifest.json to \(folder)")
    }
  }
}
