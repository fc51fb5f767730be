import Foundation
import Losses

/// The object turns about its centre in the plane of the last two axes, by 90° at the last step. Its
/// errors need not rise: they are measured. What leaves the grid is lost.
struct RotatePath: ErrorPath {
  let id = "rotate"
  let summary = "turns about its centre, by 90 degrees at the last step"
  let declaration = ErrorDeclaration(falsePositives: .any, falseNegatives: .any)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    guard object.mask.grid.rank > 1 else {
      throw .unsuited(path: id, object: object.name, reason: "there is no plane to turn it in")
    }
    let turning = TurningObject(object)
    return .ofObjects(settings: [PathSetting(name: "last step", value: 90, unit: "degrees")]) { _ in
      { step, object in
        turning.write(into: &object, radians: .pi / 2 * Double(step) / Double(steps))
      }
    }
  }
}

/// An object that can be drawn at any angle: its signed distance, interpolated between the elements of
/// the plane.
private struct TurningObject: Sendable {
  private let grid: Grid
  private let distances: [Double]
  /// The mean position of the object in the plane, in elements.
  private let centre: (row: Double, column: Double)

  init(_ object: NamedObject) {
    grid = object.mask.grid
    let columns = grid.shape[grid.rank - 1]
    let plane = grid.shape[grid.rank - 2] * columns
    var (row, column) = (0.0, 0.0)
    for index in object.mask.indices(where: true) {
      row += Double(Int(index) % plane / columns)
      column += Double(Int(index) % columns)
    }
    let count = Double(object.mask.foregroundCount)
    centre = (row / count, column / count)
    distances = object.mask.boundaryDistance()
  }

  func write(into object: inout PredictedObject, radians: Double) {
    object.prepareDistances()
    let (rows, columns) = (grid.shape[grid.rank - 2], grid.shape[grid.rank - 1])
    // Angles are angles in space: a row may be higher than a column is wide.
    let ratio = grid.spacing[grid.rank - 2] / grid.spacing[grid.rank - 1]
    let (sine, cosine) = (sin(radians), cos(radians))
    for row in 0..<rows {
      for column in 0..<columns {
        let y = (Double(row) - centre.row) * ratio
        let x = Double(column) - centre.column
        let source = Place(
          row: centre.row + (cosine * y + sine * x) / ratio,
          column: centre.column + cosine * x - sine * y, rows: rows, columns: columns)
        let beyond = source.beyond * (grid.spacing.min() ?? 1)
        for slice in stride(from: 0, to: distances.count, by: rows * columns) {
          object.distances[slice + row * columns + column] =
            source.interpolated(distances, from: slice) + beyond
        }
      }
    }
    if radians != 0 { object.setMaskFromDistances() }
  }

  /// Four neighbours of a place and their weights; the nearest on the border of a place outside.
  private struct Place {
    private let index: (Int, Int, Int, Int)
    private let share: (row: Double, column: Double)
    /// How far outside of the grid the place is, in elements.
    let beyond: Double

    init(row: Double, column: Double, rows: Int, columns: Int) {
      let inner = (min(max(row, 0), Double(rows - 1)), min(max(column, 0), Double(columns - 1)))
      beyond = hypot(row - inner.0, column - inner.1)
      let (top, left) = (Int(inner.0), Int(inner.1))
      let (bottom, right) = (min(top + 1, rows - 1), min(left + 1, columns - 1))
      share = (inner.0 - Double(top), inner.1 - Double(left))
      index = (
        top * columns + left, top * columns + right, bottom * columns + left,
        bottom * columns + right
      )
    }

    func interpolated(_ values: [Double], from offset: Int) -> Double {
      let upper =
        (1 - share.column) * values[offset + index.0] + share.column * values[offset + index.1]
      let lower =
        (1 - share.column) * values[offset + index.2] + share.column * values[offset + index.3]
      return (1 - share.row) * upper + share.row * lower
    }
  }
}
