import CZlib
import Documents
import Foundation

/// What a file of cells belongs to.
package struct CellManifest<Configuration: Codable & Hashable & Sendable>: Codable, Hashable,
  Sendable
{
  /// Names the kind of computation.
  let kind: String
  /// Version of the program.
  let version: String
  /// Number of cells of the whole computation.
  let cellCount: Int
  /// The share of them that the file is to hold; all where there is none.
  let shard: Shard?
  /// What decides the outcomes.
  let configuration: Configuration

  /// How many cells a computation may have; more than that is a damaged file.
  static var cellCounts: ClosedRange<Int> { 1...10_000_000 }

  package init(
    kind: String, version: String, cellCount: Int, shard: Shard?, configuration: Configuration
  ) {
    self.kind = kind
    self.version = version
    self.cellCount = cellCount
    self.shard = shard
    self.configuration = configuration
  }

  /// The same without the share: what all shards of a computation have in common.
  var whole: Self {
    Self(
      kind: kind, version: version, cellCount: cellCount, shard: nil, configuration: configuration)
  }

  /// Whether the file is to hold a cell.
  func covers(_ cell: Int) -> Bool { shard?.contains(cell) ?? true }

  /// As it stands in the file.
  func encoded() throws -> Data { try JSON.document(self) }

  /// CRC-32 of the computation, from which the checks of its lines start: a line that got in
  /// from another computation does not pass.
  func seed() throws -> UInt32 { checksum(try whole.encoded(), from: 0) }

  /// - Throws: ``CellError/differs(folder:there:here:)`` with the first line in which the two differ.
  func require(_ other: Self, in folder: String) throws {
    guard self != other else { return }
    func lines(_ manifest: Self) throws -> [String] {
      String(decoding: try manifest.encoded(), as: UTF8.self).split(separator: "\n")
        .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " ,")) }
    }
    let pairs = zip(try lines(other), try lines(self))
    let difference = pairs.first { $0 != $1 } ?? ("more", "less")
    throw CellError.differs(folder: folder, there: difference.0, here: difference.1)
  }
}

/// The CRC-32 of bytes, going on from that of those before them.
package func checksum(_ bytes: some DataProtocol, from seed: UInt32) -> UInt32 {
  let bytes = [UInt8](bytes)
  return UInt32(truncatingIfNeeded: crc32(uLong(seed), bytes, uInt(bytes.count)))
}
