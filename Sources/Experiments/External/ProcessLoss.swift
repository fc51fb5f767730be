import Foundation
import Losses
import Synchronization

extension ExternalLoss {
  /// The loss as an entry of a catalogue, which takes part in whatever other losses do.
  ///
  /// All losses that the entry makes share one process where that speaks version 2 of the protocol.
  public var entry: LossEntry {
    let processes = SharedProcess(self)
    return LossEntry(
      specification: LossSpecification(
        id: name, name: name, family: nil, formula: "computed by: \(command)",
        source: "another process", edgeCases: "as the process has it")
    ) { _ in ProcessLoss(processes) }
  }
}

/// The process of all losses of an entry, where it takes several requests at a time.
///
/// Unchecked: what changes is touched under the lock alone.
final class SharedProcess: @unchecked Sendable {
  let loss: ExternalLoss
  private let lock = NSLock()
  private var process: ExternalProcess?
  private var isShared = true

  init(_ loss: ExternalLoss) { self.loss = loss }

  /// The process that all share, or one for whoever asks where it takes one request at a time.
  ///
  /// - Parameter sample: the first request, if it has to be started.
  /// - Throws: ``ExternalLossError``.
  func take(greeting sample: Sample) throws(ExternalLossError) -> ExternalProcess {
    lock.lock()
    defer { lock.unlock() }
    if let process { return process }
    guard isShared else {
      lock.unlock()
      defer { lock.lock() }
      return try started(sample)
    }
    let started = try started(sample)
    isShared = started.handshake != nil
    if isShared { process = started }
    return started
  }

  private func started(_ sample: Sample) throws(ExternalLossError) -> ExternalProcess {
    let process = try ExternalProcess(loss)
    try process.greet(with: sample)
    return process
  }
}

/// A loss that another process computes.
///
/// The process is started for the first value, and ended together with the loss, or with all losses that
/// share it. A process that breaks the protocol once is not to be believed: whatever is asked of it
/// afterwards is refused in the same words.
package final class ProcessLoss: Loss {
  /// Name of the loss.
  package var name: String { processes.loss.name }
  /// The command line.
  package var command: String { processes.loss.command }

  private let processes: SharedProcess
  private let state = Mutex(State())

  private struct State {
    var process: ExternalProcess?
    var failure: ExternalLossError?
  }

  init(_ processes: SharedProcess) { self.processes = processes }

  /// The answer of the process.
  ///
  /// - Throws: ``ExternalLossError``.
  package func value(_ sample: Sample) throws -> Double {
    let process = try process(greeting: sample)
    guard let handshake = process.handshake else {
      do throws(ExternalLossError) {
        return try process.value(of: sample)
      } catch {
        forget(process, because: error)
        throw error
      }
    }
    return try process.ask(LossQuestion(sample, handshake), wantsGradient: false).value
  }

  /// The gradient that the process gives, taken to ∂L/∂p.
  ///
  /// - Throws: ``ExternalLossError``; `LossError.unsupportedSample(loss:reason:)` where it gives none.
  package func gradient(_ sample: Sample) throws -> ScalarField {
    let process = try process(greeting: sample)
    let handshake = try requireGradient(process.handshake)
    let answer = try process.ask(LossQuestion(sample, handshake), wantsGradient: true)
    return ScalarField(
      unchecked: LossQuestion.pullBack(answer.gradient ?? [], sample, handshake), on: sample.grid)
  }

  /// The loss of several classes by the process itself where it says that it can, and of each class
  /// against the rest otherwise.
  package func overClasses(_ relation: ClassRelation) -> any ClassLoss { ProcessOverClasses(self) }

  /// What the process says of its loss; `nil` where it speaks version 1 of the protocol.
  ///
  /// - Parameter sample: the first request, if it has to be started.
  /// - Throws: ``ExternalLossError``.
  package func handshake(greeting sample: Sample) throws -> LossHandshake? {
    try process(greeting: sample).handshake
  }

  /// Ends a process of version 1, and refuses what it has answered without being asked; in version 2
  /// every answer names its request.
  ///
  /// - Throws: ``ExternalLossError``, that of an earlier failure where there was one.
  package func finish() throws(ExternalLossError) {
    let (process, failure) = state.withLock { ($0.process, $0.failure) }
    if let failure { throw failure }
    guard let process, process.handshake == nil else { return }
    do throws(ExternalLossError) {
      try process.finish()
      forget(process, because: nil)
    } catch {
      forget(process, because: error)
      throw error
    }
  }

  /// The process, started if there is none.
  func process(greeting sample: Sample) throws(ExternalLossError) -> ExternalProcess {
    let result: Result<ExternalProcess, ExternalLossError> = state.withLock { state in
      if let failure = state.failure { return .failure(failure) }
      if let process = state.process { return .success(process) }
      do throws(ExternalLossError) {
        let process = try processes.take(greeting: sample)
        state.process = process
        return .success(process)
      } catch {
        state.failure = error
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Asks the process whether it gives gradients.
  ///
  /// - Throws: ``ExternalLossError``, or `LossError.unsupportedSample(loss:reason:)` where it does not.
  func requireGradient(greeting sample: Sample) throws {
    _ = try requireGradient(process(greeting: sample).handshake)
  }

  /// What a process has to say of its loss for a gradient to be had.
  func requireGradient(_ handshake: LossHandshake?) throws -> LossHandshake {
    guard let handshake, handshake.gradient else {
      throw LossError.unsupportedSample(
        loss: name,
        reason:
          "the process that computes it gives values and no gradient; let it introduce itself "
          + "with \"gradient\": true and give them (version 2 of the protocol)")
    }
    return handshake
  }

  private func forget(_ process: ExternalProcess, because failure: ExternalLossError?) {
    state.withLock { state in
      guard state.process === process else { return }
      state.process = nil
      state.failure = failure
    }
  }
}
