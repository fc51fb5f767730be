import Experiments
import Losses

/// A question asked of every loss, how it is measured, and what the numbers say.
///
/// To add one, write a type in a file of its own in `Checks/` and name it in ``AuditChecks/standard``.
/// Sizes, seeds and tolerances are part of the check, are said by ``method``, and are chosen before any
/// result is looked at.
public protocol AuditCheck: Sendable {
  /// Identifier in kebab case, for command lines and tables.
  var id: String { get }

  /// What is asked, in one line.
  var question: String { get }

  /// How it is measured, and what passes.
  var method: String { get }

  /// Asks a loss.
  ///
  /// - Throws: `LossError.unsupportedSample` and `ClassError` where the loss has no meaning for what it is
  ///   asked, which makes the check not applicable; ``AuditError/notFinite(_:_:)`` where a number is none.
  func judge(_ subject: AuditSubject) throws -> AuditJudgement
}

/// What a check says of a loss.
public struct AuditJudgement: Codable, Hashable, Sendable {
  /// The answer.
  public enum Verdict: String, Codable, CaseIterable, Hashable, Sendable {
    /// The loss does what is asked.
    case passed
    /// It does not.
    case failed
    /// A property to know, which is no fault.
    case found
    /// It cannot be asked.
    case notApplicable = "not applicable"

    /// One character for tables.
    public var symbol: String {
      switch self {
      case .passed: "✓"
      case .failed: "✗"
      case .found: "●"
      case .notApplicable: "–"
      }
    }
  }

  /// The answer.
  public let verdict: Verdict
  /// What was seen, in one line.
  public let summary: String
  /// The numbers behind it.
  public let evidence: [AuditNumber]
  /// The arrays that show it, so that they can be made again; empty where there are none.
  public let input: String

  /// Puts a judgement together.
  public init(
    _ verdict: Verdict, _ summary: String, _ evidence: [AuditNumber] = [], input: String = ""
  ) {
    self.verdict = verdict
    self.summary = summary
    self.evidence = evidence
    self.input = input
  }
}

/// A number with a name.
public struct AuditNumber: Hashable, Sendable {
  /// What it is.
  public let name: String
  /// Its value; may be infinite or none.
  public let value: Double

  /// Names a number.
  public init(_ name: String, _ value: Double) {
    self.name = name
    // One that is none has no sign that would tell anything.
    self.value = value.isNaN ? .nan : value
  }
}

extension AuditNumber: Codable {
  private enum CodingKeys: String, CodingKey { case name, value }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    if let number = try? container.decode(Double.self, forKey: .value) {
      value = number
      return
    }
    let text = try container.decode(String.self, forKey: .value)
    guard let number = Double(text) else {
      throw DecodingError.dataCorruptedError(
        forKey: .value, in: container, debugDescription: "expected a number, nan or inf")
    }
    value = number
  }

  /// JSON has no numbers that are not finite: they become `nan`, `inf` and `-inf`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    if value.isFinite {
      try container.encode(value, forKey: .value)
    } else {
      try container.encode("\(value)", forKey: .value)
    }
  }
}
