import Documents
import FieldFiles
import Foundation
import Losses
import Processes

/// A running process that computes a loss, in either version of the protocol.
///
/// The first request is one of version 1: a line with the path of the prediction, a tab and the path of
/// the truth, both `.npy` files of float64. A process of version 1 answers it with a number, as every
/// other; one of version 2 introduces itself instead (``LossHandshake``), and is asked in lines of JSON
/// from then on, several at a time, with the arrays in a file of a fixed place.
///
/// Unchecked: what changes is touched under the lock of `turn`, but for `lines` and reading from the
/// process, which belong to the thread that set `isReading`, and the part of the file of arrays that
/// belongs to the thread that holds its slot.
final class ExternalProcess: @unchecked Sendable {
  let loss: ExternalLoss
  /// What the process has said of its loss; `nil` in version 1.
  private(set) var handshake: LossHandshake?

  private let process: ChildProcess
  private let folder: ScratchFolder
  private let turn = NSCondition()
  private var lines = AnswerLines()
  private var isReading = false
  private var requests = 0
  private var failure: ExternalLossError?
  /// The truth that lies in the folder, and what was answered to the first request.
  private var writtenTruth: ProbabilityMap?
  private var first: (sample: Sample, value: Double)?
  private var arrays: ArraysFile?
  /// Bytes of the file of arrays that belong to slots.
  private var extent = 0
  private var freeSlots = (0..<most).map { _ in ArraysSlot() }
  private var truths = 0
  private var answers: [Int: LossAnswer] = [:]

  /// Requests that may be on their way at a time.
  private static let most = 8
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

  /// Nobody waits for an answer any more. One that takes the end of its input for the end, as the protocol
  /// has it, may put things in order.
  deinit {
    process.closeInput()
    process.end(grace: handshake == nil ? 0 : Self.grace)
    folder.remove()
  }

  /// Finds out what the process speaks; to be called once, before it is asked.
  ///
  /// - Parameter sample: the first request.
  /// - Throws: ``ExternalLossError``.
  func greet(with sample: Sample) throws(ExternalLossError) {
    turn.lock()
    defer { turn.unlock() }
    let answer = try answerToFiles(of: sample)
    if answer.drop(while: \.isWhitespace).first == "{" {
      try open(answer)
    } else {
      first = (sample, try value(answer))
    }
  }

  // MARK: - Version 1

  /// The value of the loss for one pair, in version 1.
  ///
  /// - Throws: ``ExternalLossError``.
  func value(of sample: Sample) throws(ExternalLossError) -> Double {
    turn.lock()
    defer { turn.unlock() }
    if let failure { throw failure }
    if let first, first.sample.prediction == sample.prediction, first.sample.truth == sample.truth {
      self.first = nil
      return first.value
    }
    first = nil
    do throws(ExternalLossError) {
      return try value(answerToFiles(of: sample))
    } catch {
      failure = error
      throw error
    }
  }

  private func answerToFiles(of sample: Sample) throws(ExternalLossError) -> String {
    let (prediction, truth) = (folder.file("prediction.npy"), folder.file("truth.npy"))
    do {
      try writeNumPy(sample.prediction, to: prediction)
      // One truth serves many predictions.
      if writtenTruth != sample.truth {
        try writeNumPy(sample.truth, to: truth)
        writtenTruth = sample.truth
      }
    } catch {
      throw .arrays(loss: loss.name, reason: error.description)
    }
    try refuseSurplus()
    requests += 1
    let deadline = Date(timeIntervalSinceNow: loss.timeout)
    try send("\(prediction)\t\(truth)", before: deadline)
    return try text(of: nextLine(before: deadline))
  }

  private func value(_ answer: String) throws(ExternalLossError) -> Double {
    guard let value = AnswerLines.value(of: answer) else { throw garbage(answer) }
    return value
  }

  /// Tells a process of version 1 that there are no more requests, and refuses what it still answers: a
  /// process that answers more often than it was asked has answered other requests than it seemed to.
  ///
  /// - Throws: ``ExternalLossError/surplus(loss:answer:requests:standardError:)``.
  func finish() throws(ExternalLossError) {
    turn.lock()
    defer { turn.unlock() }
    process.closeInput()
    let deadline = Date(timeIntervalSinceNow: min(loss.timeout, Self.grace))
    // Its end and its silence are both as they should be.
    while !lines.isFull, case .bytes(let bytes) = process.read(before: deadline) {
      lines.append(bytes)
    }
    try refuseSurplus()
  }

  private func refuseSurplus() throws(ExternalLossError) {
    guard let surplus = lines.surplus else { return }
    throw .surplus(
      loss: loss.name, answer: surplus, requests: requests, standardError: standardErrorTail())
  }

  // MARK: - Version 2

  /// Takes the handshake and says where the arrays are.
  private func open(_ answer: String) throws(ExternalLossError) {
    do throws(DocumentError) {
      handshake = try JSON.value(LossHandshake.self, from: answer.utf8, path: "the handshake")
    } catch {
      throw .handshake(
        loss: loss.name, reason: error.description, answer: AnswerLines.excerpt(answer),
        standardError: standardErrorTail())
    }
    do throws(ProcessError) {
      arrays = try ArraysFile(making: folder.file("arrays"))
    } catch {
      throw .arrays(loss: loss.name, reason: error.description)
    }
    try send(
      encoded(ArraysAnnouncement(arrays: folder.file("arrays"))),
      before: Date(timeIntervalSinceNow: loss.timeout))
  }

  private func encoded(_ message: some Encodable) throws(ExternalLossError) -> String {
    do {
      return String(decoding: try JSON.line(message), as: UTF8.self)
    } catch {
      throw .arrays(loss: loss.name, reason: "\(error)")
    }
  }

  /// What a process of version 2 answers; several may be asked at a time.
  ///
  /// - Parameters:
  ///   - question: what it is about.
  ///   - wantsGradient: whether the gradient is asked for, too.
  /// - Returns: the value, and the gradient as the process gives it.
  /// - Throws: ``ExternalLossError``.
  func ask(
    _ question: LossQuestion, wantsGradient: Bool
  ) throws(ExternalLossError) -> (value: Double, gradient: [Double]?) {
    guard let handshake, let arrays else {
      throw .arrays(loss: loss.name, reason: "it speaks version 1")
    }
    let deadline = Date(timeIntervalSinceNow: loss.timeout)
    let slot = try takeSlot(for: question, handshake, arrays)
    defer { give(slot) }
    do throws(ProcessError) {
      try slot.write(question, handshake.dtype, to: arrays)
    } catch {
      throw .arrays(loss: loss.name, reason: error.description)
    }
    let answer = try answer(
      to: slot.request(question, handshake.dtype, wantsGradient: wantsGradient), deadline)
    if let error = answer.error {
      throw .refused(loss: loss.name, reason: AnswerLines.excerpt(error), request: answer.id)
    }
    guard let value = answer.value, value.isFinite else {
      throw .notFinite(
        loss: loss.name, "the value \(answer.value ?? .nan)", request: answer.id)
    }
    guard wantsGradient else { return (value, nil) }
    let gradient: (values: [Double], isFinite: Bool)
    do throws(ProcessError) {
      gradient = try slot.gradient(question, handshake.dtype, from: arrays)
    } catch {
      throw .arrays(loss: loss.name, reason: error.description)
    }
    let slopes = gradient.values
    if !gradient.isFinite, let index = slopes.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(
        loss: loss.name, "a gradient that is \(slopes[index]) at element \(index)",
        request: answer.id)
    }
    return (value, slopes)
  }

  /// Waits for a part of the file of arrays that nobody uses, and makes it long enough.
  private func takeSlot(
    for question: LossQuestion, _ handshake: LossHandshake, _ arrays: ArraysFile
  ) throws(ExternalLossError) -> ArraysSlot {
    turn.lock()
    defer { turn.unlock() }
    while freeSlots.isEmpty && failure == nil { turn.wait() }
    if let failure { throw failure }
    // The one that was used last has the truth.
    var slot = freeSlots.removeLast()
    let former = extent
    slot.reserve(question, handshake.dtype, after: &extent, truths: &truths)
    // Whoever maps the file finds all of a request in it.
    guard extent > former else { return slot }
    do throws(ProcessError) {
      try arrays.extend(to: extent)
    } catch {
      throw .arrays(loss: loss.name, reason: error.description)
    }
    return slot
  }

  private func give(_ slot: ArraysSlot) {
    turn.lock()
    freeSlots.append(slot)
    turn.broadcast()
    turn.unlock()
  }

  /// Sends a request and waits for its answer. Whoever waits while nobody reads, reads for all.
  private func answer(
    to request: LossRequest, _ deadline: Date
  ) throws(ExternalLossError) -> LossAnswer {
    turn.lock()
    defer { turn.unlock() }
    do throws(ExternalLossError) {
      if let failure { throw failure }
      requests += 1
      var request = request
      request.id = requests
      try send(encoded(request), before: deadline)
      while true {
        if let answer = answers.removeValue(forKey: request.id) { return answer }
        if let failure { throw failure }
        guard !isReading else {
          guard turn.wait(until: deadline) || answers[request.id] != nil else { throw timedOut() }
          continue
        }
        isReading = true
        turn.unlock()
        let reading = nextLine(before: deadline)
        turn.lock()
        isReading = false
        turn.broadcast()
        try take(text(of: reading))
      }
    } catch {
      // Of a failure that several find, all are told what the first one found.
      let failure = self.failure ?? error
      self.failure = failure
      process.kill()
      turn.broadcast()
      throw failure
    }
  }

  /// Takes note of an answer for whoever waits for it.
  private func take(_ line: String) throws(ExternalLossError) {
    guard let answer = try? JSONDecoder().decode(LossAnswer.self, from: Data(line.utf8)),
      answer.id > 0, answer.id <= requests, answers[answer.id] == nil
    else { throw garbage(line) }
    answers[answer.id] = answer
  }

  // MARK: - Lines

  private func send(_ line: String, before deadline: Date) throws(ExternalLossError) {
    switch process.write(Array(line.utf8) + [UInt8(ascii: "\n")], before: deadline) {
    case .done: break
    case .closed: throw ended()
    case .timedOut: throw timedOut()
    }
  }

  /// What the process writes next, which may be read without the lock.
  private enum Reading { case line(String), closed, timedOut }

  private func nextLine(before deadline: Date) -> Reading {
    while true {
      if let line = lines.next() { return .line(line) }
      switch process.read(before: deadline) {
      case .bytes(let bytes): lines.append(bytes)
      case .closed: return .closed
      case .timedOut: return .timedOut
      }
    }
  }

  private func text(of reading: Reading) throws(ExternalLossError) -> String {
    switch reading {
    case .line(let line): return line
    case .closed: throw ended()
    case .timedOut: throw timedOut()
    }
  }

  private var version: Int { handshake == nil ? 1 : 2 }

  private func garbage(_ line: String) -> ExternalLossError {
    .garbage(
      loss: loss.name, answer: AnswerLines.excerpt(line), request: requests,
      standardError: standardErrorTail(), version: version)
  }

  private func timedOut() -> ExternalLossError {
    .timedOut(
      loss: loss.name, seconds: loss.timeout, request: requests,
      standardError: standardErrorTail(), version: version)
  }

  private func ended() -> ExternalLossError {
    // Whoever reads must not find its end of the pipe taken by something else.
    if isReading { process.kill() }
    while isReading { turn.wait() }
    if let failure { return failure }
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
