/// A loss of a batch of several classes.
public protocol ClassLoss: Sendable {
  /// The loss, and its gradient if one is asked for.
  ///
  /// - Parameters:
  ///   - sample: the batch.
  ///   - reduction: how values of items and classes become one.
  ///   - target: what to take the gradient with respect to; `nil` for no gradient.
  /// - Throws: ``ClassError`` where the reduction does not fit the sample or leaves several values to
  ///   take a gradient of; ``LossError`` where the loss has no meaning for the sample.
  func evaluate(
    _ sample: ClassSample, _ reduction: ClassReduction, gradient target: ClassGradient?
  ) throws -> ClassEvaluation

  /// The loss in another form; `nil` where it has nothing that the form concerns.
  func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)?

  /// What a setting of the loss cannot see of the truths of a sample, each in one line with how to mend it.
  func cautions(_ sample: ClassSample) throws -> [String]
}

extension ClassLoss {
  public func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? { nil }

  public func cautions(_ sample: ClassSample) throws -> [String] { [] }

  /// The reduced value.
  ///
  /// - Throws: what ``evaluate(_:_:gradient:)`` does, and ``ClassError/severalValues(_:)`` where
  ///   several values are left.
  public func value(
    _ sample: ClassSample, _ reduction: ClassReduction = ClassReduction()
  ) throws -> Double {
    let evaluation = try evaluate(sample, reduction, gradient: nil)
    guard let value = evaluation.value else {
      throw ClassError.severalValues(evaluation.values.count)
    }
    return value
  }
}

/// A loss that has values for each group of elements: one for each class, or one for all.
///
/// A conforming type gives the values and slopes of a group; reductions, ignored elements and the
/// chain rule follow.
public protocol GroupedClassLoss: ClassLoss {
  /// The class of each value of a group, given those that count; `nil` for one value of all classes.
  func columns(_ counted: [Int]) -> [Int]?

  /// Whether the loss has a meaning for numbers that are no probabilities, too.
  var takesAnyNumbers: Bool { get }

  /// The values of a group that has elements.
  func values(_ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction) throws -> [Double]

  /// The derivative of Σ factor · value over the values of a group.
  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes
}

/// Derivatives by class and kept element of a group.
public struct ClassSlopes: Sendable {
  /// With respect to probabilities; empty where there are none.
  public var probabilities: [[Double]]
  /// With respect to scores, beside those by way of the probabilities; empty where there are none.
  public var scores: [[Double]]

  /// Collects derivatives.
  public init(probabilities: [[Double]] = [], scores: [[Double]] = []) {
    self.probabilities = probabilities
    self.scores = scores
  }
}

extension GroupedClassLoss {
  public func columns(_ counted: [Int]) -> [Int]? { counted }

  public var takesAnyNumbers: Bool { false }

  public func evaluate(
    _ sample: ClassSample, _ reduction: ClassReduction, gradient target: ClassGradient?
  ) throws -> ClassEvaluation {
    guard sample.activation.makesProbabilities || takesAnyNumbers else {
      throw ClassError.noProbabilities(sample.activation)
    }
    let counted = try reduction.countedClasses(of: sample.classCount)
    let groups = sample.groups(reduction.pooling)
    let columns = columns(counted)
    let table = try groups.map { group in
      try group.count == 0
        ? [Double](repeating: 0, count: columns?.count ?? 1) : values(group, counted, reduction)
    }
    let presence = groups.map { group in columns?.map { group.has($0) } ?? [true] }
    let shares = try reduction.shares(columns: columns, presence: presence)
    var gradient: [[[Double]]]?
    if let target {
      guard shares.count == 1 else { throw ClassError.severalValues(shares.count) }
      var fields = sample.probabilities.map { $0.map { [Double](repeating: 0, count: $0.count) } }
      for (group, factors) in zip(groups, shares.factors) where group.count > 0 {
        let part = try slopes(group, counted, reduction, factors: factors, target)
        group.scatter(group.pullBack(part, target), into: &fields)
      }
      gradient = fields
    }
    return ClassEvaluation(
      values: shares.reduced(table),
      tables: [ClassTable(weight: 1, classes: columns, values: table)], gradient: gradient,
      ignoredItems: sample.items.indices.filter { sample.items[$0].keptCount == 0 })
  }
}

extension ClassGroup {
  /// Derivatives with respect to what is asked for.
  fileprivate func pullBack(_ slopes: ClassSlopes, _ target: ClassGradient) -> [[Double]] {
    guard target == .scores else { return slopes.probabilities }
    guard !slopes.probabilities.isEmpty else { return slopes.scores }
    return activation.pullBack(slopes.probabilities, scores: scores, probabilities: probabilities)
  }
}
