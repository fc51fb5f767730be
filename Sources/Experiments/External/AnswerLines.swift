import Foundation

/// What a process that computes a loss has answered and nobody has taken yet: lines with a number each.
package struct AnswerLines: Sendable {
  private var pending: [UInt8] = []

  /// The longest answer that is read; more than that is garbage.
  private static let maximumLength = 4096

  /// Nothing answered yet.
  package init() {}

  /// Whether there is more than an answer may be long.
  var isFull: Bool { pending.count > Self.maximumLength }

  /// What has come without being asked for; `nil` for white space alone.
  package var surplus: String? {
    let rest = String(decoding: pending, as: UTF8.self)
    guard !rest.allSatisfy(\.isWhitespace) else { return nil }
    return Self.excerpt(rest.trimmingCharacters(in: .newlines))
  }

  /// Takes note of what was read.
  package mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// The next answer, or the beginning of one that is too long; `nil` until it is there.
  package mutating func next() -> String? {
    guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else {
      return isFull ? String(decoding: pending, as: UTF8.self) : nil
    }
    defer { pending.removeSubrange(...end) }
    return String(decoding: pending[..<end], as: UTF8.self)
  }

  /// The finite number that an answer is.
  package static func value(of answer: String) -> Double? {
    // As Windows ends its lines.
    let text = answer.hasSuffix("\r") ? String(answer.dropLast()) : answer
    guard let value = Double(text.trimmingCharacters(in: .whitespaces)), value.isFinite else {
      return nil
    }
    return value
  }

  /// The beginning of an answer, with escapes for what cannot be seen.
  package static func excerpt(_ answer: String) -> String {
    answer.unicodeScalars.prefix(80).map { scalar in
      switch scalar {
      case "\t": "\\t"
      case "\r": "\\r"
      case "\n": "\\n"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          "\\u{\(String(scalar.value, radix: 16))}"
        default: String(scalar)
        }
      }
    }.joined()
  }
}
