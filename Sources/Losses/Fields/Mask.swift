/// Which elements of a grid are foreground.
public struct Mask: Hashable, Sendable {
  /// Shape and spacing.
  public let grid: Grid

  /// Whether each element is foreground, in row-major order.
  public private(set) var elements: [Bool]

  /// Number of foreground elements.
  public private(set) var foregroundCount: Int

  /// Lays a mask on a grid.
  ///
  /// - Throws: ``GridError/valueCount(_:shape:)``.
  public init(_ elements: [Bool], on grid: Grid) throws(GridError) {
    guard elements.count == grid.count else {
      throw .valueCount(elements.count, shape: grid.shape)
    }
    self.init(unchecked: elements, on: grid)
  }

  /// The elements of a map whose probability is over one half.
  public init(_ map: ProbabilityMap) {
    let elements = arrayOfLargeField(count: map.grid.count) { elements in
      map.values.withUnsafeBufferPointer { values in
        for index in 0..<values.count { elements[index] = values[index] > 0.5 }
      }
    }
    self.init(unchecked: elements, on: map.grid)
  }

  /// For elements that the caller has counted.
  init(unchecked elements: [Bool], on grid: Grid) {
    assert(elements.count == grid.count)
    self.grid = grid
    self.elements = elements
    foregroundCount = Self.count(elements)
  }

  /// Other elements on the same grid.
  ///
  /// - Parameter elements: as many as the grid has; another number is a mistake of the caller and
  ///   stops the program.
  public func replacing(_ elements: [Bool]) -> Mask {
    precondition(elements.count == grid.count)
    return Mask(unchecked: elements, on: grid)
  }

  /// Changes elements, in the memory in which they are if nobody else holds this mask.
  ///
  /// - Parameter body: is given the elements in row-major order; changing their number is a mistake
  ///   of the caller and stops the program.
  public mutating func update(_ body: (inout [Bool]) throws -> Void) rethrows {
    try body(&elements)
    precondition(elements.count == grid.count)
    foregroundCount = Self.count(elements)
  }

  /// Number of elements that are foreground here and in another mask, of as many elements.
  package func commonCount(_ other: Mask) -> Int {
    precondition(elements.count == other.elements.count)
    return elements.withUnsafeBytes { bytes in
      other.elements.withUnsafeBytes { others in
        Self.count(bytes.count) { offset in
          bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            & others.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        } byte: {
          bytes[$0] & others[$0]
        }
      }
    }
  }

  /// Number of foreground elements.
  private static func count(_ elements: [Bool]) -> Int {
    elements.withUnsafeBytes { bytes in
      count(bytes.count) {
        bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
      } byte: {
        bytes[$0]
      }
    }
  }

  /// Number of ones, eight bytes at a time: a byte of a `Bool` is 0 or 1.
  @inline(__always)
  private static func count(
    _ byteCount: Int, eight: (Int) -> UInt64, byte: (Int) -> UInt8
  ) -> Int {
    let whole = byteCount / 8 * 8
    var count = 0
    for offset in stride(from: 0, to: whole, by: 8) { count += eight(offset).nonzeroBitCount }
    return (whole..<byteCount).reduce(count) { $0 + Int(byte($1)) }
  }

  /// Whether no element is foreground.
  public var isEmpty: Bool { foregroundCount == 0 }

  /// Whether every element is foreground.
  public var isFull: Bool { foregroundCount == grid.count }
}
