import FieldFiles
import Foundation
import Losses
import Processes

/// A running process that answers one line with a number for every line that it is given.
///
/// A request is one line on its standard input: the path of the prediction, a tab and the path of the
/// truth, both `.npy` files of float64. An answer is one line on its standard output.
final class ExternalProcess {
  private let loss: ExternalLoss
  private let process: ChildProcess
  private let folder: ScratchFolder
  private var answers = AnswerLines()
  private var requests = 0
  /// The truth that lies in the folder.
  private var writtenTruth: ProbabilityMap?

  /// Seconds that a process has to end after the last request.
  private static let grace = 2.0

  /// Starts the command.
  ///
  /// - Throws: ``ExternalLossError/notStarted(loss:reason:)``.
  init(_ loss: ExternalLoss) throws(ExternalLossError) {
    self.loss = loss
    do {
      folder = try ScratchFolder(prefix: "reproduce-figure-loss")
    } catch {
      throw .notStarted(loss: loss.name, reason: error.description)
    }
    do {
      process = try ChildProcess(shell: loss.command)
    } catch {
      folder.remove()
      throw .notStarted(loss: loss.name, reason: error.description)
    }
  }

  /// The value of the loss for one pair.
  ///
  /// - Throws: ``ExternalLossError``.
  func value(of sample: Sample) throws(ExternalLossError) -> Double {
    let (prediction, truth) = (folder.file("prediction.npy"), folder.file("truth.npy"))
    do {
      try writeNumPy(sample.prediction, to: prediction)
      // One truth serves many predictions.
      if writtenTruth != sample.truth {
        try writeNumPy(sample.truth, to: truth)
        writtenTruth = sample.truth
      }
    } catch {
      throw .notStarted(loss: loss.name, reason: error.description)
    }
    return try answer(to: "\(prediction)\t\(truth)")
  }

  /// The answer to one request.
  private func answer(to request: String) throws(ExternalLossError) -> Double {
    try refuseSurplus()
    requests += 1
    let deadline = Date(timeIntervalSinceNow: loss.timeout)
    switch process.write(Array("\(request)\n".utf8), before: deadline) {
    case .done: break
    case .closed: throw ended()
    case .timedOut: throw timedOut()
    }
    let line = try nextLine(before: deadline)
    guard let value = AnswerLines.value(of: line) else {
      throw .garbage(
        loss: loss.name, answer: AnswerLines.excerpt(line), request: requests,
        standardError: standardErrorTail())
    }
    return value
  }

  /// Tells the process that there are no more requests, and refuses what it still answers: a process
  /// that answers more often than it was asked has answered other requests than it seemed to.
  ///
  /// - Throws: ``ExternalLossError/surplus(loss:answer:requests:standardError:)``.
  func finish() throws(ExternalLossError) {
    process.closeInput()
    let deadline = Date(timeIntervalSinceNow: min(loss.timeout, Self.grace))
    // Its end and its silence are both as they should be.
    while !answers.isFull, case .bytes(let bytes) = process.read(before: deadline) {
      answers.append(bytes)
    }
    try refuseSurplus()
  }

  /// Ends the process and what it has started, and waits until it is gone.
  func end() {
    process.end()
    folder.remove()
  }

  private func refuseSurplus() throws(ExternalLossError) {
    guard let surplus = answers.surplus else { return }
    throw .surplus(
      loss: loss.name, answer: surplus, requests: requests, standardError: standardErrorTail())
  }

  private func nextLine(before deadline: Date) throws(ExternalLossError) -> String {
    while true {
      if let line = answers.next() { return line }
      switch process.read(before: deadline) {
      case .bytes(let bytes): answers.append(bytes)
      case .closed: throw ended()
      case .timedOut: throw timedOut()
      }
    }
  }

  private func timedOut() -> ExternalLossError {
    .timedOut(
      loss: loss.name, seconds: loss.timeout, request: requests,
      standardError: standardErrorTail())
  }

  private func ended() -> ExternalLossError {
    // A process closes its output shortly before it ends; waiting for that tells its own status.
    let status = process.end(grace: Self.grace)
    return .ended(
      loss: loss.name, status: status, request: requests, standardError: standardErrorTail())
  }

  /// The last lines that the process wrote on standard error, joined into one.
  private func standardErrorTail() -> String {
    String(decoding: process.standardErrorTail, as: UTF8.self).split(whereSeparator: \.isNewline)
      .suffix(3).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " | ")
  }
}
