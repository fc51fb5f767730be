import ArgumentParser
import Experiments

/// Curves that other programs compute.
struct ElsewhereOptions: ConfigurationOptions {
  @Option(help: "A CSV table object,step,loss,value with curves computed elsewhere. Repeatable.")
  var curves: [String] = []

  @Option(
    help: ArgumentHelp(
      "A loss computed by a process that reads lines with the files of a prediction and a truth "
        + "and answers numbers. Repeatable.", valueName: "name=command"))
  var external: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long to wait for each answer of external losses (default: 60).", valueName: "seconds"))
  var externalTimeout: Double?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.curves += curves
    configuration.external += try external.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("--external is '\(argument)'; expected name=command")
      }
      return ExternalLoss(name: parts[0], command: parts[1])
    }
    guard let externalTimeout else { return }
    guard !configuration.external.isEmpty else {
      throw ValidationError("--external-timeout is for --external; give that too")
    }
    for index in configuration.external.indices {
      configuration.external[index].timeout = externalTimeout
    }
  }
}
