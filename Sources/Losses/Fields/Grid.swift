/// A regular grid of elements: how many there are along each axis, and how far apart they lie.
///
/// Axes are ordered from the slowest to the fastest, as in NumPy's C order: `[rows, columns]` in
/// two dimensions, `[slices, rows, columns]` in three. Element `(i₀, …, i_d)` is stored at
/// `((i₀ · n₁ + i₁) · n₂ + …)`, so *x* is always the last axis.
public struct Grid: Hashable, Sendable {
  /// Number of elements along each axis, slowest axis first. One to three positive entries.
  public let shape: [Int]

  /// Distance between neighbouring elements along each axis, in the user's unit of length
  /// (millimetres for medical images). In ``spacingRange``, as many entries as `shape`.
  public let spacing: [Double]

  /// Number of elements, the product of ``shape``.
  public let count: Int

  /// The most elements that a grid may have. It bounds what a malformed file can make us allocate.
  public static let maximumCount = 1 << 31

  /// The spacings that a grid may have. No power of a distance that a loss takes leaves the range
  /// of `Double` inside it.
  public static let spacingRange = 1e-12...1e12

  /// Makes a grid of one to three axes.
  ///
  /// - Parameters:
  ///   - shape: number of elements along each axis, slowest first; each at least 1.
  ///   - spacing: distance between neighbours along each axis; 1 along every axis when left out.
  /// - Throws: ``GridError`` when an extent or a spacing is out of range.
  public init(shape: [Int], spacing: [Double]? = nil) throws(GridError) {
    guard (1...3).contains(shape.count) else { throw .rank(shape.count) }
    var count = 1
    for (axis, extent) in shape.enumerated() {
      guard extent >= 1 else { throw .extent(extent, axis: axis) }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Self.maximumCount else { throw .tooManyElements(shape) }
      count = product
    }
    let spacing = spacing ?? [Double](repeating: 1, count: shape.count)
    guard spacing.count == shape.count else {
      throw .spacingCount(spacing.count, axes: shape.count)
    }
    for (axis, step) in spacing.enumerated() {
      guard Self.spacingRange.contains(step) else { throw .spacing(step, axis: axis) }
    }
    self.shape = shape
    self.spacing = spacing
    self.count = count
  }

  /// Number of axes: 1, 2 or 3.
  public var rank: Int { shape.count }

  /// How far apart in storage two neighbours along each axis lie.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in (0..<rank).dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// The coordinates, slowest axis first, of the element stored at `index`.
  public func coordinates(of index: Int) -> [Int] {
    var remainder = index
    return strides.map { stride in
      defer { remainder %= stride }
      return remainder / stride
    }
  }

  /// Where the element at `coordinates` (slowest axis first) is stored.
  public func index(of coordinates: [Int]) -> Int {
    zip(coordinates, strides).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
