import Documents

extension DescentReport {
  /// More runs than a loss has at any rate.
  private static let mostRuns = 1_000_000

  /// Reads `descend.json`, which others may have written or changed.
  ///
  /// - Throws: `DocumentError`, and `FileError.malformed` for places and counts that cannot be.
  init(_ bytes: [UInt8], path: String) throws {
    try JSON.requireOrigin([DescentStudy.kind], of: bytes, path: path)
    self = try JSON.value(Self.self, from: bytes, path: path)
    for scene in scenes {
      for loss in scene.losses {
        if let reason = Self.fault(of: loss) {
          throw FileError.malformed(path, reason: "\(scene.name), loss '\(loss.key)': \(reason)")
        }
      }
    }
  }

  private static func fault(of loss: DescentLossSummary) -> String? {
    guard loss.rates.indices.contains(loss.best) else {
      return
        "best is \(loss.best); expected the place of one of its \(loss.rates.count) rates, from 0"
    }
    for rate in loss.rates {
      guard rate.runs >= 1, rate.runs <= mostRuns else {
        return "runs is \(rate.runs); expected a number in 1 to \(mostRuns)"
      }
      for (name, count) in [("reached", rate.reached), ("diverged", rate.diverged)] {
        guard count >= 0, count <= rate.runs else {
          return "\(name) is \(count); expected a number in 0 to \(rate.runs), its runs"
        }
      }
    }
    return nil
  }
}
