import ArgumentParser
import Experiments

/// Curves that other programs have computed.
struct CurveTableOptions: ConfigurationOptions {
  @Option(help: "A CSV table object,step,loss,value with curves computed elsewhere. Repeatable.")
  var curves: [String] = []

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.curves += curves
  }
}

/// Losses that other processes compute.
struct ExternalOptions: ConfigurationOptions {
  @Option(
    help: ArgumentHelp(
      "A loss computed by a process that answers a line for each request, values and gradients "
        + "(docs/external-losses.md). Repeatable.", valueName: "name=command"))
  var external: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long to wait for each answer of external losses (default: 60).", valueName: "seconds"))
  var externalTimeout: Double?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.external = try losses(besides: configuration.external)
  }

  /// The losses that are asked for, after others that are there already.
  func losses(besides others: [ExternalLoss] = []) throws -> [ExternalLoss] {
    var losses = others
    losses += try external.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("--external is '\(argument)'; expected name=command")
      }
      return ExternalLoss(name: parts[0], command: parts[1])
    }
    guard let externalTimeout else { return losses }
    guard !losses.isEmpty else {
      throw ValidationError("--external-timeout is for --external; give that too")
    }
    for index in losses.indices { losses[index].timeout = externalTimeout }
    return losses
  }
}
