/// The connected components of a mask, numbered from 1 in the order of their first elements.
///
/// They are ``ComponentRuns`` with a label for each element. The partition is that of
/// `scipy.ndimage.label`.
package struct ConnectedComponents: Sendable {
  /// Which elements touch.
  package enum Connectivity: Hashable, Sendable {
    /// Those that share a face: 2 · rank neighbours.
    case face
    /// Those that share a face, an edge or a corner: 3^rank − 1 neighbours.
    case full
  }

  /// The number of each element's component in row-major order; 0 in the background.
  package let labels: [Int32]

  /// Number of elements of each component: component i at i − 1.
  package let sizes: [Int]

  /// Number of components.
  package var count: Int { sizes.count }

  /// Finds the components of the foreground.
  package init(of mask: Mask, connectivity: Connectivity) {
    let components = ComponentRuns(of: mask, connectivity: connectivity)
    sizes = components.sizes
    labels = arrayOfLargeField(count: mask.grid.count) { labels in
      labels.initialize(repeating: 0)
      for run in components.runs { labels[run.range].update(repeating: run.component) }
    }
  }
}
