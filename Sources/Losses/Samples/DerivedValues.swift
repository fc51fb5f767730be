import Synchronization

/// Values that are made when they are first asked for, and kept.
final class DerivedValues: Sendable {
  /// A slot for each key that was asked for.
  private let slots = Mutex<[AnyHashable: any Sendable]>([:])

  /// The value of a key that was kept, or what `make` gives. Others who ask for it wait meanwhile,
  /// rather than make it too; those who ask for another key do not.
  func value<Key: Hashable & Sendable, Value: Sendable, Failure: Error>(
    _ key: Key, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let slot: Slot<Value> = slot(for: key)
    return try slot.value.withLock { value throws(Failure) in
      if let value { return value }
      let made = try make()
      value = made
      return made
    }
  }

  private func slot<Key: Hashable & Sendable, Value: Sendable>(for key: Key) -> Slot<Value> {
    slots.withLock { slots in
      if let slot = slots[key] as? Slot<Value> { return slot }
      let slot = Slot<Value>()
      slots[key] = slot
      return slot
    }
  }

  private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}

/// Names a value that losses derive from the prediction of a sample.
protocol PredictionKey<Value>: Hashable, Sendable {
  /// What is derived.
  associatedtype Value: Sendable
}

extension Sample {
  /// The value that a key names. Where many predictions follow each other, which several losses look
  /// at, it is kept until the next prediction comes; elsewhere it is made anew, so that it takes no
  /// memory.
  ///
  /// - Parameter make: derives it from the prediction, and from what ``derived(_:make:)`` may use.
  func derivedFromPrediction<Key: PredictionKey>(
    _ key: Key, make: () -> Key.Value
  ) -> Key.Value {
    guard let predictionCache else { return make() }
    return predictionCache.value(key, make)
  }
}
