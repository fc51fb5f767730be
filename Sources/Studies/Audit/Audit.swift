import Documents
import Experiments
import Foundation
import Texts

/// What all checks say of all losses.
public struct Audit: StudyResult, Codable, Hashable, Sendable {
  /// A question that was asked.
  public struct Check: Codable, Hashable, Sendable {
    /// Its identifier.
    public let id: String
    /// What was asked.
    public let question: String
    /// How it was measured.
    public let method: String
  }

  /// A loss and the answers, one for each check.
  public struct Loss: Codable, Hashable, Sendable {
    /// What names it.
    public let key: String
    /// What follows `reproduce-figure audit` to ask it again.
    public let arguments: String
    /// The answers, in the order of the checks.
    public let judgements: [AuditJudgement]

    /// How many answers are such.
    public func count(_ verdict: AuditJudgement.Verdict) -> Int {
      judgements.count { $0.verdict == verdict }
    }
  }

  /// What was asked for.
  public let configuration: AuditConfiguration
  /// The checks, in order.
  public let checks: [Check]
  /// The losses, in order.
  public let losses: [Loss]

  /// The command that asks one loss one question again.
  func command(_ loss: Loss, _ check: Check) -> String {
    "reproduce-figure audit \(loss.arguments) --checks \(check.id)"
  }

  /// The answers to required checks that are no `passed` and no `found`, each in a line.
  ///
  /// - Parameter required: identifiers of checks that were made; others are passed over.
  public func violations(of required: [String]) -> [String] {
    losses.flatMap { loss in
      zip(checks, loss.judgements).compactMap { check, judgement in
        guard required.contains(check.id) else { return nil }
        return switch judgement.verdict {
        case .passed, .found: nil
        case .failed: "\(loss.key) fails \(check.id): \(judgement.summary)"
        case .notApplicable: "\(loss.key) cannot be asked \(check.id): \(judgement.summary)"
        }
      }
    }
  }

  public func json() throws -> Data { try JSON.document(self, kind: AuditStudy.kind) }

  public func documents() throws -> [(ending: String, content: Data)] { [("junit.xml", junit())] }

  public func tables() throws -> [(suffix: String, content: Data)] {
    let rows = losses.flatMap { loss in
      zip(checks, loss.judgements).map { check, judgement in
        [
          loss.key, check.id, judgement.verdict.rawValue, judgement.summary,
          judgement.evidence.map { "\($0.name)=\($0.value)" }.joined(separator: "; "),
          judgement.input, command(loss, check),
        ]
      }
    }
    return [
      (
        "",
        try CSV.table(
          ["loss", "check", "verdict", "summary", "evidence", "input", "command"], rows,
          configuration: configuration)
      )
    ]
  }
}
