/// What is wrong with a grid or with the values laid on it.
public enum GridError: Error, Equatable, Sendable {
  /// A shape has `0` or more than three axes.
  case rank(Int)
  /// An axis has fewer than one element.
  case extent(Int, axis: Int)
  /// The product of the extents is over ``Grid/maximumCount``.
  case tooManyElements([Int])
  /// There are more or fewer spacings than axes.
  case spacingCount(Int, axes: Int)
  /// A spacing is not in ``Grid/spacingRange``: zero, negative, infinite, not a number, or far off.
  case spacing(Double, axis: Int)
  /// The number of values is not the number of elements.
  case valueCount(Int, shape: [Int])
  /// A value is infinite or not a number.
  case notFinite(Double, index: [Int])
  /// A probability lies outside [0, 1].
  case outsideUnitInterval(Double, index: [Int])
  /// Two fields that belong together lie on different grids.
  case gridsDiffer(String, [Int], String, [Int])
  /// Two fields that belong together have the same shape but different spacings.
  case spacingsDiffer(String, [Double], String, [Double])
}

extension GridError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .rank(let rank):
      "the shape has \(rank) axes; expected 1, 2 or 3: drop the axes of length 1 or pick one volume"
    case .extent(let extent, let axis):
      "axis \(axis) has \(extent) elements; expected at least 1"
    case .tooManyElements(let shape):
      "the shape \(shape) has more than \(Grid.maximumCount) elements; crop or downsample it"
    case .spacingCount(let count, let axes):
      "\(count) spacings for \(axes) axes; give one per axis"
    case .spacing(let spacing, let axis):
      "the spacing along axis \(axis) is \(spacing); expected a positive length in "
        + "\(Grid.spacingRange.lowerBound) to \(Grid.spacingRange.upperBound): use another unit"
    case .valueCount(let count, let shape):
      "\(count) values for the shape \(shape), which has \(shape.reduce(1, *)) elements"
    case .notFinite(let value, let index):
      "the value at \(index) is \(value); expected a finite number: replace or mask it first"
    case .outsideUnitInterval(let value, let index):
      "the value at \(index) is \(value); expected a probability in [0, 1]: "
        + "apply a sigmoid to logits, or divide by the largest value"
    case .gridsDiffer(let first, let firstShape, let second, let secondShape):
      "the \(first) has shape \(firstShape) and the \(second) \(secondShape); "
        + "resample one to the shape of the other"
    case .spacingsDiffer(let first, let firstSpacing, let second, let secondSpacing):
      "the \(first) has spacing \(firstSpacing) and the \(second) \(secondSpacing); "
        + "resample one to the grid of the other"
    }
  }
}
