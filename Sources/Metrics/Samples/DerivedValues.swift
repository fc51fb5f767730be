import Synchronization

/// Values derived from one thing, one of each type, made when they are first asked for and then kept.
final class DerivedValues: Sendable {
  private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

  /// The value of a type that was kept, or what `make` gives.
  ///
  /// Nobody waits while a value is made: of two threads that make it at once, one throws its own
  /// away.
  func value<Value: Sendable, Failure: Error>(
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let type = ObjectIdentifier(Value.self)
    if let kept = values.withLock({ $0[type] }), let value = kept as? Value { return value }
    let made = try make()
    values.withLock { $0[type] = made }
    return made
  }
}
