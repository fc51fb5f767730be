import Documents
import Foundation

/// A finished cell as a line of an append-only file:
/// `{"cell":7,"check":"0f3a9c12","outcome":…}`.
///
/// The check is the CRC-32 of the manifest, the cell's number and the bytes of the outcome.
package struct CellLine: Hashable, Sendable {
  /// Number of the cell.
  let cell: Int
  /// The outcome as JSON.
  let outcome: Data

  private static let opening = Data("{\"cell\":".utf8)
  private static let middle = Data(",\"check\":\"".utf8)
  private static let end = Data("\",\"outcome\":".utf8)
  private static let checkLength = 8

  package init(cell: Int, outcome: Data) {
    self.cell = cell
    self.outcome = outcome
  }

  /// Reads a line, without the newline at its end; `nil` when it is damaged.
  init?(_ line: Data, seed: UInt32) {
    guard line.starts(with: Self.opening), let middle = line.range(of: Self.middle),
      let cell = Int(
        String(
          decoding: line[(line.startIndex + Self.opening.count)..<middle.lowerBound], as: UTF8.self)
      )
    else { return nil }
    let checkEnd = middle.upperBound + Self.checkLength
    let outcomeStart = checkEnd + Self.end.count
    guard outcomeStart < line.endIndex, line[checkEnd..<outcomeStart] == Self.end,
      line.last == UInt8(ascii: "}")
    else { return nil }
    self.init(cell: cell, outcome: Data(line[outcomeStart..<(line.endIndex - 1)]))
    guard Data(line[middle.upperBound..<checkEnd]) == Data(check(seed: seed).utf8) else {
      return nil
    }
  }

  /// The line with the newline at its end.
  func encoded(seed: UInt32) -> Data {
    Self.opening + Data("\(cell)".utf8) + Self.middle + Data(check(seed: seed).utf8) + Self.end
      + outcome + Data("}\n".utf8)
  }

  private func check(seed: UInt32) -> String {
    let sum = checksum(outcome, from: checksum(Data("\(cell)".utf8), from: seed))
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: Self.checkLength - digits.count) + digits
  }
}

extension CellLine {
  /// The cells of a file, and where the last whole line of it ends.
  ///
  /// A last line that is torn, because the process or the machine went down while it was written, is
  /// dropped.
  ///
  /// - Throws: ``CellError/corrupt(file:line:)`` for a damaged line elsewhere, for a cell that the
  ///   file is not to hold, and for one that is there twice.
  package static func lines<Configuration>(
    in content: Data, of manifest: CellManifest<Configuration>, file: String
  ) throws -> (cells: [Int: CellLine], end: Int) {
    let seed = try manifest.seed()
    var cells: [Int: CellLine] = [:]
    var start = content.startIndex
    var number = 0
    while start < content.endIndex {
      number += 1
      guard let newline = content[start...].firstIndex(of: UInt8(ascii: "\n")) else { break }
      guard let line = CellLine(content[start..<newline], seed: seed) else {
        guard newline == content.endIndex - 1 else {
          throw CellError.corrupt(file: file, line: number)
        }
        break
      }
      guard (0..<manifest.cellCount).contains(line.cell), manifest.covers(line.cell),
        cells.updateValue(line, forKey: line.cell) == nil
      else { throw CellError.corrupt(file: file, line: number) }
      start = newline + 1
    }
    return (cells, start - content.startIndex)
  }
}
