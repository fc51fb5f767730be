import Documents
import Foundation

extension Audit {
  /// The answers as continuous integration reads them: a suite for each loss, a case for each check, in the
  /// elements and attributes of the JUnit schema of Jenkins (xunit-plugin, junit-10.xsd). What is found
  /// passes and is told in the output of the case; what cannot be asked is skipped.
  func junit() -> Data {
    let all = losses.flatMap(\.judgements)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites name=\"reproduce-figure audit\" tests=\"\(all.count)\" "
        + "failures=\"\(all.count { $0.verdict == .failed })\" errors=\"0\">",
    ]
    for loss in losses {
      lines.append(
        "  <testsuite name=\"\(escaped(loss.key))\" tests=\"\(loss.judgements.count)\" "
          + "failures=\"\(loss.count(.failed))\" errors=\"0\" "
          + "skipped=\"\(loss.count(.notApplicable))\">")
      for (check, judgement) in zip(checks, loss.judgements) {
        lines.append(
          "    <testcase classname=\"\(escaped("audit.\(loss.key)"))\" name=\"\(escaped(check.id))\">"
        )
        lines += content(loss, check, judgement).map { "      " + $0 }
        lines.append("    </testcase>")
      }
      lines.append("  </testsuite>")
    }
    return Data((lines + ["</testsuites>", ""]).joined(separator: "\n").utf8)
  }

  private func content(_ loss: Loss, _ check: Check, _ judgement: AuditJudgement) -> [String] {
    let message = escaped(judgement.summary)
    let details =
      [check.question]
      + judgement.evidence.map { "\($0.name): \($0.value)" }
      + (judgement.input.isEmpty ? [] : [judgement.input]) + [command(loss, check)]
    let text = escaped(details.joined(separator: "\n"))
    switch judgement.verdict {
    case .failed:
      return ["<failure type=\"\(escaped(check.id))\" message=\"\(message)\">\(text)</failure>"]
    case .notApplicable: return ["<skipped message=\"\(message)\"/>"]
    case .passed, .found: return ["<system-out>\(message)\n\(text)</system-out>"]
    }
  }
}

/// A text in XML 1.0: markup becomes entities, and characters that XML forbids are left out.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n", "\r": result += "&#\(scalar.value);"
    case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": continue
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
