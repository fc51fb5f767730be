/// The lower envelope of equal parabolas on a line, which turns squared distances within lines into
/// squared distances within planes.
///
///     fᵢ ← min_j [fⱼ + s² (i − j)²]
///
/// in time linear in the number of elements (Felzenszwalb and Huttenlocher 2012, "Distance
/// transforms of sampled functions"). Two changes make it faster and its rounding smaller: whether
/// a parabola is hidden is decided without division and from differences of positions alone, and
/// a line is cut where a mask changes its side: of the other side, f is 0, and no parabola reaches past a zero.
struct LowerEnvelope: ~Copyable {
  /// Position and height of the vertices of the parabolas on the envelope, leftmost first.
  private let positions: UnsafeMutablePointer<Double>
  private let heights: UnsafeMutablePointer<Double>

  /// Takes the memory for lines of up to `length` elements.
  init(length: Int) {
    positions = .allocate(capacity: length)
    heights = .allocate(capacity: length)
  }

  deinit {
    positions.deallocate()
    heights.deallocate()
  }

  /// Replaces `line` by the envelope; `.infinity` marks elements without a parabola.
  ///
  /// - Parameters:
  ///   - line: f, the squared distance to the other side, at least 0; no longer than the length given to
  ///     ``init(length:)``.
  ///   - sides: on which side each element of the line is.
  ///   - target: the side whose elements become 0, where only distances to it are wanted.
  ///   - squaredSpacing: s².
  func apply(
    to line: UnsafeMutableBufferPointer<Double>, of sides: UnsafePointer<Bool>, target: Bool?,
    squaredSpacing: Double
  ) {
    var start = 0
    while start < line.count {
      let end = endOfRun(sides, from: start, in: line.count)
      if sides[start] == target {
        line[start..<end].update(repeating: 0)
      } else {
        let count = collect(line, start..<end, squaredSpacing)
        if count > 0 { evaluate(line, start..<end, count, squaredSpacing) }
      }
      start = end
    }
  }

  /// The first element after `start` on the other side, or the end of the line.
  @inline(__always)
  private func endOfRun(_ sides: UnsafePointer<Bool>, from start: Int, in length: Int) -> Int {
    let bytes = UnsafeRawPointer(sides)
    let same = SIMD16<UInt8>(repeating: sides[start] ? 1 : 0)
    var end = start &+ 1
    while end &+ 16 <= length,
      bytes.loadUnaligned(fromByteOffset: end, as: SIMD16<UInt8>.self) == same
    {
      end &+= 16
    }
    while end < length, sides[end] == sides[start] { end &+= 1 }
    return end
  }

  /// Finds the parabolas on the envelope of a run of elements and of the two beside it, which are on the other
  /// side; returns how many there are.
  @inline(__always)
  private func collect(
    _ line: UnsafeMutableBufferPointer<Double>, _ run: Range<Int>, _ squaredSpacing: Double
  ) -> Int {
    var count = 0
    if run.lowerBound > 0 { add(run.lowerBound - 1, 0, to: &count, squaredSpacing) }
    for site in run where line[site] < .infinity {
      add(site, line[site], to: &count, squaredSpacing)
    }
    if run.upperBound < line.count { add(run.upperBound, 0, to: &count, squaredSpacing) }
    return count
  }

  /// Adds a parabola to the right of all others, and removes those that it hides.
  @inline(__always)
  private func add(
    _ site: Int, _ height: Double, to count: inout Int, _ squaredSpacing: Double
  ) {
    let position = Double(site)
    while count >= 2 {
      let before = positions[count - 1] - positions[count - 2]
      let after = position - positions[count - 1]
      let gain = before * height + after * heights[count - 2]
      let span = before + after
      // Where its neighbours cross, the last parabola lies above them by −(left side) / span.
      guard gain + span * (before * after * squaredSpacing - heights[count - 1]) <= 0 else {
        break
      }
      count -= 1
    }
    positions[count] = position
    heights[count] = height
    count += 1
  }

  /// Writes the envelope of the first `count` parabolas into `elements`.
  @inline(__always)
  private func evaluate(
    _ line: UnsafeMutableBufferPointer<Double>, _ elements: Range<Int>, _ count: Int,
    _ squaredSpacing: Double
  ) {
    var current = 0
    for element in elements {
      let position = Double(element)
      func height(_ index: Int) -> Double {
        let offset = position - positions[index]
        return heights[index] + squaredSpacing * offset * offset
      }
      var lowest = height(current)
      while current + 1 < count {
        let next = height(current + 1)
        guard next <= lowest else { break }
        lowest = next
        current += 1
      }
      line[element] = lowest
    }
  }
}
