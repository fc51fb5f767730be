import RealModule

/// A small random change of a prediction, as the same network would make it in a second pass.
enum Perturbation: Hashable, Sendable {
  /// Gaussian noise of this standard deviation on the logit of the clamped probability.
  case noise(Double)
  /// Each element becomes 0 with this probability.
  case dropout(Double)
  /// A turn by a random angle about the centre of the plane of the last two axes, with linear
  /// interpolation, and back again. A flip and its inverse give back every prediction exactly, and
  /// so do quarter turns: it is the interpolation of other angles that leaves a difference. Grids of
  /// one axis stay as they are.
  case turn

  /// The perturbed probabilities.
  func apply(to map: ProbabilityMap, using random: inout SeededGenerator) -> [Double] {
    switch self {
    case .noise(let deviation):
      map.values.map { value in
        let probability = clamped(value)
        let logit = Double.log(probability / (1 - probability))
        return 1 / (1 + .exp(-logit - deviation * random.normal()))
      }
    case .dropout(let rate):
      map.values.map { random.uniform() < rate ? 0 : $0 }
    case .turn:
      turnedThereAndBack(map, by: 2 * .pi * random.uniform())
    }
  }

  private func turnedThereAndBack(_ map: ProbabilityMap, by angle: Double) -> [Double] {
    guard map.grid.rank > 1 else { return map.values }
    let turn = PlaneTurn(map.grid)
    return turn.apply(to: turn.apply(to: map.values, by: angle), by: -angle)
  }
}

/// Turns about the centre of the plane of the last two axes.
private struct PlaneTurn {
  private let slices: Int
  private let rows: Int
  private let columns: Int
  private let rowSpacing: Double
  private let columnSpacing: Double

  init(_ grid: Grid) {
    (slices, rows, columns) = grid.paddedShape
    (_, rowSpacing, columnSpacing) = grid.paddedSpacing
  }

  /// The field turned by an angle in radians; beyond the border it goes on as at the border.
  func apply(to values: [Double], by angle: Double) -> [Double] {
    let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
    let (middleRow, middleColumn) = (Double(rows - 1) / 2, Double(columns - 1) / 2)
    var result = values
    for row in 0..<rows {
      for column in 0..<columns {
        let y = (Double(row) - middleRow) * rowSpacing
        let x = (Double(column) - middleColumn) * columnSpacing
        let upper = Position((cosine * y - sine * x) / rowSpacing + middleRow, of: rows)
        let left = Position((sine * y + cosine * x) / columnSpacing + middleColumn, of: columns)
        for slice in 0..<slices {
          func value(_ row: Int, _ column: Int) -> Double {
            values[(slice * rows + row) * columns + column]
          }
          let above = left.mix(value(upper.index, left.index), value(upper.index, left.next))
          let below = left.mix(value(upper.next, left.index), value(upper.next, left.next))
          result[(slice * rows + row) * columns + column] = upper.mix(above, below)
        }
      }
    }
    return result
  }

  /// Between which two elements of an axis a coordinate lies, and where.
  private struct Position {
    let index: Int
    let next: Int
    let fraction: Double

    init(_ coordinate: Double, of count: Int) {
      let inside = min(max(coordinate, 0), Double(count - 1))
      index = Int(inside)
      next = min(index + 1, count - 1)
      fraction = inside - Double(index)
    }

    func mix(_ first: Double, _ second: Double) -> Double {
      first + fraction * (second - first)
    }
  }
}
