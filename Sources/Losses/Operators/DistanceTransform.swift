extension Mask {
  /// The Euclidean distance of each element to the nearest background element, in the unit of the
  /// grid's spacing: 0 outside the object. `.infinity` everywhere when there is no background.
  public func distanceToBackground() -> [Double] {
    distance(to: false)
  }

  /// The Euclidean distance of each element to the nearest foreground element, in the unit of the
  /// grid's spacing: 0 inside the object. `.infinity` everywhere when there is no foreground.
  public func distanceToForeground() -> [Double] {
    distance(to: true)
  }

  private func distance(to target: Bool) -> [Double] {
    let transform = DistanceTransform(grid)
    return elements.withUnsafeBufferPointer { elements in
      transform.distances(elements, to: target)
    }
  }
}

/// The exact Euclidean distance transform of a grid of one to three axes with any spacing.
///
/// The time is linear in the number of elements: one sweep there and one back along the slowest
/// axis gives distances within its lines (Meijster, Roerdink and Hesselink 2000), and a
/// ``LowerEnvelope`` along each other axis widens them to planes and volumes (Felzenszwalb and
/// Huttenlocher 2012). Distances are exact to rounding; squared distances with unit spacing are
/// whole numbers and exact.
///
/// Memory is walked in the order in which it is stored: the sweeps serve a block of neighbouring
/// lines at once, and lines of the middle axis are turned in blocks that stay in the cache. Blocks
/// of lines and slices are independent of each other.
struct DistanceTransform {
  /// Extents of the axes with more than one element, padded to three: the swept axis, the axis
  /// whose lines are turned, and the axis that is contiguous in memory.
  private let swept: Int
  private let middle: Int
  private let contiguous: Int
  private let sweptSpacing: Double
  private let squaredMiddleSpacing: Double
  private let squaredContiguousSpacing: Double

  /// How many lines are served at once: a cache line of mask, and of distances.
  private static let sweptBlock = 64
  private static let turnedBlock = 8

  /// More steps than any line of the swept axis has, for lines without a target.
  private static let unreached = Int32.max - 1

  /// Prepares for grids of one shape and spacing.
  init(_ grid: Grid) {
    // Axes of one element hold no distances. Without them the swept axis has at most 2³⁰ elements.
    var axes = zip(grid.shape, grid.spacing).filter { $0.0 > 1 }
    while axes.count < 3 {
      axes.insert((1, 1), at: axes.count == 2 ? 1 : 0)
    }
    swept = axes[0].0
    middle = axes[1].0
    contiguous = axes[2].0
    sweptSpacing = axes[0].1
    squaredMiddleSpacing = axes[1].1 * axes[1].1
    squaredContiguousSpacing = axes[2].1 * axes[2].1
  }

  /// The distance of each element to the nearest one that equals `target`.
  func distances(_ elements: UnsafeBufferPointer<Bool>, to target: Bool) -> [Double] {
    let steps = UnsafeMutableBufferPointer<Int32>.allocate(capacity: elements.count)
    defer { steps.deallocate() }
    sweep(elements, target, columns: 0..<(middle * contiguous), into: steps)
    return [Double](unsafeUninitializedCapacity: elements.count) { result, count in
      widen(UnsafeBufferPointer(steps), slices: 0..<swept, into: result)
      count = elements.count
    }
  }

  /// Counts for each element of some columns the steps along the swept axis to the nearest target.
  private func sweep(
    _ elements: UnsafeBufferPointer<Bool>, _ target: Bool, columns: Range<Int>,
    into steps: UnsafeMutableBufferPointer<Int32>
  ) {
    let rowLength = middle * contiguous
    // Steps from the first element on, kept close together whatever the length of a row.
    let forward = UnsafeMutableBufferPointer<Int32>.allocate(capacity: swept * Self.sweptBlock)
    defer { forward.deallocate() }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.sweptBlock) { latest in
      for start in stride(from: columns.lowerBound, to: columns.upperBound, by: Self.sweptBlock) {
        let width = min(Self.sweptBlock, columns.upperBound - start)
        latest.initialize(repeating: Self.unreached)
        for row in 0..<swept {
          let offset = row * rowLength + start
          let line = row * Self.sweptBlock
          for lane in 0..<width {
            let next = min(latest[lane] &+ 1, Self.unreached)
            latest[lane] = elements[offset + lane] == target ? 0 : next
            forward[line + lane] = latest[lane]
          }
        }
        latest.update(repeating: Self.unreached)
        for row in (0..<swept).reversed() {
          let offset = row * rowLength + start
          let line = row * Self.sweptBlock
          for lane in 0..<width {
            latest[lane] = min(latest[lane] &+ 1, forward[line + lane])
            steps[offset + lane] = latest[lane]
          }
        }
      }
    }
  }

  /// Widens distances along the swept axis to distances in all directions, for some slices across
  /// that axis.
  private func widen(
    _ steps: UnsafeBufferPointer<Int32>, slices: Range<Int>,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    let envelope = LowerEnvelope(length: max(middle, contiguous))
    let size = middle * contiguous
    if middle == 1 {
      for slice in slices {
        let range = (slice * size)..<((slice + 1) * size)
        let line = UnsafeMutableBufferPointer(rebasing: result[range])
        widenLine(UnsafeBufferPointer(rebasing: steps[range]), envelope, into: line)
        takeRoots(line)
      }
      return
    }
    let turned = UnsafeMutableBufferPointer<Double>.allocate(capacity: size)
    defer { turned.deallocate() }
    for slice in slices {
      let range = (slice * size)..<((slice + 1) * size)
      let output = UnsafeMutableBufferPointer(rebasing: result[range])
      widenRows(UnsafeBufferPointer(rebasing: steps[range]), envelope, output, into: turned)
      widenColumns(turned, envelope, into: output)
    }
  }

  /// Squares the steps of one line of the contiguous axis and widens them along it.
  private func widenLine(
    _ steps: UnsafeBufferPointer<Int32>, _ envelope: borrowing LowerEnvelope,
    into line: UnsafeMutableBufferPointer<Double>
  ) {
    for index in 0..<steps.count {
      let length = Double(steps[index]) * sweptSpacing
      line[index] = steps[index] == Self.unreached ? .infinity : length * length
    }
    envelope.apply(to: line, squaredSpacing: squaredContiguousSpacing)
  }

  /// Widens the lines of a slice along the contiguous axis and turns the slice.
  private func widenRows(
    _ steps: UnsafeBufferPointer<Int32>, _ envelope: borrowing LowerEnvelope,
    _ scratch: UnsafeMutableBufferPointer<Double>,
    into turned: UnsafeMutableBufferPointer<Double>
  ) {
    for start in stride(from: 0, to: middle, by: Self.turnedBlock) {
      let rows = start..<min(start + Self.turnedBlock, middle)
      for row in rows {
        let range = (row * contiguous)..<((row + 1) * contiguous)
        widenLine(
          UnsafeBufferPointer(rebasing: steps[range]), envelope,
          into: UnsafeMutableBufferPointer(rebasing: scratch[range]))
      }
      for column in 0..<contiguous {
        for row in rows {
          turned[column * middle + row] = scratch[row * contiguous + column]
        }
      }
    }
  }

  /// Widens the lines of a turned slice along the middle axis, takes roots and turns it back.
  private func widenColumns(
    _ turned: UnsafeMutableBufferPointer<Double>, _ envelope: borrowing LowerEnvelope,
    into output: UnsafeMutableBufferPointer<Double>
  ) {
    for start in stride(from: 0, to: contiguous, by: Self.turnedBlock) {
      let columns = start..<min(start + Self.turnedBlock, contiguous)
      for column in columns {
        let line = UnsafeMutableBufferPointer(
          rebasing: turned[(column * middle)..<((column + 1) * middle)])
        envelope.apply(to: line, squaredSpacing: squaredMiddleSpacing)
        takeRoots(line)
      }
      for row in 0..<middle {
        for column in columns {
          output[row * contiguous + column] = turned[column * middle + row]
        }
      }
    }
  }

  private func takeRoots(_ line: UnsafeMutableBufferPointer<Double>) {
    for index in 0..<line.count {
      line[index] = line[index].squareRoot()
    }
  }
}
