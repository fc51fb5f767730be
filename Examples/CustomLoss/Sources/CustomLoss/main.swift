import Experiments
import Figures
import Foundation
import Losses

// The survey's figure with one loss more, written by this package: figure, report and table.
let folder = CommandLine.arguments.dropFirst().first ?? "custom-loss"
var configuration = ExperimentConfiguration()
configuration.losses.append(LossSelection("fowlkes-mallows"))
do {
  var registries = Registries.standard
  registries.losses = try registries.losses.adding(LossEntry(FowlkesMallowsLoss.self))
  let result = try Experiment(configuration, registries: registries).run()
  try OutputFiles(result).write(to: folder)
  print(Report(result).verdictTable())
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(65)
}
