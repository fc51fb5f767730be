import Experiments
import Figures
import Foundation
import LongRuns
import Losses
import Studies

// The survey's figure with one loss more, written by this package, and a study of that loss: figures,
// reports and tables of both.
let folder = CommandLine.arguments.dropFirst().first ?? "custom-loss"
var configuration = ExperimentConfiguration()
configuration.losses.append(LossSelection("fowlkes-mallows"))
do {
  var registries = Registries.standard
  registries.losses = try registries.losses.adding(LossEntry(FowlkesMallowsLoss.self))
  let result = try Experiment(configuration, registries: registries).run()
  try OutputFiles(result).write(to: folder, as: "figure")
  print(Report(result).verdictTable())

  configuration.losses = [LossSelection("dice"), LossSelection("fowlkes-mallows")]
  configuration.objects = .discs(from: 2, to: 20, count: 4)
  let study = try LandscapeStudy(configuration, registries: registries)
  if let outcomes = try CellRunner(folder: folder, existing: .restart).run(study) {
    let landscape = study.result(outcomes)
    try OutputFiles(study, landscape, output: configuration.output)
      .write(to: folder, as: "landscape")
    print(landscape.summary())
  }
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(65)
}
