import ArgumentParser
import Experiments

/// How much memory a run may take.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Memory that the run may take (default: what there is); more is refused before it starts.",
      valueName: "gibibytes"))
  var memory: Double?

  func validate() throws {
    guard memory.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--memory is \(memory ?? 0); expected a number of GiB above 0")
    }
  }

  /// What the run may take, however long it takes.
  var limits: RunLimits {
    var limits = RunLimits.machine
    limits.hours = .infinity
    if let memory { limits.bytes = memory * 1_073_741_824 }
    return limits
  }
}

/// How much memory and time a run may take that cannot be resumed.
struct LimitOptions: ParsableArguments {
  @OptionGroup var memory: MemoryOptions

  @Option(
    help: ArgumentHelp(
      "Time that the run may take (default: 1); more is refused before it starts.",
      valueName: "hours"))
  var hours: Double?

  func validate() throws {
    guard hours.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--hours is \(hours ?? 0); expected a number above 0")
    }
  }

  /// What the run may take.
  var limits: RunLimits {
    var limits = memory.limits
    limits.hours = hours ?? RunLimits.machine.hours
    return limits
  }
}
