import Algorithms
import Documents
import Experiments
import Foundation
import Texts

/// Pairs of truths and predictions that folders or a table name, and the files that have no partner.
public struct FoundPairs: Sendable {
  /// The pairs, case by case and epoch by epoch in the order of their names, in which numbers count as
  /// numbers.
  public let pairs: [PredictionPair]
  /// What has no partner, in words.
  public let unmatched: [String]

  private init(_ pairs: [PredictionPair], unmatched: [String] = []) {
    self.pairs = pairs.sorted { first, second in
      first.caseName == second.caseName
        ? naturallyPrecedes(first.epoch, second.epoch)
        : naturallyPrecedes(first.caseName, second.caseName)
    }
    self.unmatched = unmatched
  }
}

// MARK: - Folders

extension FoundPairs {
  /// Matches the files of folders by their names: equal ones, or else equal ones but for the extension.
  ///
  /// - Parameters:
  ///   - truth: the folder of the truths, or a single truth.
  ///   - predictions: a folder for each epoch, or for a single truth a file for each.
  /// - Throws: `FileError` where a folder cannot be read, or nothing matches.
  public init(truth: String, predictions: [String]) throws(FileError) {
    let epochs = Self.epochNames(predictions)
    guard isFolder(at: truth) else {
      if let folder = predictions.first(where: isFolder(at:)) {
        throw .malformed(
          folder,
          reason: "it is a folder and the truth \(truth) is not; give two folders or two files")
      }
      let name = FieldName(truth).stem
      self.init(
        zip(predictions, epochs).map {
          PredictionPair(caseName: name, epoch: $1, truth: truth, prediction: $0)
        })
      return
    }
    let truths = try FieldName.all(in: truth)
    let rivals = Dictionary(truths.map { ($0.stem, 1) }, uniquingKeysWith: +)
    var pairs: [PredictionPair] = []
    var unmatched: [String] = []
    var missing: [String: [String]] = [:]
    for (folder, epoch) in zip(predictions, epochs) {
      guard isFolder(at: folder) else {
        throw .malformed(
          folder, reason: "it is no folder and \(truth) is one; give a folder of predictions")
      }
      let found = FieldName.matches(
        of: truths, with: try FieldName.all(in: folder), called: "prediction")
      pairs += found.pairs.map { name, partner in
        PredictionPair(
          caseName: rivals[name.stem] == 1 ? name.stem : name.name, epoch: epoch, truth: name.path,
          prediction: partner.path)
      }
      for name in found.alone { missing[name.path, default: []].append(folder) }
      unmatched += found.surplus.map { "\($0.path): there is no truth of that name in \(truth)" }
      unmatched += found.ambiguous
    }
    let alone = truths.compactMap { name in
      missing[name.path].map {
        "\(name.path): there is no prediction of that name in \($0.joined(separator: ", "))"
      }
    }
    guard !pairs.isEmpty else {
      throw .malformed(
        truth,
        reason: "none of its \(counted(truths.count, "field")) has a namesake in "
          + predictions.joined(separator: ", ") + "; name them alike, or give a table by --pairs")
    }
    self.init(pairs, unmatched: alone + unmatched)
  }

  /// The last parts of the paths, or all of them where these are not different.
  private static func epochNames(_ paths: [String]) -> [String] {
    let names = paths.map { isFolder(at: $0) ? URL(fileURLWithPath: $0).lastPathComponent : $0 }
      .map { isFolder(at: $0) ? $0 : FieldName($0).stem }
    return names.firstRepeated == nil ? names : paths
  }
}

// MARK: - Tables

extension FoundPairs {
  /// Reads a table of comma-separated values with the columns `truth` and `prediction`, and `case` and
  /// `epoch` where there are several of them. Names of files are relative to the folder that the
  /// program is run in. Without a case it is named as its truth is.
  ///
  /// - Throws: `FileError`, or `RecordedCurveError` for a row that makes no sense.
  public init(tableAt path: String) throws {
    let table = try ColumnTable(try readFile(at: path), file: path)
    for column in ["truth", "prediction"] where table.columns[column] == nil {
      throw RecordedCurveError.malformed(
        file: path, line: 1, column: nil,
        reason:
          "there is no column '\(column)'; expected the header truth,prediction, and case and "
          + "epoch where there are several")
    }
    var seen: Set<[String]> = []
    var truths: [String: String] = [:]
    self.init(
      try table.rows.map { row in
        let truth = try row.text("truth")
        let pair = PredictionPair(
          caseName: row.optionalText("case") ?? FieldName(truth).stem,
          epoch: row.optionalText("epoch") ?? "", truth: truth,
          prediction: try row.text("prediction"))
        guard seen.insert([pair.caseName, pair.epoch]).inserted else {
          throw row.error(
            "prediction",
            "the case '\(pair.caseName)' is there twice in one epoch; give a column case or epoch")
        }
        guard truths.updateValue(truth, forKey: pair.caseName) ?? truth == truth else {
          throw row.error(
            "truth", "the case '\(pair.caseName)' has two truths; give them two names of cases")
        }
        return pair
      })
  }
}
