import Experiments
import Figures
import Foundation
import Losses

// The survey's figure with one loss more, written by this package: figure, report and table.
let folder = CommandLine.arguments.dropFirst().first ?? "custom-loss"
var configuration = ExperimentConfiguration()
configuration.losses.append(LossSelection("fowlkes-mallows"))
do {
  let catalogue = try Catalogue.standard.adding(FowlkesMallowsLoss.self)
  let result = try Experiment(configuration, catalogue: catalogue).run()
  try OutputFiles(result).write(to: folder)
  print(Report(result).verdictTable())
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(65)
}
