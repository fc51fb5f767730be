import Dispatch
import Foundation
import Synchronization

/// How many threads one loss or operator may use.
///
/// Results do not depend on it: work is cut into pieces by the size of the input alone, and what the
/// pieces give is put together in their order.
public enum Parallelism {
  /// The number of threads for the current task; all cores unless set otherwise, for example
  /// `Parallelism.$threads.withValue(1) { … }`.
  @TaskLocal public static var threads = ProcessInfo.processInfo.activeProcessorCount

  /// Elements of a piece. Two fields of Double fit into the second-level cache.
  static let chunk = 1 << 14

  /// Passes of a few operations an element over fewer elements than this are done before other
  /// threads have woken up.
  package static let cheapCount = 1 << 17

  /// Calls `body` with the number of each piece of `count` elements and its range, on several
  /// threads where there is more than a little to do.
  static func forEachChunk(
    of count: Int, _ body: @Sendable (_ number: Int, _ range: Range<Int>) -> Void
  ) {
    let chunks = chunkCount(count)
    forEachPart(of: chunks, worthwhile: chunks >= 4) { part in
      for number in part {
        body(number, (number * chunk)..<min((number + 1) * chunk, count))
      }
    }
  }

  /// Number of pieces of `count` elements.
  static func chunkCount(_ count: Int) -> Int { (count + chunk - 1) / chunk }

  /// Calls `body` with parts of 0 ..< `count`, one a thread; with all of it where threads would
  /// cost more than they save.
  static func forEachPart(
    of count: Int, worthwhile: Bool = true, _ body: @Sendable (Range<Int>) -> Void
  ) {
    let threads = min(max(1, Self.threads), count)
    guard worthwhile, threads > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let part = (thread * count / threads)..<((thread + 1) * count / threads)
      // What runs here has its thread to itself.
      $threads.withValue(1) { body(part) }
    }
  }

  /// How many parts of `count` elements, one a thread, are worth their threads.
  package static func partCount(_ count: Int) -> Int {
    min(max(1, threads), max(1, count / (2 * chunk)))
  }

  /// Calls `body` with the number of each of `parts` parts of 0 ..< `count` and its range, one a
  /// thread.
  package static func forEachPart(
    _ parts: Int, of count: Int, _ body: @Sendable (_ number: Int, _ range: Range<Int>) -> Void
  ) {
    forEachPart(of: parts) { numbers in
      for number in numbers {
        body(number, (number * count / parts)..<((number + 1) * count / parts))
      }
    }
  }

  /// Calls `body` with parts of 0 ..< `count` that are small enough for threads to share them out
  /// evenly when some take longer than others.
  package static func forEachShare(
    of count: Int, worthwhile: Bool = true, _ body: @Sendable (Range<Int>) -> Void
  ) {
    let threads = min(max(1, Self.threads), count)
    guard worthwhile, threads > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    let shares = min(count, 8 * threads)
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      $threads.withValue(1) {
        while true {
          let share = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard share < shares else { break }
          body((share * count / shares)..<((share + 1) * count / shares))
        }
      }
    }
  }

  /// Σ of what `body` gives for each piece of `count` elements, added in the order of the pieces.
  static func sum(over count: Int, _ body: @Sendable (Range<Int>) -> Double) -> Double {
    sums(over: count) { SIMD4(body($0), 0, 0, 0) }.x
  }

  /// ``sum(over:_:)`` of up to four sums at once.
  static func sums(
    over count: Int, _ body: @Sendable (Range<Int>) -> SIMD4<Double>
  ) -> SIMD4<Double> {
    let chunks = chunkCount(count)
    return withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: chunks) { sums in
      let target = SendableBuffer(sums)
      forEachChunk(of: count) { number, range in
        target.buffer.initializeElement(at: number, to: body(range))
      }
      return sums.reduce(.zero, +)
    }
  }
}
