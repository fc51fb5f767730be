import Experiments
import Losses

/// What of a mask decides which errors are likely on it.
public struct MaskTraits: Codable, Hashable, Sendable {
  /// Number of elements of the object.
  public let size: Int
  /// Number of its components, with full connectivity.
  public let components: Int
  /// Twice the largest distance of an element of the object to the background, in the unit of the
  /// spacing, over the smallest spacing: how many elements thick it is.
  public let thickness: Double

  /// Looks at a mask.
  public init(_ mask: Mask) {
    size = mask.foregroundCount
    components = ComponentRuns(of: mask, connectivity: .full).count
    let deepest = mask.isFull ? 0 : mask.distanceToBackground().max() ?? 0
    thickness = 2 * deepest / (mask.grid.spacing.min() ?? 1)
  }

  /// The error paths that are likely on such a mask, of those that there are.
  ///
  /// Every object can be shifted, too large, too small, wrong at its boundary, and have false
  /// positives elsewhere; only what is thick has holes, and only what has several components loses,
  /// gains or joins some of them.
  public func paths(in registry: PathRegistry) -> [String] {
    var wanted = [
      "slide", "shift", "grow", "shrink", "boundary-noise", "deform", "noise", "rotate", "speckle",
    ]
    if thickness >= Self.thick { wanted.append("holes") }
    if components > 1 || thickness < Self.thick { wanted.append("fragment") }
    if components > 1 { wanted += ["drop-components", "spurious-components", "merge"] }
    return registry.ids.filter(wanted.contains)
  }

  /// From how many elements on a mask is thick.
  static let thick = 6.0
}

extension Mask {
  /// The part of the grid around the object, with a margin on every side as far as the grid goes.
  ///
  /// - Parameter margin: in elements.
  /// - Throws: `GridError`; never for a mask with an element.
  func cropped(margin: Int) throws -> Mask {
    let (shape, strides) = (grid.shape, grid.strides)
    var lower = shape
    var upper = [Int](repeating: -1, count: shape.count)
    for index in elements.indices where elements[index] {
      for axis in shape.indices {
        let position = index / strides[axis] % shape[axis]
        lower[axis] = min(lower[axis], position)
        upper[axis] = max(upper[axis], position)
      }
    }
    let ranges = shape.indices.map { axis in
      max(0, lower[axis] - margin)..<min(shape[axis], upper[axis] + margin + 1)
    }
    let part = try Grid(shape: ranges.map(\.count), spacing: grid.spacing)
    let partStrides = part.strides
    let kept = (0..<part.count).map { index in
      ranges.indices.reduce(0) { sum, axis in
        let position = index / partStrides[axis] % ranges[axis].count
        return sum + (ranges[axis].lowerBound + position) * strides[axis]
      }
    }
    return try Mask(kept.map { elements[$0] }, on: part)
  }
}
