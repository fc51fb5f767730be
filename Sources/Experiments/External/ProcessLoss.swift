import Losses
import Synchronization

extension ExternalLoss {
  /// The loss as an entry of a catalogue, which takes part in whatever needs only values.
  public var entry: LossEntry {
    LossEntry(
      specification: LossSpecification(
        id: name, name: name, family: nil, formula: "computed by: \(command)",
        source: "another process", edgeCases: "as the process has it")
    ) { _ in ProcessLoss(self) }
  }
}

/// A loss that another process computes, one request after the other.
///
/// The process is started for the first value, and ended together with the loss. A process that
/// breaks the protocol once is not to be believed: whatever is asked of it afterwards is refused in
/// the same words.
package final class ProcessLoss: Loss {
  /// Name of the loss.
  package var name: String { loss.name }
  /// The command line.
  package var command: String { loss.command }

  private let loss: ExternalLoss
  private let state = Mutex(State())

  private struct State {
    var process: ExternalProcess?
    var failure: ExternalLossError?
  }

  init(_ loss: ExternalLoss) { self.loss = loss }

  deinit {
    state.withLock { $0.process?.end() }
  }

  /// The answer of the process.
  ///
  /// - Throws: ``ExternalLossError``.
  package func value(_ sample: Sample) throws -> Double {
    try asking { process throws(ExternalLossError) in try process.value(of: sample) }
  }

  /// Says that there is none: values of one prediction at a time are too slow for differences.
  ///
  /// - Throws: `LossError.unsupportedSample(loss:reason:)`.
  package func gradient(_ sample: Sample) throws -> ScalarField {
    throw LossError.unsupportedSample(
      loss: name, reason: "another process computes it, which gives values and no gradient")
  }

  /// Ends the process, and refuses what it has answered without being asked.
  ///
  /// - Throws: ``ExternalLossError``, that of an earlier failure where there was one.
  package func finish() throws(ExternalLossError) {
    try asking { process throws(ExternalLossError) in try process.finish() }
    state.withLock { state in
      state.process?.end()
      state.process = nil
    }
  }

  private func asking<Answer: Sendable>(
    _ ask: (ExternalProcess) throws(ExternalLossError) -> Answer
  ) throws(ExternalLossError) -> Answer {
    let result: Result<Answer, ExternalLossError> = state.withLock { state in
      if let failure = state.failure { return .failure(failure) }
      do throws(ExternalLossError) {
        let process: ExternalProcess
        if let running = state.process {
          process = running
        } else {
          process = try ExternalProcess(loss)
          state.process = process
        }
        return .success(try ask(process))
      } catch {
        state.process?.end()
        state.process = nil
        state.failure = error
        return .failure(error)
      }
    }
    return try result.get()
  }
}
