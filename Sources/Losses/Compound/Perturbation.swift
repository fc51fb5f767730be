import RealModule

/// A small random change of a prediction, as the same network would make it in a second pass.
package enum Perturbation: Hashable, Sendable {
  /// Gaussian noise of this standard deviation on the logit of the clamped probability.
  case noise(Double)
  /// Each element becomes 0 with this probability.
  case dropout(Double)
  /// A turn by a random angle about the centre of the plane of the last two axes, with linear
  /// interpolation, and back again. A flip and its inverse give back every prediction exactly, and
  /// so do quarter turns: it is the interpolation of other angles that leaves a difference. Grids of
  /// one axis stay as they are.
  case turn

  /// Writes the perturbed probabilities into `result`; a turn borrows a field.
  ///
  /// - Parameter factors: what ``factor(_:_:)`` would give for each element, if it is known.
  package func apply(
    to map: ProbabilityMap, using random: inout SeededGenerator, factors: [Double]? = nil,
    into result: UnsafeMutableBufferPointer<Double>, _ scratch: ScratchMemory
  ) {
    map.values.withUnsafeBufferPointer { values in
      switch self {
      case .noise(let deviation):
        for index in 0..<values.count {
          let probability = clamped(values[index])
          // 1 / (1 + e^(−logit − σ n)), with e^(−logit) = (1 − p) / p.
          let rest = (1 - probability) * (factors?[index] ?? Self.factor(deviation, &random))
          result[index] = probability / (probability + rest)
        }
      case .dropout(let rate):
        for index in 0..<values.count {
          result[index] = random.uniform() < rate ? 0 : values[index]
        }
      case .turn:
        let angle = 2 * .pi * random.uniform()
        guard map.grid.rank > 1 else {
          _ = result.update(from: values)
          return
        }
        let turn = PlaneTurn(map.grid)
        scratch.withBuffer(of: Double.self, count: values.count) { turned in
          turn.apply(to: values, by: angle, into: turned)
          turn.apply(to: UnsafeBufferPointer(turned), by: -angle, into: result)
        }
      }
    }
  }
}

extension Perturbation {
  /// e^(−σ n) for the next normal number n.
  @inline(__always)
  static func factor(_ deviation: Double, _ random: inout SeededGenerator) -> Double {
    .exp(-deviation * random.normal())
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

  /// Writes the field turned by an angle in radians; beyond the border it goes on as at the border.
  func apply(
    to values: UnsafeBufferPointer<Double>, by angle: Double,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
    let (middleRow, middleColumn) = (Double(rows - 1) / 2, Double(columns - 1) / 2)
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
