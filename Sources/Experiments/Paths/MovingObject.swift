import Losses

/// An object that can be drawn anywhere along an axis.
struct MovingObject: Sendable {
  /// How wide the object is along the axis, in elements.
  let width: Double
  private let truth: Mask
  private let axis: Int
  private let form: Form

  private enum Form: Sendable {
    /// A shape, on a grid of one spacing.
    case shape(any ShapeGeometry)
    /// The signed distance of the truth, between whose elements is interpolated.
    case distances([Double])
  }

  /// Prepares an object; of one without a shape a field is kept.
  init(_ object: NamedObject, along axis: Int) {
    let grid = object.mask.grid
    truth = object.mask
    self.axis = axis
    if let shape = object.shape, Set(grid.spacing).count == 1 {
      let geometry = shape.geometry(on: grid)
      let padded = axis + 3 - grid.rank
      width = geometry.bounds.greatest[padded] - geometry.bounds.least[padded]
      form = .shape(geometry)
    } else {
      let positions = truth.indices(where: true).map {
        Int($0) / grid.strides[axis] % grid.shape[axis]
      }
      width = Double((positions.max() ?? 0) - (positions.min() ?? 0) + 1)
      form = .distances(truth.boundaryDistance())
    }
  }

  /// Makes an object, whose mask is the truth on entry, what it is after a displacement.
  ///
  /// - Parameter displacement: in elements.
  func write(into object: inout PredictedObject, by displacement: Double) {
    let grid = truth.grid
    object.prepareDistances()
    switch form {
    case .shape(let geometry):
      var offset = SIMD3<Double>.zero
      offset[axis + 3 - grid.rank] = displacement
      object.distances.withUnsafeMutableBufferPointer {
        geometry.writeDistances(into: $0, on: grid, displacedBy: offset)
      }
    case .distances(let distances):
      object.distances.withUnsafeMutableBufferPointer { result in
        distances.withUnsafeBufferPointer { interpolate($0, by: displacement, into: result) }
      }
    }
    if displacement != 0 { object.setMaskFromDistances() }
  }

  /// The field at places that lie so many elements before each element, by linear interpolation; beyond
  /// the border the distance goes on as it is at the border, and grows by the way from there.
  private func interpolate(
    _ source: UnsafeBufferPointer<Double>, by displacement: Double,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    let grid = truth.grid
    let (stride, extent, unit) = (grid.strides[axis], grid.shape[axis], grid.spacing[axis])
    for position in 0..<extent {
      let place = Double(position) - displacement
      let inside = min(max(place, 0), Double(extent - 1))
      let lower = min(Int(inside), max(extent - 2, 0))
      let share = inside - Double(lower)
      let beyond = abs(place - inside) * unit
      let (before, after) = (
        (lower - position) * stride, (min(lower + 1, extent - 1) - position) * stride
      )
      for block in Swift.stride(from: position * stride, to: source.count, by: stride * extent) {
        for index in block..<(block + stride) {
          result[index] =
            (1 - share) * source[index + before] + share * source[index + after] + beyond
        }
      }
    }
  }
}
