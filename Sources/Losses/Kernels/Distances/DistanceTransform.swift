import CKernels

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
    arrayOfLargeField(count: grid.count) { result in
      elements.withUnsafeBufferPointer {
        DistanceTransform(grid, scratch: ScratchMemory()).write(
          distancesOf: $0, to: target, into: result)
      }
    }
  }
}

/// The exact Euclidean distance transform of a grid of one to three axes with any spacing.
///
/// The time is linear in the number of elements: one sweep there and one back along the slowest
/// axis gives distances within its lines (Meijster, Roerdink and Hesselink 2000), and a
/// `LowerEnvelope` along each other axis widens them to planes and volumes (Felzenszwalb and
/// Huttenlocher 2012). Distances are exact to rounding; squared distances with unit spacing are
/// whole numbers and exact.
///
/// Memory is walked in the order in which it is stored: the sweeps serve a block of neighbouring
/// lines at once, lines of the middle axis are widened side by side or, where elements may be far from the other
/// side, turned in blocks that stay in the cache, and steps wait for their turn in the memory of the result. Blocks
/// of lines and slices are independent of each other and shared among threads.
struct DistanceTransform {
  /// Extents of the axes with more than one element, padded to three: the swept axis, the axis
  /// whose lines are turned, and the axis that is contiguous in memory.
  private let swept: Int
  private let middle: Int
  private let contiguous: Int
  private let sweptSpacing: Double
  private let squaredMiddleSpacing: Double
  private let squaredContiguousSpacing: Double
  private let scratch: ScratchMemory

  /// How many lines of the middle axis are served at once.
  private static let turnedBlock = Int(CK_COLUMNS)
  /// Grids with fewer elements are not worth a second thread.
  private static let threadedCount = 1 << 13

  /// Prepares for grids of one shape and spacing; each thread borrows memory for a few lines.
  init(_ grid: Grid, scratch: ScratchMemory) {
    self.scratch = scratch
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

  /// Writes the distance of each element to the nearest one that has the other value, or, with a target, to the
  /// nearest one that equals it; negative in the foreground where they are to have signs.
  func write(
    distancesOf elements: UnsafeBufferPointer<Bool>, to target: Bool? = nil, hasSigns: Bool = false,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    let isLarge = elements.count >= Self.threadedCount
    let steps = LineSteps(in: result, rows: swept, rowLength: middle * contiguous)
    let mask = FieldBuffer(buffer: elements)
    Parallelism.forEachShare(of: steps.blockCount, worthwhile: isLarge) { share in
      let bytes = UnsafeRawBufferPointer(mask.buffer)
      scratch.withBuffer(of: Int32.self, count: steps.sweepLength) { forward in
        for block in share { steps.count(bytes, block: block, in: forward) }
      }
    }
    Parallelism.forEachShare(of: swept, worthwhile: isLarge) { share in
      widen(steps, mask, target, hasSigns, slices: share)
    }
  }

  /// Widens distances along the swept axis to distances in all directions, for some slices across
  /// that axis.
  private func widen(
    _ steps: LineSteps, _ mask: FieldBuffer<Bool>, _ target: Bool?, _ hasSigns: Bool,
    slices: Range<Int>
  ) {
    guard let elements = mask.buffer.baseAddress else { return }
    let rows = LowerEnvelope(length: contiguous, squaredSpacing: squaredContiguousSpacing)
    let columns = LowerEnvelope(length: middle, squaredSpacing: squaredMiddleSpacing)
    scratch.withBuffer(of: Double.self, count: Self.turnedBlock * (middle + Int(CK_LINE_MARGIN))) {
      turned in
      scratch.withBuffer(of: Bool.self, count: Self.turnedBlock * middle) { turnedSides in
        for slice in slices {
          let values = steps.replaceBySquares(row: slice, spacing: sweptSpacing)
          let sides = elements + slice * middle * contiguous
          for row in 0..<middle {
            rows.apply(
              to: UnsafeMutableBufferPointer(
                rebasing: values[(row * contiguous)..<((row + 1) * contiguous)]),
              of: sides + row * contiguous, target: target)
          }
          if middle > 1 { widenColumns(values, sides, target, columns, turned, turnedSides) }
          // Roots of all elements at once use the vectors of the processor.
          if hasSigns {
            ck_signed_square_roots(values.baseAddress, LowerEnvelope.bytes(sides), values.count)
          } else {
            ck_square_roots(values.baseAddress, values.count)
          }
        }
      }
    }
  }

  /// Widens the lines of a slice along the middle axis, a block of neighbouring lines at a time.
  private func widenColumns(
    _ values: UnsafeMutableBufferPointer<Double>, _ sides: UnsafePointer<Bool>, _ target: Bool?,
    _ envelope: borrowing LowerEnvelope, _ turned: UnsafeMutableBufferPointer<Double>,
    _ turnedSides: UnsafeMutableBufferPointer<Bool>
  ) {
    guard let lineSides = turnedSides.baseAddress, let lines = turned.baseAddress,
      let columns = values.baseAddress
    else { return }
    for start in stride(from: 0, to: contiguous, by: Self.turnedBlock) {
      let width = min(Self.turnedBlock, contiguous - start)
      if envelope.applyDown(
        columns + start, of: sides + start, rows: middle, rowLength: contiguous, width: width,
        memory: lines)
      {
        continue
      }
      for row in 0..<middle {
        for lane in 0..<width {
          lineSides[lane * middle + row] = sides[row * contiguous + start + lane]
        }
      }
      ck_turn(lines, middle, columns + start, contiguous, middle, width)
      for lane in 0..<width {
        envelope.apply(
          to: UnsafeMutableBufferPointer(start: lines + lane * middle, count: middle),
          of: lineSides + lane * middle, target: target)
      }
      ck_turn(columns + start, contiguous, lines, middle, width, middle)
    }
  }
}
