import Dispatch
import Synchronization

/// transform(0), transform(1), … in order, computed on all cores.
///
/// - Throws: what `transform` throws for the first index for which it does.
func concurrentMap<Result: Sendable>(
  count: Int, _ transform: @Sendable (Int) throws -> Result
) throws -> [Result] {
  let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = Swift.Result { try transform(index) }
    results.withLock { $0[index] = result }
  }
  let collected = results.withLock { $0 }
  return try (0..<count).compactMap { try collected[$0]?.get() }
}
