/// A quotient of two functions that are linear in ``OverlapSums``, such as a Dice coefficient.
public struct OverlapRatio: Hashable, Sendable {
  /// Above the line.
  public var numerator: Double
  /// Below the line.
  public var denominator: Double
  /// Derivatives of the numerator.
  public var numeratorSlopes: OverlapSlopes
  /// Derivatives of the denominator.
  public var denominatorSlopes: OverlapSlopes

  /// Collects a quotient and its derivatives.
  public init(
    numerator: Double, denominator: Double, numeratorSlopes: OverlapSlopes,
    denominatorSlopes: OverlapSlopes
  ) {
    self.numerator = numerator
    self.denominator = denominator
    self.numeratorSlopes = numeratorSlopes
    self.denominatorSlopes = denominatorSlopes
  }

  /// The soft Dice coefficient (2 TP + S) / (P + G + S).
  static func dice(_ sums: OverlapSums, smoothing: Double) -> OverlapRatio {
    OverlapRatio(
      numerator: 2 * sums.truePositives + smoothing,
      denominator: sums.prediction + sums.truth + smoothing,
      numeratorSlopes: OverlapSlopes(truePositives: 2),
      denominatorSlopes: OverlapSlopes(prediction: 1))
  }

  /// numerator / denominator; 1 where nothing is below the line.
  public var value: Double { denominator == 0 ? 1 : numerator / denominator }

  /// Derivatives of ``value`` by the quotient rule; 0 where nothing is below the line.
  public var slopes: OverlapSlopes {
    guard denominator != 0 else { return OverlapSlopes() }
    return numeratorSlopes.combined(1 / denominator, denominatorSlopes, -value / denominator)
  }
}

/// An overlap loss that is one minus a quotient.
public protocol OverlapRatioLoss: OverlapLoss {
  /// The quotient: 1 for a perfect prediction.
  func ratio(_ sums: OverlapSums) -> OverlapRatio
}

extension OverlapRatioLoss {
  public var takesAnyNumbers: Bool { true }

  public func value(_ sums: OverlapSums) -> Double { 1 - ratio(sums).value }

  public func slopes(_ sums: OverlapSums) -> OverlapSlopes { ratio(sums).slopes.scaled(by: -1) }
}
