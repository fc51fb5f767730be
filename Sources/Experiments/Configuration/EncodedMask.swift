import Documents
import Losses

/// A mask as the lengths of its runs, background first: compact enough to stand in a report.
public struct EncodedMask: Hashable, Sendable {
  /// Elements along each axis, slowest first.
  public let shape: [Int]
  /// Distance between neighbours along each axis.
  public let spacing: [Double]
  /// Lengths of alternating runs of background and foreground in row-major order.
  public let runs: [Int]

  /// Encodes a mask.
  public init(_ mask: Mask) {
    shape = mask.grid.shape
    spacing = mask.grid.spacing
    var runs: [Int] = []
    var current = false
    var length = 0
    for element in mask.elements {
      if element != current {
        runs.append(length)
        current = element
        length = 0
      }
      length += 1
    }
    self.runs = runs + [length]
  }

  /// The mask.
  ///
  /// - Throws: `GridError` or ``ConfigurationError/maskRuns(total:count:)``.
  public func decoded() throws -> Mask {
    let grid = try Grid(shape: shape, spacing: spacing)
    guard grid.count <= FileLimits.elements else { throw GridError.tooManyElements(shape) }
    // One element too many is as wrong as any more; cutting there keeps the sum from overflowing.
    let total = runs.reduce(0) { min($0 + min(max($1, 0), grid.count + 1), grid.count + 1) }
    guard runs.allSatisfy({ $0 >= 0 }), total == grid.count else {
      throw ConfigurationError.maskRuns(total: total, count: grid.count)
    }
    var elements: [Bool] = []
    elements.reserveCapacity(grid.count)
    for (index, length) in runs.enumerated() {
      elements.append(contentsOf: repeatElement(index % 2 == 1, count: length))
    }
    return try Mask(elements, on: grid)
  }
}

extension EncodedMask: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case shape, spacing, runs }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    shape = try container.decode([Int].self, forKey: .shape)
    spacing = try container.decode([Double].self, forKey: .spacing)
    runs = try container.decode([Int].self, forKey: .runs)
  }
}
