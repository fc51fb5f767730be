/// From indices along x, y, z to places in millimetres: to the right, to the front, up.
struct NIfTIAffine {
  /// From an element to the next along x, y and z.
  let steps: [Position]
  /// Where element (0, 0, 0) lies.
  let origin: Position
  /// How exact the directions are: a quaternion in single precision whose first number is near 0 leaves
  /// less of them.
  let tolerance: Double

  /// The sform where there is one, as nibabel takes it, otherwise the qform; `nil` where neither is
  /// given or is an invertible matrix.
  init?(_ layout: NIfTILayout, unit: Double) {
    if layout.integer(.sform, 0) > 0, let affine = Self(sform: layout, unit: unit) {
      self = affine
    } else if layout.integer(.qform, 0) > 0, let affine = Self(qform: layout, unit: unit) {
      self = affine
    } else {
      return nil
    }
  }

  private init?(sform layout: NIfTILayout, unit: Double) {
    func column(_ index: Int) -> Position {
      unit
        * Position(
          layout.real(.rowX, index), layout.real(.rowY, index), layout.real(.rowZ, index))
    }
    self.init(steps: (0..<3).map(column), origin: column(3), tolerance: FieldFile.precision)
  }

  private init?(qform layout: NIfTILayout, unit: Double) {
    var (b, c, d) = (
      layout.real(.quaternion, 0), layout.real(.quaternion, 1), layout.real(.quaternion, 2)
    )
    let square = 1 - (b * b + c * c + d * d)
    var a = 0.0
    if square < 1e-7 {
      // A rotation by half a turn, but for rounding.
      let length = (b * b + c * c + d * d).squareRoot()
      (b, c, d) = (b / length, c / length, d / length)
    } else {
      a = square.squareRoot()
    }
    let factor = layout.real(.spacing, 0) < 0 ? -1.0 : 1
    let spacing = (1...3).map { axis in
      let step = abs(layout.real(.spacing, axis)) * unit
      return step > 0 ? step : 1
    }
    let steps = [
      Position(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)),
      Position(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)),
      factor * Position(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c),
    ]
    let origin =
      unit * Position(layout.real(.shift, 0), layout.real(.shift, 1), layout.real(.shift, 2))
    self.init(
      steps: zip(steps, spacing).map { $0 * $1 }, origin: origin,
      tolerance: max(FieldFile.precision, 2e-7 / max(a, 2e-4)))
  }

  private init?(steps: [Position], origin: Position, tolerance: Double) {
    let lengths = steps.map(\.length)
    guard steps.allSatisfy(\.isFinite), origin.isFinite, lengths.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    let (u, v, w) = (steps[0] / lengths[0], steps[1] / lengths[1], steps[2] / lengths[2])
    let cross = Position(v.y * w.z - v.z * w.y, v.z * w.x - v.x * w.z, v.x * w.y - v.y * w.x)
    guard abs(u.dot(cross)) > 1e-6 else { return nil }
    self.steps = steps
    self.origin = origin
    self.tolerance = tolerance
  }
}
