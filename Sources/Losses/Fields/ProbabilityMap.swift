/// The probability, in [0, 1], that each element of a grid is foreground.
///
/// A prediction `p` is one; so is a ground truth `g`, whose values are usually 0 or 1 but may be
/// anything between (soft targets).
public struct ProbabilityMap: Hashable, Sendable {
  /// Shape and spacing.
  public let grid: Grid

  /// The probabilities in row-major order, one per element of ``grid``.
  public private(set) var values: [Double]

  /// Lays probabilities on a grid.
  ///
  /// - Throws: ``GridError/valueCount(_:shape:)``, ``GridError/notFinite(_:index:)`` or
  ///   ``GridError/outsideUnitInterval(_:index:)``.
  public init(_ values: [Double], on grid: Grid) throws(GridError) {
    guard values.count == grid.count else {
      throw .valueCount(values.count, shape: grid.shape)
    }
    if let index = values.firstIndex(where: { !(0...1).contains($0) }) {
      let coordinates = grid.coordinates(of: index)
      guard values[index].isFinite else {
        throw .notFinite(values[index], index: coordinates)
      }
      throw .outsideUnitInterval(values[index], index: coordinates)
    }
    self.init(unchecked: values, on: grid)
  }

  /// The hard map of a mask: `foreground` inside, `1 − foreground` outside.
  ///
  /// - Parameters:
  ///   - mask: the object.
  ///   - confidence: probability given to the foreground, in [0, 1]; clamped to that range.
  public init(_ mask: Mask, confidence: Double = 1) {
    let values = arrayOfLargeField(count: mask.grid.count) { values in
      Self.write(mask, confidence: confidence, to: values)
    }
    self.init(unchecked: values, on: mask.grid)
  }

  /// Becomes the hard map of a mask of as many elements, without new memory if nobody else holds
  /// this map.
  mutating func set(to mask: Mask, confidence: Double) {
    values.withUnsafeMutableBufferPointer { Self.write(mask, confidence: confidence, to: $0) }
  }

  private static func write(
    _ mask: Mask, confidence: Double, to values: UnsafeMutableBufferPointer<Double>
  ) {
    let foreground = min(max(confidence, 0), 1)
    let background = 1 - foreground
    mask.elements.withUnsafeBufferPointer { elements in
      for index in 0..<values.count {
        values[index] = elements[index] ? foreground : background
      }
    }
  }

  /// Changes the probabilities in the memory in which they are if nobody else holds this map.
  ///
  /// - Parameter body: writes numbers of [0, 1] alone; others are a mistake of the caller.
  package mutating func update(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    values.withUnsafeMutableBufferPointer { body($0) }
    assert(values.allSatisfy { (0...1).contains($0) })
  }

  /// Lays values on a grid that lie in [0, 1] but for rounding; what is outside is clamped.
  ///
  /// - Parameters:
  ///   - values: finite, one per element; anything else is a mistake of the caller and stops the
  ///     program.
  ///   - grid: shape and spacing.
  public init(clamping values: [Double], on grid: Grid) {
    precondition(values.count == grid.count && values.allSatisfy { $0.isFinite })
    self.init(unchecked: values.map { min(max($0, 0), 1) }, on: grid)
  }

  /// For values that the caller has computed from checked ones.
  package init(unchecked values: [Double], on grid: Grid) {
    assert(values.count == grid.count)
    self.grid = grid
    self.values = values
  }
}
