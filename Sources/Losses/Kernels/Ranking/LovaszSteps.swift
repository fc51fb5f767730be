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
/// or nothing and not sorted; `DescendingErrors` sorts the others. Work is cut into pieces of the
/// order, each of which starts from the I and U that those before it leave.
// Unchecked, but true: everything in it is only read once it is made.
package struct LovaszSteps<Element: FieldElement>: ~Copyable, @unchecked Sendable {
  private let errors: DescendingErrors<Element>
  private let start: JaccardCounts
  /// How many foreground elements come before each piece of the order, and how many there are.
  private let before: [Int]
  private let countBeforeTied: Int
  private let tied: TiedCount

  /// Sorts the elements; `nil` where no truth is over one half. The buffers must outlive the result.
  package init?(_ errors: ElementErrors<Element>, scratch: ScratchMemory) {
    let foreground = Self.foreground(errors)
    guard foreground.count > 0 else { return nil }
    // Errors are at least 0, so the next number above 0 leaves out exactly the zeros.
    let sorted = DescendingErrors(
      errors, from: max(foreground.smallestError, .leastNonzeroMagnitude), scratch: scratch)
    start = JaccardCounts(
      intersection: Double(foreground.count), union: Double(foreground.count))
    before = Self.foregroundBeforePieces(sorted)
    countBeforeTied = sorted.countBeforeTied
    tied = sorted.tiedCounts.reduce(TiedCount()) { $0.adding($1) }
    self.errors = sorted
  }

  /// Σ error · step. Calls `body` with the index of each element whose error and step are over 0, with
  /// whether it is foreground, and its step; those whose error is kept apart are left out.
  @inline(__always)
  package func sum(
    _ body: @Sendable (_ index: Int, _ isForeground: Bool, _ step: Double) -> Void
  ) -> Double {
    let sum = Parallelism.sum(over: errors.count) { range in
      let middle = min(max(countBeforeTied, range.lowerBound), range.upperBound)
      var sum = 0.0
      for part in [range.lowerBound..<middle, middle..<range.upperBound] where !part.isEmpty {
        var counts = self.counts(before: part.lowerBound)
        errors.forEach(in: part) { index, error, isForeground in
          let step = counts.step(isForeground)
          sum += error * step
          body(index, isForeground, step)
        }
      }
      return sum
    }
    guard tied.elements > 0 else { return sum }
    return sum + errors.tiedError * sortedCounts(before: countBeforeTied).steps(tied)
  }

  /// Calls `body` as ``sum(_:)`` does, with the elements that it leaves out.
  @inline(__always)
  func forEachTied(
    _ body: @Sendable (_ index: Int, _ isForeground: Bool, _ step: Double) -> Void
  ) {
    guard tied.elements > 0 else { return }
    var next = sortedCounts(before: countBeforeTied)
    let starts = errors.tiedCounts.map { tied in
      defer { next = next.adding(tied) }
      return next
    }
    Parallelism.forEachChunk(of: errors.fieldCount) { number, range in
      var counts = starts[number]
      errors.forEachTied(in: range) { index, isForeground in
        body(index, isForeground, counts.step(isForeground))
      }
    }
  }

  /// I and U before an element of the order that is not kept apart.
  private func counts(before position: Int) -> JaccardCounts {
    let counts = sortedCounts(before: position)
    return position < countBeforeTied ? counts : counts.adding(tied)
  }

  /// The same as if nothing were kept apart.
  private func sortedCounts(before position: Int) -> JaccardCounts {
    let piece = position / Parallelism.chunk
    let foreground =
      before[piece] + errors.foregroundCount(in: (piece * Parallelism.chunk)..<position)
    return start.adding(TiedCount(elements: position, foreground: foreground))
  }

  /// Number of foreground elements and the smallest of their errors.
  private static func foreground(
    _ errors: ElementErrors<Element>
  ) -> (count: Int, smallestError: Double) {
    let total = Mutex((count: 0, smallest: Double.infinity))
    // Neither depends on the order of the pieces.
    Parallelism.forEachChunk(of: errors.count) { _, range in
      let piece = errors.foreground(in: range)
      total.withLock { $0 = ($0.count + piece.count, min($0.smallest, piece.smallestError)) }
    }
    return total.withLock { ($0.count, $0.smallest) }
  }

  /// How many foreground elements come before each piece of the order, and how many there are.
  private static func foregroundBeforePieces(
    _ errors: borrowing DescendingErrors<Element>
  ) -> [Int] {
    let pieces = Parallelism.chunkCount(errors.count)
    let counts = [Int](unsafeUninitializedCapacity: pieces) { counts, count in
      let target = SendableBuffer(counts)
      Parallelism.forEachChunk(of: errors.count) { number, range in
        target.buffer.initializeElement(at: number, to: errors.foregroundCount(in: range))
      }
      count = pieces
    }
    return counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }
}

/// Intersection and union of the truth with a prediction that is wrong on some elements.
private struct JaccardCounts {
  var intersection: Double
  var union: Double

  /// Σ of the steps of some more elements, in any order: I/U before them less I/U after them.
  func steps(_ elements: TiedCount) -> Double {
    // I/U − (I−f) / (U+b) without cancellation.
    let foreground = Double(elements.foreground)
    let background = Double(elements.elements) - foreground
    return (intersection * background + foreground * union) / (union * (union + background))
  }

  /// The step of one more element, which counts from now on.
  @inline(__always)
  mutating func step(_ isForeground: Bool) -> Double {
    let last = union
    intersection -= isForeground ? 1 : 0
    union += isForeground ? 0 : 1
    return (isForeground ? 1 : intersection) / (isForeground ? union : last * union)
  }

  /// The same when the prediction is wrong on some more elements.
  func adding(_ elements: TiedCount) -> JaccardCounts {
    JaccardCounts(
      intersection: intersection - Double(elements.foreground),
      union: union + Double(elements.elements - elements.foreground))
  }
}
