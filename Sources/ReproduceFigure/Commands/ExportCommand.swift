import ArgumentParser
import Experiments
import Foundation
import Texts

/// Writes truths and predictions of every step for other programs to evaluate.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes truths and predictions of every step as .npy with a manifest.json.",
    discussion: """
      An object has one truth for all its predictions; numbers are float32 unless --double asks for \
      float64. Evaluate anything on them, write a table with the columns object,step,loss,value (and path, \
      where there are several) and give it to --curves.
      """)

  @OptionGroup var scenes: SceneOptions

  @OptionGroup(title: "Outputs") var strict: StrictOptions
  @OptionGroup(title: "Limits") var limits: MemoryOptions

  @Flag(help: "Write float64, which takes twice the room.")
  var double = false

  @Option(help: "Folder for the outputs (default: scenes).")
  var output: String?

  func run() throws {
    try reportingErrors {
      let configuration = try scenes.configuration()
      let folder = output ?? configuration.output.folder ?? "scenes"
      let manifest = try SceneExport(
        configuration, registries: Program.registries, precision: double ? .double : .single
      ).write(to: folder, limits: limits.limits)
      try StandardOutput.write(
        "wrote \(counted(manifest.scenes.count, "prediction")) and manifest.json to \(folder)")
      try strict.check(manifest.impossible ?? [])
    }
  }
}
