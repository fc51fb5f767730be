/// One finite number per element of a grid: an image, a distance map, a gradient.
public struct ScalarField: Hashable, Sendable {
  /// Shape and spacing.
  public let grid: Grid

  /// The values in row-major order, one per element of ``grid``.
  public let values: [Double]

  /// Lays values on a grid.
  ///
  /// - Throws: ``GridError/valueCount(_:shape:)`` or ``GridError/notFinite(_:index:)``.
  public init(_ values: [Double], on grid: Grid) throws(GridError) {
    guard values.count == grid.count else {
      throw .valueCount(values.count, shape: grid.shape)
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(values[index], index: grid.coordinates(of: index))
    }
    self.init(unchecked: values, on: grid)
  }

  /// For values that the caller has computed from checked ones.
  package init(unchecked values: [Double], on grid: Grid) {
    assert(values.count == grid.count)
    self.grid = grid
    self.values = values
  }
}
