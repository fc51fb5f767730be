import Experiments
import Losses

/// What a check is given: a loss, and what it may ask it about.
public struct AuditSubject: Sendable {
  /// The loss.
  public let loss: any Loss
  /// The error paths that it has to rise along.
  public let paths: PathRegistry
  /// Seed of everything random.
  public let seed: UInt64

  /// Asks about a loss.
  public init(_ loss: any Loss, paths: PathRegistry, seed: UInt64) {
    self.loss = loss
    self.paths = paths
    self.seed = seed
  }
}

/// The tolerance of values: differences of at most this share of the largest value that a check compares
/// count as none. It is ten times what single precision makes of a mean over a thousand elements.
package let auditTolerance = 1e-6

extension AuditSubject {
  /// The loss of a pair.
  ///
  /// - Throws: ``AuditError/notFinite(_:_:)``, and what the loss does.
  func value(_ pair: AuditPair) throws -> Double {
    try finite(loss.value(pair.sample(seed: seed)), pair)
  }

  /// ∂L/∂p of a pair.
  ///
  /// - Throws: ``AuditError/notFinite(_:_:)``, and what the loss does.
  func gradient(_ pair: AuditPair) throws -> [Double] {
    let gradient = try loss.gradient(pair.sample(seed: seed)).values
    if let wrong = gradient.first(where: { !$0.isFinite }) { _ = try finite(wrong, pair) }
    return gradient
  }

  /// ∂L/∂p where the loss has a gradient.
  func gradientIfAny(_ pair: AuditPair) throws -> [Double]? {
    do {
      return try gradient(pair)
    } catch LossError.unsupportedSample {
      return nil
    }
  }

  /// The loss of a batch of several classes, the mean over items and classes.
  ///
  /// - Throws: ``AuditError/notFinite(_:_:)``, and what the loss does.
  func value(_ sample: ClassSample, _ words: String) throws -> Double {
    let value = try loss.overClasses(sample.relation).value(sample)
    guard value.isFinite else { throw AuditError.notFinite(value, words) }
    return value
  }

  private func finite(_ value: Double, _ pair: AuditPair) throws(AuditError) -> Double {
    guard value.isFinite else { throw .notFinite(value, pair.words) }
    return value
  }
}

extension [Double] {
  /// The largest magnitude; 0 of none.
  var largestMagnitude: Double { reduce(0) { Swift.max($0, abs($1)) } }
}
