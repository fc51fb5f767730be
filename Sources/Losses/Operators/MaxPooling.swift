/// The largest element of the box around each element.
///
///     (M u)ᵢ = max of u_j over j with abs(j_a − i_a) ≤ r for every axis a
///
/// Boxes are cut off at the border. Where several elements are largest, the derivative goes to the
/// first of them in the order of storage, as in PyTorch. Time linear in the number of elements, in the
/// number of axes and in r.
struct MaxPooling {
  /// How far apart in storage neighbours along each axis lie, and how many elements it has; the axis
  /// with the nearest neighbours first.
  private let axes: [(stride: Int, extent: Int)]
  private let radius: Int

  /// Prepares for boxes of 2 `radius` + 1 elements along each axis of a grid.
  init(_ grid: Grid, radius: Int) {
    axes = zip(grid.strides, grid.shape).map { (stride: $0, extent: $1) }.reversed()
    self.radius = radius
  }

  /// M u.
  func callAsFunction(_ values: [Double]) -> [Double] {
    axes.reduce(values) { values, axis in
      let (stride, extent) = axis
      return mapIndices(values.count) { index in
        let window = window(index, stride, extent)
        return window.dropFirst().reduce(values[index + window.lowerBound * stride]) {
          max($0, values[index + $1 * stride])
        }
      }
    }
  }

  /// Mᵀ at u: hands each slope to the element that its box has its maximum from.
  func pullBack(_ slopes: [Double], at values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for (index, source) in sources(values).enumerated() { result[source] += slopes[index] }
    return result
  }

  /// Where the maximum of each box is.
  private func sources(_ values: [Double]) -> [Int] {
    // The nearest axis first, and of equal ones the first along each: the first in storage of all.
    axes.reduce(Array(values.indices)) { sources, axis in
      let (stride, extent) = axis
      return mapIndices(values.count) { index in
        let window = window(index, stride, extent)
        return window.dropFirst().reduce(sources[index + window.lowerBound * stride]) {
          let candidate = sources[index + $1 * stride]
          return values[candidate] > values[$0] ? candidate : $0
        }
      }
    }
  }

  /// How far the box of an element reaches along an axis.
  @inline(__always)
  private func window(_ index: Int, _ stride: Int, _ extent: Int) -> ClosedRange<Int> {
    let position = index / stride % extent
    return -min(radius, position)...min(radius, extent - 1 - position)
  }
}

/// transform(i) for each index.
@inline(__always)
func mapIndices<Result>(_ count: Int, _ transform: (Int) -> Result) -> [Result] {
  [Result](unsafeUninitializedCapacity: count) { result, initialized in
    for index in 0..<count { result.initializeElement(at: index, to: transform(index)) }
    initialized = count
  }
}
