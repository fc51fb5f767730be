import Dispatch
import Losses
import Synchronization

/// transform(0), transform(1), … in order, computed on ``Parallelism/threads`` threads.
///
/// Each thread has its own copy of `state` to work in, such as memory that it uses again for one
/// index after another; results must not depend on what is left in it.
///
/// - Throws: what `transform` throws for the first index for which it does.
package func concurrentMap<State: Sendable, Result: Sendable>(
  count: Int, state: State, _ transform: @Sendable (inout State, Int) throws -> Result
) throws -> [Result] {
  let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: count))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(max(1, Parallelism.threads), count)) { _ in
    // What runs here has its thread to itself.
    Parallelism.$threads.withValue(1) {
      var state = state
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { break }
        let result = Swift.Result { try transform(&state, index) }
        results.withLock { $0[index] = result }
      }
    }
  }
  return try results.withLock { $0 }.compactMap { try $0?.get() }
}
