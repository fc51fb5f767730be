/// A type of loss that is a weighted sum of others, plus a constant.
public protocol CompoundLoss: SumOfLosses, ParameterisedLoss {}

/// A weighted sum of losses, plus a constant.
public protocol SumOfLosses: Loss {
  /// The others and their weights.
  var terms: [WeightedLoss] { get }

  /// The constant.
  var offset: Double { get }
}

/// A loss and its weight in a sum.
public struct WeightedLoss: Sendable {
  /// The factor before the loss.
  public let weight: Double
  /// The loss.
  public let loss: any Loss

  /// Pairs a loss with its weight.
  public init(_ weight: Double, _ loss: any Loss) {
    self.weight = weight
    self.loss = loss
  }
}

extension SumOfLosses {
  public var offset: Double { 0 }

  public var looksAtPlaces: Bool { terms.contains { $0.weight != 0 && $0.loss.looksAtPlaces } }

  public var takesAnyNumbers: Bool { terms.allSatisfy { $0.loss.takesAnyNumbers } }

  public func caution(_ sample: Sample) -> String? {
    terms.lazy.filter { $0.weight != 0 }.compactMap { $0.loss.caution(sample) }.first
  }

  /// Each term in its own form over classes.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    // A constant belongs to each class, so that it stays with the terms.
    offset != 0
      ? OneVersusRest(self)
      : SumOverClasses(
        terms.filter { $0.weight != 0 }.map { ($0.weight, $0.loss.overClasses(relation)) })
  }

  public func value(_ sample: Sample) throws -> Double {
    try terms.reduce(offset) { sum, term in
      // A term of weight 0 costs nothing and cannot refuse a sample.
      try term.weight == 0 ? sum : sum + term.weight * term.loss.value(sample)
    }
  }

  public func gradient(_ sample: Sample) throws -> ScalarField {
    // The first term's field takes in the others: two fields at a time are enough.
    var sum: [Double]?
    for term in terms where term.weight != 0 {
      let part = try term.loss.gradient(sample).values
      if var gradient = sum.take() {
        for index in gradient.indices { gradient[index] += term.weight * part[index] }
        sum = gradient
      } else {
        sum = term.weight == 1 ? part : part.map { term.weight * $0 }
      }
    }
    return ScalarField(
      unchecked: sum ?? [Double](repeating: 0, count: sample.grid.count), on: sample.grid)
  }
}
