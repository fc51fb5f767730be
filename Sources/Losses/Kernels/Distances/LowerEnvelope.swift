/// The lower envelope of equal parabolas on a line, which turns squared distances within lines into
/// squared distances within planes.
///
///     fᵢ ← min_j [fⱼ + s² (i − j)²]
///
/// in time linear in the number of elements (Felzenszwalb and Huttenlocher 2012, "Distance
/// transforms of sampled functions"). Two changes make it faster and its rounding smaller: whether
/// a parabola is hidden is decided without division and from differences of positions alone, and
/// elements with f = 0 cut the line into independent parts, since no parabola reaches past one.
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
  ///   - line: f, at least 0; no longer than the length given to ``init(length:)``.
  ///   - squaredSpacing: s².
  func apply(to line: UnsafeMutableBufferPointer<Double>, squaredSpacing: Double) {
    var start = 0
    while start < line.count {
      if line[start] == 0 {
        start = endOfZeros(line, from: start)
        continue
      }
      var end = start + 1
      while end < line.count, line[end] != 0 { end += 1 }
      let sites = max(start - 1, 0)..<min(end + 1, line.count)
      let count = collect(line, sites, squaredSpacing)
      if count > 0 { evaluate(line, start..<end, count, squaredSpacing) }
      start = end
    }
  }

  /// The first element after `start` that may not be 0.
  @inline(__always)
  private func endOfZeros(_ line: UnsafeMutableBufferPointer<Double>, from start: Int) -> Int {
    let bytes = UnsafeRawBufferPointer(line)
    var end = start &+ 1
    while end &+ 8 <= line.count,
      bytes.loadUnaligned(fromByteOffset: end &* 8, as: SIMD8<UInt64>.self) == .zero
    {
      end &+= 8
    }
    return end
  }

  /// Finds the parabolas on the envelope of `sites` and returns how many there are.
  @inline(__always)
  private func collect(
    _ line: UnsafeMutableBufferPointer<Double>, _ sites: Range<Int>, _ squaredSpacing: Double
  ) -> Int {
    var count = 0
    for site in sites where line[site] < .infinity {
      let position = Double(site)
      let height = line[site]
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
    return count
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
