import Foundation

extension Report {
  /// The curves as a table of comma-separated values, one row for each object, loss and step.
  ///
  /// Columns: object, loss, step, falsePositives, falseNegatives, value; then path, the edges of
  /// the band (empty for a single seed), and experiment, whose first row holds version and
  /// configuration.
  public func csv() throws -> Data {
    var lines = [
      "object,loss,step,falsePositives,falseNegatives,value,path,lower,upper,experiment"
    ]
    var provenance = Self.quoted(try provenance())
    for scene in scenes {
      for curve in scene.curves {
        for (step, value) in curve.values.enumerated() {
          let cells = [
            Self.quoted(scene.object), Self.quoted(curve.key), "\(step)",
            shortNumber(scene.falsePositives[step]), shortNumber(scene.falseNegatives[step]),
            "\(value)", scene.path, curve.band.map { "\($0.lower[step])" } ?? "",
            curve.band.map { "\($0.upper[step])" } ?? "", provenance,
          ]
          lines.append(cells.joined(separator: ","))
          provenance = ""
        }
      }
    }
    return Data((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// A cell in double quotes where it needs them (RFC 4180).
  static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  /// The verdicts as a table for the terminal: one line a loss, one column a scene, then the claims.
  public func verdictTable() -> String {
    let headings = scenes.map { "\($0.object), \($0.path)" }
    var seen: Set<String> = []
    let keys = scenes.flatMap(\.curves).map(\.key).filter { seen.insert($0).inserted }
    let rows = keys.map { key in
      [key]
        + scenes.map { scene in
          scene.curves.first { $0.key == key }.map { Self.shortVerdict($0.monotonicity) } ?? "–"
        }
    }
    var lines = Self.aligned([["loss"] + headings] + rows)
    for path in claims {
      lines += ["", "claims of the article along \(path.path)"]
      lines += path.claims.map { claim in
        "  \(claim.claim.rawValue). \(claim.claim.statement) \(claim.verdict.rawValue.uppercased())"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A verdict and where it fails first.
  static func shortVerdict(_ report: MonotonicityReport) -> String {
    guard let first = report.firstViolation else { return report.verdict.rawValue }
    if let plateau = report.plateauStart, report.falls == 0, report.verdict == .nonDecreasing,
      report.violations == Array((plateau + 1)...(report.rises + report.stalls))
    {
      return "\(report.verdict.rawValue), plateau from step \(plateau)"
    }
    return "\(report.verdict.rawValue), first at step \(first)"
  }

  /// Rows of cells with columns of one width each.
  public static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }
  }
}
