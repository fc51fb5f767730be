import Experiments
import Losses
import Synchronization

/// A loss under audit, which all of its checks share.
///
/// One that another process computes is started once and asked by one check at a time: a check that it
/// breaks down at fails, and the next one finds a new process. What the process refuses to compute cannot be
/// asked.
final class AuditedLoss: Sendable {
  private let make: @Sendable () throws -> any Loss
  private let isExternal: Bool
  private let running = Mutex<(any Loss)?>(nil)

  init(isExternal: Bool, _ make: @escaping @Sendable () throws -> any Loss) {
    self.isExternal = isExternal
    self.make = make
  }

  /// What a check says of the loss.
  ///
  /// - Throws: what keeps every check from being made, such as a process that does not start.
  func judge(by check: any AuditCheck, paths: PathRegistry, seed: UInt64) throws -> AuditJudgement {
    guard isExternal else {
      return try Self.judge(check, AuditSubject(make(), paths: paths, seed: seed))
    }
    return try running.withLock { running in
      let loss: any Loss
      if let there = running {
        loss = there
      } else {
        loss = try make()
        try Self.requireOrdinaryValue(of: loss, seed: seed)
        running = loss
      }
      do {
        return try Self.judge(check, AuditSubject(loss, paths: paths, seed: seed))
      } catch let error as ExternalLossError {
        switch error {
        case .refused: return AuditJudgement(.notApplicable, "\(error)")
        case .notFinite: return AuditJudgement(.failed, "\(error)")
        default:
          running = nil
          return AuditJudgement(.failed, "\(error)")
        }
      }
    }
  }

  /// Ends a process, and refuses what it has answered without being asked.
  ///
  /// - Throws: `ExternalLossError`.
  func finish() throws {
    try running.withLock { running in
      defer { running = nil }
      try (running as? ProcessLoss)?.finish()
    }
  }

  private static func judge(
    _ check: any AuditCheck, _ subject: AuditSubject
  ) throws -> AuditJudgement {
    do {
      return try check.judge(subject)
    } catch LossError.unsupportedSample(_, let reason) {
      return AuditJudgement(.notApplicable, reason)
    } catch let error as ClassError {
      return AuditJudgement(.notApplicable, "\(error)")
    } catch AuditError.notFinite(let value, let input) {
      let number = AuditNumber("value", value)
      return AuditJudgement(
        .failed, "the value or a slope is \(number.value)", [number], input: input)
    }
  }

  /// A process that cannot answer an ordinary question is no loss.
  private static func requireOrdinaryValue(of loss: any Loss, seed: UInt64) throws {
    let grid = try Grid(shape: [32, 32])
    let pair = AuditPair(.softDisc(7, on: grid, by: (0, 3)), of: .disc(7, on: grid))
    _ = try loss.value(pair.sample(seed: seed))
  }
}
