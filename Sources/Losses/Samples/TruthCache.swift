/// Names a value that losses derive from the truth and the seed of a sample.
///
/// A loss declares the keys that it needs in its own file, for example
///
/// ```swift
/// private struct Volume: TruthKey { typealias Value = Double }
/// ```
///
/// and takes the value from ``Sample/derived(_:make:)``. Keys that are equal share one value.
public protocol TruthKey<Value>: Hashable, Sendable {
  /// What is derived.
  associatedtype Value: Sendable
}

/// What losses derive from the truth and the seed of a sample, made when it is first asked for and
/// kept for all samples with the same truth; and the memory in which they compute.
final class TruthCache: Sendable {
  let scratch = ScratchMemory()

  /// Whether it pays to keep what takes more than a field.
  let servesManyPredictions: Bool

  private let values = DerivedValues()

  init(servesManyPredictions: Bool) { self.servesManyPredictions = servesManyPredictions }

  /// The value of a key that was kept, or what `make` gives.
  func value<Key: TruthKey, Failure: Error>(
    _ key: Key, _ make: () throws(Failure) -> Key.Value
  ) throws(Failure) -> Key.Value {
    try values.value(key, make)
  }
}

extension Sample {
  /// The value that a key names, made by `make` when it is first asked for and kept for all samples
  /// made from this one by replacing the prediction.
  ///
  /// - Parameters:
  ///   - key: names the value.
  ///   - make: derives it from nothing but ``truth``, ``image``, ``seed`` and the key; it may ask for
  ///     other keys, but not for the same one. What it throws is thrown, and nothing is kept.
  public func derived<Key: TruthKey, Failure: Error>(
    _ key: Key, make: () throws(Failure) -> Key.Value
  ) throws(Failure) -> Key.Value {
    try cache.value(key, make)
  }

  /// Whether many more predictions will take the place of this one, so that a loss may keep what
  /// takes several fields and speeds up the next value.
  public var servesManyPredictions: Bool { cache.servesManyPredictions }

  /// Memory that all samples with this truth share.
  package var scratch: ScratchMemory { cache.scratch }
}
