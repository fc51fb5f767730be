/// The boxes of up to three elements an axis that lie wholly inside a grid, as vectors.
package struct Patches: Sendable {
  /// Where the elements of a patch are stored, counted from its first.
  package let offsets: [Int]
  /// The same elements by their places along three axes.
  let places: [SIMD3<Int>]
  /// Number of patches.
  let count: Int
  /// Elements of the grid along three axes.
  let extents: SIMD3<Int>
  /// Elements of a patch along three axes.
  let widths: SIMD3<Int>

  /// The patches of a grid; along an axis of fewer than three elements they have all of them.
  package init(of grid: Grid) {
    let shape = grid.paddedShape
    let extents = SIMD3(shape.slices, shape.rows, shape.columns)
    let widths = pointwiseMin(extents, SIMD3(repeating: 3))
    let places = (0..<widths[0]).flatMap { slice in
      (0..<widths[1]).flatMap { row in
        (0..<widths[2]).map { column in SIMD3(slice, row, column) }
      }
    }
    offsets = places.map { ($0[0] * extents[1] + $0[1]) * extents[2] + $0[2] }
    count = (0..<3).reduce(1) { $0 * (extents[$1] - widths[$1] + 1) }
    (self.extents, self.widths) = (extents, widths)
    self.places = places
  }

  /// Where the first element of each patch is stored.
  package var starts: [Int] {
    let counts = extents &- widths &+ 1
    return (0..<counts[0]).flatMap { slice in
      (0..<counts[1]).flatMap { row in
        (0..<counts[2]).map { storage(SIMD3(slice, row, $0)) }
      }
    }
  }

  /// Σ (x − x̄)(y − ȳ)ᵀ over the vectors x and y of two fields.
  package func covariance(_ first: [Double], _ second: [Double]) -> SquareMatrix {
    covariance(CentredField(first, self), CentredField(second, self))
  }

  /// ``covariance(_:_:)`` of fields whose means are known.
  ///
  /// Σ x_a y_b over all patches is the sum over the grid of products of elements b − a apart, but for
  /// those at the border that are in no patch at their place: one pass for each distance, not for each
  /// pair of places.
  func covariance(_ first: CentredField, _ second: CentredField) -> SquareMatrix {
    covariance(first, second, distances)
  }

  /// ``covariance(_:_:)`` of a field with itself, of which each half says the other.
  func covariance(of field: CentredField) -> SquareMatrix {
    var half = covariance(field, field, distances.suffix(distances.count / 2 + 1))
    for row in 0..<half.size {
      for column in 0..<row { half[row, column] = half[column, row] }
    }
    return half
  }

  private func covariance(
    _ first: CentredField, _ second: CentredField, _ distances: some Sequence<SIMD3<Int>>
  ) -> SquareMatrix {
    var sums = SquareMatrix(size: places.count)
    for distance in distances {
      let offset = storage(distance)
      let pairs = places.indices.compactMap { row in
        places.firstIndex(of: places[row] &+ distance).map {
          Target(place: places[row], number: row * places.count + $0)
        }
      }
      withBuffers(first.values, second.values) { x, y in
        addSums(for: pairs, to: &sums.elements) { x.buffer[$0] * y.buffer[$0 + offset] }
      }
    }
    for row in 0..<sums.size {
      for column in 0..<sums.size {
        sums[row, column] -= first.means[row] * second.means[column] * Double(count)
      }
    }
    return sums
  }

  /// The mean of each component of the vectors.
  func means(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: places.count)
    let targets = places.enumerated().map { Target(place: $1, number: $0) }
    values.withUnsafeBufferPointer { values in
      addSums(for: targets, to: &sums) { values[$0] }
    }
    return sums.map { $0 / Double(count) }
  }

  /// Which of several sums a place in a patch has.
  private struct Target {
    let place: SIMD3<Int>
    let number: Int
  }

  /// Adds to the sum of each target Σ element(i) over the elements i at its place in all patches.
  @inline(__always)
  private func addSums(
    for targets: [Target], to sums: inout [Double], of element: (Int) -> Double
  ) {
    let perRow = extents[2] - widths[2] + 1
    for slice in 0..<extents[0] {
      for row in 0..<extents[1] {
        let start = storage(SIMD3(slice, row, 0))
        // Along the row, each place has what the one before it has, but for both ends.
        var totals = SIMD4<Double>.zero
        var isKnown = SIMD4<UInt8>.zero
        for target in targets
        where isStart(slice - target.place[0], 0) && isStart(row - target.place[1], 1) {
          let column = target.place[2]
          if isKnown[column] == 0 {
            let from = start + column
            isKnown[column] = 1
            totals[column] =
              column > 0 && isKnown[column - 1] == 1
              ? totals[column - 1] - element(from - 1) + element(from + perRow - 1)
              : total(of: element, from: from, count: perRow)
          }
          sums[target.number] += totals[column]
        }
      }
    }
  }

  /// Σ element(i) over so many i.
  @inline(__always)
  private func total(of element: (Int) -> Double, from start: Int, count: Int) -> Double {
    var lanes = SIMD8<Double>.zero
    let whole = count & ~7
    for index in stride(from: start, to: start + whole, by: 8) {
      for lane in 0..<8 { lanes[lane] += element(index + lane) }
    }
    for lane in 0..<(count - whole) { lanes[lane] += element(start + whole + lane) }
    return lanes.sum()
  }

  /// How far two places lie from each other, for all pairs of places in a patch.
  private var distances: [SIMD3<Int>] {
    ((1 - widths[0])..<widths[0]).flatMap { slices in
      ((1 - widths[1])..<widths[1]).flatMap { rows in
        ((1 - widths[2])..<widths[2]).map { columns in SIMD3(slices, rows, columns) }
      }
    }
  }

  /// So far in storage.
  private func storage(_ distance: SIMD3<Int>) -> Int {
    (distance[0] * extents[1] + distance[1]) * extents[2] + distance[2]
  }

  /// Whether patches start at so many elements along an axis.
  private func isStart(_ position: Int, _ axis: Int) -> Bool {
    position >= 0 && position <= extents[axis] - widths[axis]
  }
}

/// A field less its mean, so that sums of products lose little to rounding.
struct CentredField: Sendable {
  /// The field.
  let values: [Double]
  /// The mean of each component of the patches.
  let means: [Double]

  init(_ field: [Double], _ patches: Patches) {
    let mean = sum(field) / Double(field.count)
    values = field.map { $0 - mean }
    means = patches.means(values)
  }
}
