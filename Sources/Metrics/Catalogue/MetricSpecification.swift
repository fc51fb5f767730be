import Losses

/// What a reader needs to know of a metric before using it.
public struct MetricSpecification: Hashable, Sendable {
  /// Stable identifier in kebab case, for example `hausdorff-95`.
  public let id: String
  /// Name for legends and tables.
  public let name: String
  /// Which of two values is better.
  public let direction: MetricDirection
  /// What it is measured in.
  public let unit: MetricUnit
  /// The values that it takes.
  public let range: ClosedRange<Double>
  /// The formula in plain text: P and G elements of prediction and truth, TP, FP, FN, TN as usual,
  /// ∂ the boundary, D_pg the distances from ∂p to ∂g.
  public let formula: String
  /// Author and year.
  public let source: String
  /// Where the source is found; `nil` for a metric that has none.
  public let reference: Reference?
  /// Where the formula has no value, and what empty masks give otherwise.
  public let edgeCases: String
  /// Whether it matters where an element lies: to distances, neighbours or components. A metric that does not
  /// look counts elements, so that ignored ones can be left out.
  public let looksAtPlaces: Bool
  /// Parameters in the order of the formula.
  public let parameters: [ParameterSpecification]

  /// Describes a metric.
  public init(
    id: String, name: String, direction: MetricDirection, unit: MetricUnit = .share,
    range: ClosedRange<Double> = 0...1, formula: String, source: String,
    reference: Reference? = nil, edgeCases: String, looksAtPlaces: Bool = true,
    parameters: [ParameterSpecification] = []
  ) {
    self.id = id
    self.name = name
    self.direction = direction
    self.unit = unit
    self.range = range
    self.formula = formula
    self.source = source
    self.reference = reference
    self.edgeCases = edgeCases
    self.looksAtPlaces = looksAtPlaces
    self.parameters = parameters
  }

  /// The value of a prediction that equals the truth.
  public var bestValue: Double { direction == .higherIsBetter ? 1 : 0 }

  /// 1 − score, or how far a distance or difference is from 0: a number that rises as the metric gets
  /// worse, and is 0 where prediction and truth are equal.
  public func error(of value: Double) -> Double {
    direction == .higherIsBetter ? bestValue - value : abs(value)
  }

  /// What names ``error(of:)``, for example `1 − Dice score`.
  public var errorName: String {
    switch direction {
    case .higherIsBetter: "1 − \(name)"
    case .lowerIsBetter: name
    case .zeroIsBest: "|\(name)|"
    }
  }

  /// What stands for an undefined value when it is penalised: 0 for scores, the grid's diagonal for
  /// distances, 1 for others.
  public func worstValue(on grid: Grid) -> Double {
    switch (direction, unit) {
    case (.higherIsBetter, _): 0
    case (_, .length): grid.diagonal
    default: 1
    }
  }
}

/// Which of two values of a metric is better.
public enum MetricDirection: String, Codable, Hashable, Sendable {
  case higherIsBetter = "higher is better"
  case lowerIsBetter = "lower is better"
  /// The nearer to 0, the better.
  case zeroIsBest = "0 is best"

  /// A number that rises as the metric gets worse.
  public func badness(of value: Double) -> Double {
    switch self {
    case .higherIsBetter: -value
    case .lowerIsBetter: value
    case .zeroIsBest: abs(value)
    }
  }
}

/// What a metric is measured in.
public enum MetricUnit: String, Codable, Hashable, Sendable {
  /// A ratio without a unit.
  case share
  /// The unit of the grid's spacing.
  case length = "unit of the spacing"
  /// A number of objects.
  case count
}

extension Grid {
  /// √Σ (nᵢ sᵢ)², the distance of two opposite corners, in the unit of the spacing.
  package var diagonal: Double {
    zip(shape, spacing).reduce(0) { sum, axis in
      let length = Double(axis.0) * axis.1
      return sum + length * length
    }.squareRoot()
  }

  /// The largest distance between neighbours along any axis.
  var largestSpacing: Double { spacing.reduce(0, max) }
}
