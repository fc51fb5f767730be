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
    var result = values
    pool(&result)
    return result
  }

  /// Replaces u by M u, with memory for some lines alone.
  private func pool(_ values: inout [Double]) {
    guard radius > 0 else { return }
    values.withUnsafeMutableBufferPointer { values in
      let target = SendableBuffer(values)
      for axis in axes where axis.block > axis.stride {
        let lines = PooledLines(axis, radius: radius)
        let blocks = values.count / axis.block
        Parallelism.forEachPart(
          of: blocks * lines.groups, worthwhile: values.count >= Parallelism.cheapCount
        ) { part in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * lines.capacity) { memory in
            for group in part { lines.pool(group, of: target.buffer, memory) }
          }
        }
      }
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

/// Lines along one axis whose maxima are taken together, apart from the field that they are written back to.
private struct PooledLines: Sendable {
  private let axis: AxisSteps
  private let radius: Int
  /// Elements of a line, and lines beside each other of a group.
  private let length, width: Int

  init(_ axis: AxisSteps, radius: Int) {
    self.axis = axis
    self.radius = radius
    length = axis.block / axis.stride
    // Two copies fit into the second-level cache.
    width = min(axis.stride, max(1, Parallelism.chunk / length))
  }

  /// Groups of each block.
  var groups: Int { (axis.stride + width - 1) / width }

  /// Elements of a group.
  var capacity: Int { length * width }

  /// Replaces the elements of a group by the maxima along their lines.
  ///
  /// - Parameter memory: room for two groups.
  func pool(
    _ group: Int, of field: UnsafeMutableBufferPointer<Double>,
    _ memory: UnsafeMutableBufferPointer<Double>
  ) {
    let first = group % groups * width
    let start = group / groups * axis.block + first
    let width = min(self.width, axis.stride - first)
    guard let field = field.baseAddress, let before = memory.baseAddress else { return }
    let after = before + capacity
    for row in 0..<length {
      (before + row * width).update(from: field + start + row * axis.stride, count: width)
    }
    after.update(from: before, count: length * width)
    for distance in 1...radius where distance < length {
      let offset = distance * width
      raise(after + offset, to: before, count: length * width - offset)
      raise(after, to: before + offset, count: length * width - offset)
    }
    for row in 0..<length {
      (field + start + row * axis.stride).update(from: after + row * width, count: width)
    }
  }

  @inline(__always)
  private func raise(
    _ values: UnsafeMutablePointer<Double>, to others: UnsafeMutablePointer<Double>, count: Int
  ) {
    for index in 0..<count {
      values[index] = others[index] > values[index] ? others[index] : values[index]
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
}

extension Grid {
  /// Steps along each axis, the slowest first.
  var axisSteps: [AxisSteps] {
    zip(strides, shape).map { AxisSteps(stride: $0, block: $0 * $1) }
  }
}
