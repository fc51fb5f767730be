/// The cells of the components of a mask: which component each element is nearest to.
///
/// Distances are Euclidean, in the unit of the spacing; of equally near components the first has the
/// element. Axis by axis, each element looks along its line, outwards until what it has is nearer than
/// any further element could be: a time of the number of elements times the distances in elements.
package struct ComponentCells: Sendable {
  /// The number of each element's component, from 1 on; 0 everywhere where there is none.
  package let labels: [Int32]
  /// The components themselves.
  package let components: ConnectedComponents

  /// Finds the components, which touch by faces, edges or corners, and their cells.
  package init(of mask: Mask) {
    components = ConnectedComponents(of: mask, connectivity: .full)
    guard components.count > 1 else {
      labels = [Int32](repeating: Int32(components.count), count: mask.grid.count)
      return
    }
    var nearest = components.labels.map {
      Candidate(square: $0 > 0 ? 0 : .infinity, label: $0)
    }
    let axes = zip(zip(mask.grid.strides, mask.grid.shape), mask.grid.spacing)
    for ((stride, extent), spacing) in axes {
      nearest = mapIndices(nearest.count) { index in
        let position = index / stride % extent
        var best = nearest[index]
        for step in 1..<max(2, extent) {
          let square = (Double(step) * spacing) * (Double(step) * spacing)
          guard square <= best.square else { break }
          if position >= step { best.take(nearest[index - step * stride], square) }
          if position + step < extent { best.take(nearest[index + step * stride], square) }
        }
        return best
      }
    }
    labels = nearest.map(\.label)
  }

  /// The squared distance to a component and its number.
  private struct Candidate {
    var square: Double
    var label: Int32

    /// Becomes the other one, so much further off, where that is nearer, or as near with a lower number.
    @inline(__always)
    mutating func take(_ other: Candidate, _ distance: Double) {
      let square = other.square + distance
      guard square < self.square || (square == self.square && other.label < label) else { return }
      // Two that are infinitely far are equal, and have no component.
      guard other.label > 0 else { return }
      (self.square, label) = (square, other.label)
    }
  }
}
