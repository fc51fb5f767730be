import Foundation
import Losses
import Processes
import Texts

/// What a run takes, known before it starts.
///
/// The numbers behind it are upper ones, measured on discs with the losses of the catalogue.
public struct RunEstimate: Hashable, Sendable {
  /// Elements of the largest grid.
  public let elements: Int
  /// Predictions that are evaluated; 0 where nothing is evaluated at once.
  public let predictions: Int
  /// Losses and metrics that evaluate each.
  public let evaluations: Int
  /// Threads that share the work.
  public let threads: Int
  /// Whether the predictions come from files, so that no option makes them fewer or smaller.
  public let isOfFiles: Bool

  /// Bytes for each element that all threads share: masks, and what is derived from the truth.
  private static let sharedBytes = 24.0
  /// Bytes for each element and thread: the prediction, and what losses need beside it.
  private static let threadBytes = 56.0
  /// Bytes of the program itself.
  private static let ownBytes = 50e6
  /// Nanoseconds for each element: making a prediction, and one loss or metric of it.
  private static let (predictionTime, evaluationTime) = (30.0, 20.0)

  /// Estimates a run.
  public init(
    elements: Int, predictions: Int = 0, evaluations: Int = 0, threads: Int = Parallelism.threads,
    isOfFiles: Bool = false
  ) {
    self.elements = elements
    self.predictions = predictions
    self.evaluations = evaluations
    self.threads = max(1, threads)
    self.isOfFiles = isOfFiles
  }

  /// The memory that it takes.
  public var bytes: Double {
    Self.ownBytes
      + Double(elements) * (Self.sharedBytes + Self.threadBytes * Double(threads))
      + Double(predictions) * Double(evaluations) * 16
  }

  /// The memory that it takes with the losses that need most, all of which keep what they derive from the
  /// truth.
  var mostBytes: Double {
    let (kept, needed) = (4.0 * Double(evaluations), 64.0 * Double(threads))
    return bytes + Double(elements) * (kept + needed)
  }

  /// The time that it takes.
  public var seconds: Double {
    let nanoseconds = Self.predictionTime + Self.evaluationTime * Double(evaluations)
    return Double(elements) * Double(predictions) * nanoseconds * 1e-9 / Double(threads)
  }
}

/// What a run may take.
public struct RunLimits: Hashable, Sendable {
  /// Bytes of memory.
  public var bytes: Double
  /// Bytes that the system still gives the process (`ulimit -v`), whatever the run may take.
  public var processBytes = Double.infinity
  /// Hours of a run that cannot be resumed.
  public var hours: Double

  /// Limits of one's own.
  public init(bytes: Double, hours: Double) {
    self.bytes = bytes
    self.hours = hours
  }

  /// What the system gives the process, whatever there is.
  public static var process: RunLimits {
    var limits = RunLimits(bytes: .infinity, hours: .infinity)
    limits.processBytes = AddressSpace.left
    return limits
  }

  /// The memory that this process can have, and an hour.
  public static var machine: RunLimits {
    var limits = process
    (limits.bytes, limits.hours) = (bytesOfMachine(), 1)
    return limits
  }

  /// Refuses a run that would take more.
  ///
  /// - Throws: ``RunLimitError``.
  public func require(_ estimate: RunEstimate) throws(RunLimitError) {
    guard estimate.bytes <= bytes else { throw .memory(estimate, limit: bytes) }
    guard estimate.mostBytes <= processBytes else {
      throw .addressSpace(estimate, left: max(0, processBytes))
    }
    guard estimate.seconds <= hours * 3600 else { throw .time(estimate, hours: hours) }
  }

  /// The memory of the machine, or of the group of processes where that is less (Linux, control groups).
  private static func bytesOfMachine() -> Double {
    let machine = Double(ProcessInfo.processInfo.physicalMemory)
    guard let text = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8),
      let group = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    else { return machine }
    return min(machine, group)
  }
}

/// A run takes more than it may.
public enum RunLimitError: Error, Equatable, Sendable {
  /// Its memory.
  case memory(RunEstimate, limit: Double)
  /// Its memory, of which the system gives the process no more.
  case addressSpace(RunEstimate, left: Double)
  /// Its time.
  case time(RunEstimate, hours: Double)
}

extension RunLimitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .memory(let estimate, let limit):
      "a grid of \(estimate.elements) elements takes about \(Self.gibibytes(estimate.bytes)) of memory"
        + (estimate.predictions > 0 ? " and \(Self.duration(estimate))" : "")
        + ", and there are \(Self.gibibytes(limit)); choose a smaller --grid or crop the file, or "
        + "raise the limit with --memory \(Int((estimate.bytes / Self.gibibyte).rounded(.up)))"
    case .addressSpace(let estimate, let left):
      "a grid of \(estimate.elements) elements may take \(Self.gibibytes(estimate.mostBytes)) of memory"
        + ", and the limit of the process (ulimit -v) leaves \(Self.gibibytes(left)); raise it, choose a "
        + "smaller --grid or crop the file"
    case .time(let estimate, let hours):
      "\(estimate.predictions) predictions of \(estimate.elements) elements take about "
        + "\(Self.duration(estimate)) and \(Self.gibibytes(estimate.bytes)) of memory, and cannot be "
        + "resumed; "
        + (estimate.isOfFiles
          ? "give --output, into which they can be" : "lower --repeats, --steps or --grid")
        + ", name fewer --losses, or raise the limit of "
        + "\(shortNumber(hours)) h with --hours \(Int((estimate.seconds / 3600).rounded(.up)))"
    }
  }

  private static let gibibyte = 1_073_741_824.0

  private static func gibibytes(_ bytes: Double) -> String {
    shortNumber((bytes / gibibyte * 10).rounded() / 10) + " GiB"
  }

  private static func duration(_ estimate: RunEstimate) -> String {
    let (seconds, threads) = (estimate.seconds, estimate.threads)
    let time =
      seconds < 3600
      ? "\(Int((seconds / 60).rounded(.up))) min"
      : "\(shortNumber((seconds / 360).rounded() / 10)) h"
    return "\(time) on \(threads) threads"
  }
}
