/// The connected components of a mask as runs of foreground along the lines of the last axis, numbered
/// from 1 in the order of their first elements.
///
/// Runs are joined where they touch a run of an earlier line, in a forest of disjoint sets (Tarjan
/// 1975): a time linear in the number of elements but for a factor that hardly grows, 64 elements at
/// once where there are no ends of runs, and memory for the runs alone.
package struct ComponentRuns: Sendable {
  /// Elements beside each other along the last axis.
  package struct Run: Sendable {
    /// Where the first element is stored.
    package let start: Int
    /// Number of elements.
    package let count: Int32
    /// Number of its component.
    package fileprivate(set) var component: Int32 = 0

    /// Where they are stored.
    package var range: Range<Int> { start..<(start + Int(count)) }
  }

  /// All runs in the order of storage.
  package let runs: [Run]

  /// Number of elements of each component: component i at i − 1.
  package let sizes: [Int]

  /// Number of components.
  package var count: Int { sizes.count }

  /// Finds the components of the foreground.
  package init(of mask: Mask, connectivity: ConnectedComponents.Connectivity) {
    var forest = RunForest(MaskBits(mask))
    forest.joinRows(connectivity)
    (runs, sizes) = forest.numbered()
  }
}

/// Runs of foreground, and which of them belong together.
private struct RunForest {
  private var runs: [ComponentRuns.Run] = []
  /// A run of the same component that comes earlier; the first run of a component is its own parent.
  private var parents: [Int32] = []
  /// The number of the first run of each row; the number of runs comes last.
  private var firstRuns: [Int] = []
  private let slices: Int
  private let rows: Int
  private let columns: Int

  /// Finds the runs, none of which belong together yet.
  init(_ bits: MaskBits) {
    (slices, rows, columns) = bits.grid.paddedShape
    firstRuns.reserveCapacity(slices * rows + 1)
    bits.words.withUnsafeBufferPointer { words in
      for row in 0..<(slices * rows) {
        firstRuns.append(runs.count)
        let first = row * bits.rowWords
        appendRuns(
          UnsafeBufferPointer(rebasing: words[first..<(first + bits.rowWords)]),
          from: row * columns)
      }
    }
    firstRuns.append(runs.count)
    parents = runs.indices.map(Int32.init)
  }

  /// The runs of a row that is stored from an element on.
  @inline(__always)
  private mutating func appendRuns(_ words: UnsafeBufferPointer<UInt64>, from origin: Int) {
    // The start of a run whose end is not found yet.
    var open: Int?
    func append(_ start: Int, _ end: Int) {
      runs.append(ComponentRuns.Run(start: origin + start, count: Int32(end - start)))
    }
    for (number, word) in words.enumerated() {
      var position = 0
      while position < 64 {
        // What is looked for next: foreground, or background after a run.
        let rest = (open == nil ? word : ~word) &>> UInt64(position)
        guard rest != 0 else { break }
        position += rest.trailingZeroBitCount
        let column = 64 * number + position
        if let start = open {
          append(start, column)
          open = nil
        } else {
          open = column
        }
      }
    }
    if let start = open { append(start, columns) }
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
      let (run, above) = (runs[first].range, runs[second].range)
      let (start, end) = (above.lowerBound + shift, above.upperBound + shift)
      if end + reach <= run.lowerBound {
        second += 1
      } else if run.upperBound + reach <= start {
        first += 1
      } else {
        unite(first, second)
        if end < run.upperBound { second += 1 } else { first += 1 }
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

  /// The runs with their components, and the size of each component.
  consuming func numbered() -> (runs: [ComponentRuns.Run], sizes: [Int]) {
    var sizes: [Int] = []
    for (number, parent) in parents.enumerated() {
      if parent == number {
        sizes.append(0)
        runs[number].component = Int32(sizes.count)
      } else {
        // A parent comes earlier, so that it has its number.
        runs[number].component = runs[Int(parent)].component
      }
      sizes[Int(runs[number].component) - 1] += Int(runs[number].count)
    }
    return (runs, sizes)
  }
}
