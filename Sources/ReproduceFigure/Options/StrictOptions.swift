import ArgumentParser
import Experiments

/// What to do about objects and paths that are not possible.
struct StrictOptions: ParsableArguments {
  @Flag(help: "Exit with 65 when an object or a path is not possible and was left out.")
  var strict = false

  /// Says on standard error what was left out of a result, and what losses cannot see of the objects.
  ///
  /// - Throws: the exit code, where that is to be an error.
  func check(_ result: ExperimentResult) throws {
    result.cautions.forEach(printWarning)
    try check(result.impossible)
  }

  /// Says on standard error what was left out.
  ///
  /// - Throws: the exit code, where that is to be an error.
  func check(_ impossible: [ImpossibleScene]) throws {
    impossible.forEach { printWarning("\($0)") }
    if strict && !impossible.isEmpty { throw ExitCode.badData }
  }
}
