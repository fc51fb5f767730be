/// One of several equal shares of the cells of a computation, for one machine of several.
public struct Shard: Hashable, Sendable, Codable {
  /// Which share, from 1.
  public let index: Int
  /// How many shares there are.
  public let count: Int

  /// Share `index` of `count`.
  ///
  /// - Throws: ``CellError/shard(_:)`` unless 1 ≤ `index` ≤ `count` ≤ 100000.
  public init(index: Int, of count: Int) throws(CellError) {
    guard (1...100_000).contains(count), (1...count).contains(index) else {
      throw .shard("\(index)/\(count)")
    }
    self.index = index
    self.count = count
  }

  /// A share as it stands on a command line, for example `2/8`.
  ///
  /// - Throws: ``CellError/shard(_:)``.
  public init(_ text: String) throws(CellError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { throw .shard(text) }
    guard let shard = try? Shard(index: index, of: count) else { throw .shard(text) }
    self = shard
  }

  /// Whether a cell belongs to the share: every `count`-th does, so that shares of cells that grow
  /// along an axis are about equally long.
  public func contains(_ cell: Int) -> Bool { cell % count == index - 1 }
}

extension Shard {
  private enum CodingKeys: CodingKey { case index, count }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    do {
      try self.init(
        index: container.decode(Int.self, forKey: .index),
        of: container.decode(Int.self, forKey: .count))
    } catch let error as CellError {
      throw DecodingError.dataCorruptedError(
        forKey: .index, in: container, debugDescription: "\(error)")
    }
  }
}

extension Shard: CustomStringConvertible {
  public var description: String { "\(index)/\(count)" }
}
