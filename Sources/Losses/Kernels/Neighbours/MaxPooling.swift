/// The largest element of the box around each element.
///
///     (M u)ᵢ = max of u_j over j with abs(j_a − i_a) ≤ r for every axis a
///
/// Boxes are cut off at the border. Where several elements are largest, the derivative goes to the
/// first of them in the order of storage, as in PyTorch. Time linear in the number of elements, in the
/// number of axes and in r.
package struct MaxPooling: Sendable {
  private let axes: [AxisSteps]
  private let radius: Int

  /// Prepares for boxes of 2 `radius` + 1 elements along each axis of a grid.
  package init(_ grid: Grid, radius: Int) {
    // The nearest axis first, and of equal elements the first along each: the first in storage of all.
    axes = grid.axisSteps.reversed()
    self.radius = radius
  }

  /// M u.
  package func callAsFunction(_ values: [Double]) -> [Double] {
    axes.reduce(values) { values, axis in
      guard radius > 0 else { return values }
      var result = values
      for distance in 1...radius {
        axis.forEachPair(distance: distance, in: &result, of: values) { largest, neighbour in
          largest = neighbour > largest ? neighbour : largest
        }
      }
      return result
    }
  }

  /// Mᵀ at u: hands each slope to the element that its box has its maximum from.
  package func pullBack(_ slopes: [Double], at values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for (index, source) in sources(values).enumerated() { result[source] += slopes[index] }
    return result
  }

  /// Where the maximum of each box is.
  private func sources(_ values: [Double]) -> [Int] {
    axes.reduce(Array(values.indices)) { sources, axis in
      guard radius > 0 else { return sources }
      var result = sources
      for distance in 1...radius {
        // The further before, the earlier in storage.
        axis.forEachEarlier(distance: distance, in: &result, of: sources) { source, candidate in
          source = values[candidate] >= values[source] ? candidate : source
        }
      }
      for distance in 1...radius {
        axis.forEachLater(distance: distance, in: &result, of: sources) { source, candidate in
          source = values[candidate] > values[source] ? candidate : source
        }
      }
      return result
    }
  }
}

/// Steps along one axis of a field, without divisions: the field is a row of blocks, each of all
/// elements that differ in this axis or in one with nearer neighbours.
struct AxisSteps: Sendable {
  /// How far apart in storage neighbours along the axis lie.
  let stride: Int
  /// Number of elements of a block.
  let block: Int

  /// Calls `body` with each element of `target` and the element of `source` so far before it.
  @inline(__always)
  func forEachEarlier<Element>(
    distance: Int, in target: inout [Element], of source: [Element],
    _ body: (inout Element, Element) -> Void
  ) {
    let offset = distance * stride
    guard offset < block else { return }
    target.withUnsafeMutableBufferPointer { target in
      source.withUnsafeBufferPointer { source in
        for start in Swift.stride(from: 0, to: source.count, by: block) {
          for index in (start + offset)..<(start + block) {
            body(&target[index], source[index - offset])
          }
        }
      }
    }
  }

  /// Calls `body` with each element of `target` and the element of `source` so far after it.
  @inline(__always)
  func forEachLater<Element>(
    distance: Int, in target: inout [Element], of source: [Element],
    _ body: (inout Element, Element) -> Void
  ) {
    let offset = distance * stride
    guard offset < block else { return }
    target.withUnsafeMutableBufferPointer { target in
      source.withUnsafeBufferPointer { source in
        for start in Swift.stride(from: 0, to: source.count, by: block) {
          for index in start..<(start + block - offset) {
            body(&target[index], source[index + offset])
          }
        }
      }
    }
  }

  /// Calls `body` with each element of `target` and the elements of `source` so far before and after it.
  @inline(__always)
  func forEachPair<Element>(
    distance: Int, in target: inout [Element], of source: [Element],
    _ body: (inout Element, Element) -> Void
  ) {
    forEachEarlier(distance: distance, in: &target, of: source, body)
    forEachLater(distance: distance, in: &target, of: source, body)
  }
}

extension Grid {
  /// Steps along each axis, the slowest first.
  var axisSteps: [AxisSteps] {
    zip(strides, shape).map { AxisSteps(stride: $0, block: $0 * $1) }
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
