import Losses

/// A number by which a prediction is judged against the truth.
///
/// To add one, write a ``ParameterisedMetric`` in a file of its own and name it in
/// ``MetricCatalogue/standard``.
public protocol Metric: Sendable {
  /// Identifier, direction, formula, parameters and source.
  var specification: MetricSpecification { get }

  /// The value of the formula; `nil` where it has none: a share of nothing, or a distance to an empty
  /// mask.
  ///
  /// - Throws: what a metric of another program throws; `GridError` for a grid so large that
  ///   there is no room for a frame around it.
  func definedValue(_ sample: MetricSample) throws -> Double?
}

extension Metric {
  /// The metric of a sample.
  ///
  /// - Parameters:
  ///   - sample: prediction and truth.
  ///   - empty: what stands where the formula has no value.
  /// - Returns: a finite number; `nil` for an undefined value under ``EmptyPolicy/undefined``.
  /// - Throws: what ``definedValue(_:)`` throws.
  public func value(
    _ sample: MetricSample, empty: EmptyPolicy = .penalise
  ) throws -> Double? {
    if let value = try definedValue(sample) { return value }
    return switch empty {
    case .undefined: nil
    case .penalise where sample.prediction == sample.truth: specification.bestValue
    case .penalise: specification.worstValue(on: sample.grid)
    }
  }
}

/// A metric that is a type of its own, made from the values of its parameters.
public protocol ParameterisedMetric: Metric {
  /// Identifier, direction, formula, parameters and source, the same for every setting of the
  /// parameters.
  static var specification: MetricSpecification { get }

  /// Makes the metric with parameters that were checked against its ``specification``.
  init(parameters: MetricParameters)
}

extension ParameterisedMetric {
  /// What the type says of itself.
  public var specification: MetricSpecification { Self.specification }

  /// Makes the metric with its defaults but for the named parameters, for example
  /// `try SurfaceDice(["tolerance": 1])`.
  ///
  /// - Throws: ``MetricError/unknownParameter(_:metric:known:)`` or
  ///   ``MetricError/parameterOutOfRange(_:value:metric:range:)``.
  public init(_ parameters: [String: Double] = [:]) throws(MetricError) {
    self.init(parameters: try MetricParameters(parameters, for: Self.specification))
  }
}

/// What stands where the formula of a metric has no value, mostly because a mask is empty.
public enum EmptyPolicy: String, CaseIterable, Codable, Hashable, Sendable {
  /// Equal masks are perfect (1, or 0 for distances and differences); others the worst: 0 for scores,
  /// the grid's diagonal for distances, 1 for the difference in volume.
  case penalise
  /// The value is missing.
  case undefined
}
