import Dispatch
import Losses
import Synchronization

/// transform(0), transform(1), … in order, computed on `Parallelism.threads` threads.
///
/// Each thread has its own copy of `state` to work in, such as memory that it uses again for one
/// index after another; results must not depend on what is left in it.
///
/// - Throws: what `transform` throws for the first index for which it does.
package func concurrentMap<State: Sendable, Result: Sendable, Failure: Error>(
  count: Int, state: State,
  _ transform: @Sendable (inout State, Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let results = Mutex([Swift.Result<Result, Failure>?](repeating: nil, count: count))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(max(1, Parallelism.threads), count)) { _ in
    // What runs here has its thread to itself.
    Parallelism.$threads.withValue(1) {
      var state = state
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { break }
        let result = Swift.Result { () throws(Failure) in try transform(&state, index) }
        results.withLock { $0[index] = result }
      }
    }
  }
  var values: [Result] = []
  values.reserveCapacity(count)
  for result in results.withLock({ $0 }) {
    if let result { values.append(try result.get()) }
  }
  return values
}
