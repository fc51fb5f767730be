/// The connected components of a mask, numbered from 1 in the order of their first elements.
///
/// Runs of foreground along the lines of the last axis are joined where they touch a run of an
/// earlier line, in a forest of disjoint sets (Tarjan 1975): a time linear in the number of elements
/// but for a factor that hardly grows, and memory for the labels and the runs. The partition is that
/// of `scipy.ndimage.label`.
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
    var forest = RunForest(mask)
    forest.joinRows(connectivity)
    let (numbers, sizes) = forest.numbered()
    self.sizes = sizes
    labels = arrayOfLargeField(count: mask.grid.count) { labels in
      labels.initialize(repeating: 0)
      for (run, number) in zip(forest.runs, numbers) {
        labels[run].update(repeating: number)
      }
    }
  }
}

/// Runs of foreground, and which of them belong together.
private struct RunForest {
  /// Where each run is stored, in order.
  private(set) var runs: [Range<Int>] = []
  /// A run of the same component that comes earlier; the first run of a component is its own parent.
  private var parents: [Int32] = []
  /// The number of the first run of each row; the number of runs comes last.
  private var firstRuns: [Int] = []
  private let slices: Int
  private let rows: Int
  private let columns: Int

  /// Finds the runs, none of which belong together yet.
  init(_ mask: Mask) {
    (slices, rows, columns) = mask.grid.paddedShape
    firstRuns.reserveCapacity(slices * rows + 1)
    mask.elements.withUnsafeBufferPointer { elements in
      for row in 0..<(slices * rows) {
        firstRuns.append(runs.count)
        var index = row * columns
        let end = index + columns
        while index < end {
          guard elements[index] else {
            index += 1
            continue
          }
          let start = index
          while index < end, elements[index] { index += 1 }
          runs.append(start..<index)
        }
      }
    }
    firstRuns.append(runs.count)
    parents = runs.indices.map(Int32.init)
  }

  /// Joins the runs of each row with those that they touch in the neighbouring rows before it.
  mutating func joinRows(_ connectivity: ConnectedComponents.Connectivity) {
    for slice in 0..<slices {
      for row in 0..<rows {
        join(slice, row, with: slice, row - 1, connectivity)
        join(slice, row, with: slice - 1, row, connectivity)
        guard connectivity == .full else { continue }
        join(slice, row, with: slice - 1, row - 1, connectivity)
        join(slice, row, with: slice - 1, row + 1, connectivity)
      }
    }
  }

  private mutating func join(
    _ slice: Int, _ row: Int, with otherSlice: Int, _ otherRow: Int,
    _ connectivity: ConnectedComponents.Connectivity
  ) {
    guard otherSlice >= 0, (0..<rows).contains(otherRow) else { return }
    let (line, other) = (slice * rows + row, otherSlice * rows + otherRow)
    let shift = (line - other) * columns
    // Runs that touch at a corner alone end where the other starts.
    let reach = connectivity == .full ? 1 : 0
    var (first, second) = (firstRuns[line], firstRuns[other])
    while first < firstRuns[line + 1], second < firstRuns[other + 1] {
      let (start, end) = (runs[second].lowerBound + shift, runs[second].upperBound + shift)
      if end + reach <= runs[first].lowerBound {
        second += 1
      } else if runs[first].upperBound + reach <= start {
        first += 1
      } else {
        unite(first, second)
        if end < runs[first].upperBound { second += 1 } else { first += 1 }
      }
    }
  }

  private mutating func unite(_ first: Int, _ second: Int) {
    let (first, second) = (root(of: first), root(of: second))
    // The earlier run stays the root.
    parents[max(first, second)] = Int32(min(first, second))
  }

  /// The first run of a component, while the way to it is halved.
  private mutating func root(of run: Int) -> Int {
    var run = run
    while parents[run] != run {
      parents[run] = parents[Int(parents[run])]
      run = Int(parents[run])
    }
    return run
  }

  /// The number of each run's component, and the size of each component.
  func numbered() -> (numbers: [Int32], sizes: [Int]) {
    var numbers: [Int32] = []
    numbers.reserveCapacity(runs.count)
    var sizes: [Int] = []
    for (run, parent) in parents.enumerated() {
      if parent == run {
        sizes.append(0)
        numbers.append(Int32(sizes.count))
      } else {
        // A parent comes earlier, so that it has its number.
        numbers.append(numbers[Int(parent)])
      }
      sizes[Int(numbers[run]) - 1] += runs[run].count
    }
    return (numbers, sizes)
  }
}
