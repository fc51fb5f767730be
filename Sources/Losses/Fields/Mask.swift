/// Which elements of a grid are foreground.
public struct Mask: Hashable, Sendable {
  /// Shape and spacing.
  public let grid: Grid

  /// Whether each element is foreground, in row-major order.
  public let elements: [Bool]

  /// Number of foreground elements.
  public let foregroundCount: Int

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
    self.init(unchecked: map.values.map { $0 > 0.5 }, on: map.grid)
  }

  /// For elements that the caller has counted.
  init(unchecked elements: [Bool], on grid: Grid) {
    assert(elements.count == grid.count)
    self.grid = grid
    self.elements = elements
    foregroundCount = elements.count { $0 }
  }

  /// Other elements on the same grid.
  ///
  /// - Parameter elements: as many as the grid has; another number is a mistake of the caller and
  ///   stops the program.
  public func replacing(_ elements: [Bool]) -> Mask {
    precondition(elements.count == grid.count)
    return Mask(unchecked: elements, on: grid)
  }

  /// Whether no element is foreground.
  public var isEmpty: Bool { foregroundCount == 0 }

  /// Whether every element is foreground.
  public var isFull: Bool { foregroundCount == grid.count }
}
