import Documents
import Losses

/// Shape and spacing of a grid as they stand in a configuration.
public struct GridSpecification: Hashable, Sendable {
  /// Elements along each axis, slowest first.
  public var shape = [256, 640]
  /// Distance between neighbours along each axis; 1 when left out.
  public var spacing: [Double]?

  /// A grid of 256 × 640: the large object has room to slide by two of its widths.
  public init() {}

  /// The grid.
  ///
  /// - Throws: `GridError`.
  public func grid() throws(GridError) -> Grid { try Grid(shape: shape, spacing: spacing) }
}

extension GridSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case shape, spacing }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    shape = try container.decode(.shape, default: shape)
    spacing = try container.decodeIfPresent([Double].self, forKey: .spacing)
  }
}
