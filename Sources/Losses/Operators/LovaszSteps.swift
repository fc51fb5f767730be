import Synchronization

/// The steps of the Lovász extension of the Jaccard loss.
///
/// Elements are taken by falling error e = abs(g − p) (equal ones by rising index), and each is
/// worth by how much calling it wrong, too, raises the Jaccard loss 1 − I/U of the mask g:
///
///     step = 1 / U          for foreground, which leaves the intersection I
///     step = I / ((U−1) U)  for background, which has just come into the union U
///
/// Elements without an error, and those with a smaller one than all of the foreground, are worth 0
/// or nothing and not sorted; ``DescendingErrors`` sorts the others.
struct LovaszSteps<Element: FieldElement> {
  private let p: FieldBuffer<Element>
  private let g: FieldBuffer<Element>

  /// Prepares for one prediction and truth; the truth is foreground over one half.
  init(_ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    precondition(p.count == g.count)
    self.p = p
    self.g = g
  }

  /// Σ error · step. Calls `body` with index, error, whether it is foreground, and step of each
  /// element whose error and step are over 0, piece by piece of the falling errors.
  @inline(__always)
  func sum(
    _ body: @Sendable (_ index: Int, _ error: Double, _ isForeground: Bool, _ step: Double) -> Void
  ) -> Double {
    let foreground = foreground()
    guard foreground.count > 0 else {
      // The first element in the union makes the loss 1; those after it change nothing.
      var largest = 0
      for index in 0..<p.count where p.buffer[index] > p.buffer[largest] { largest = index }
      let error = Double(p.buffer[largest])
      if error > 0 { body(largest, error, false, 1) }
      return error
    }
    // Errors are at least 0, so the next number above 0 leaves out exactly the zeros.
    let errors = DescendingErrors(
      p, g, from: max(foreground.smallestError, .leastNonzeroMagnitude))
    let before = Self.foregroundBeforePieces(errors)
    return Parallelism.sum(over: errors.count) { range in
      let foregroundBefore = before[range.lowerBound / Parallelism.chunk]
      var intersection = Double(foreground.count - foregroundBefore)
      var union = Double(foreground.count + range.lowerBound - foregroundBefore)
      var sum = 0.0
      errors.forEach(in: range) { index, error, isForeground in
        let background = isForeground ? 0.0 : 1
        intersection -= 1 - background
        let last = union
        union += background
        let step =
          (isForeground ? 1 : intersection) / (isForeground ? union : last * union)
        sum += error * step
        body(index, error, isForeground, step)
      }
      return sum
    }
  }

  /// Number of foreground elements and the smallest of their errors.
  private func foreground() -> (count: Int, smallestError: Double) {
    let total = Mutex((count: 0, largest: -1.0))
    // Neither depends on the order of the parts.
    Parallelism.forEachPart(of: p.count, worthwhile: p.count >= 1 << 15) { part in
      var (count, largest) = (0, -1.0)
      for index in part {
        let isForeground = g.buffer[index] > 0.5
        let prediction = isForeground ? Double(p.buffer[index]) : -1
        count += isForeground ? 1 : 0
        largest = prediction > largest ? prediction : largest
      }
      total.withLock { $0 = ($0.count + count, max($0.largest, largest)) }
    }
    return total.withLock { ($0.count, 1 - $0.largest) }
  }

  /// How many foreground elements have a larger error than those of each piece.
  private static func foregroundBeforePieces(_ errors: borrowing DescendingErrors<Element>) -> [Int]
  {
    let pieces = Parallelism.chunkCount(errors.count)
    let counts = [Int](unsafeUninitializedCapacity: pieces) { counts, count in
      let target = SendableBuffer(counts)
      Parallelism.forEachChunk(of: errors.count) { number, range in
        target.buffer.initializeElement(at: number, to: errors.foregroundCount(in: range))
      }
      count = pieces
    }
    var next = 0
    return counts.map { count in
      defer { next += count }
      return next
    }
  }
}
