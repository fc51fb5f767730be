/// What a loss over several classes looks at: a batch of items of the same classes.
///
/// Class 0 is the background where there is one. Items may lie on different grids.
public struct ClassSample: Sendable {
  /// The items of the batch.
  public let items: [ClassItem]

  /// How the classes stand to each other.
  public let relation: ClassRelation

  /// What makes probabilities of the items' scores.
  public let activation: Activation

  /// Seed of everything random that a loss makes for itself.
  public let seed: UInt64

  /// Probabilities by item, class and element.
  public let probabilities: [[[Double]]]

  /// Probabilities of the second predictions, by item; `nil` for items without one.
  public let secondProbabilities: [[[Double]]?]

  /// K, the number of classes.
  public let classCount: Int

  /// How far from 1 the probabilities of an element may sum: single and half precision round.
  static let sumTolerance = 2e-3

  /// Brings together a batch.
  ///
  /// - Parameters:
  ///   - items: at least one, all of the same number of classes.
  ///   - relation: exclusive classes need a softmax, or probabilities that sum to 1; independent ones
  ///     a sigmoid, or probabilities.
  ///   - activation: what makes probabilities of the scores.
  ///   - seed: of what losses draw at random.
  /// - Throws: ``ClassError`` where the items do not fit together, the activation does not fit the
  ///   classes, or the probabilities are none.
  public init(
    _ items: [ClassItem], _ relation: ClassRelation, activation: Activation = .none,
    seed: UInt64 = 0
  ) throws(ClassError) {
    guard let first = items.first else { throw .noItems }
    classCount = first.scores.count
    for (number, item) in items.enumerated() where item.scores.count != classCount {
      throw .classCountsDiffer(item: number, item.scores.count, expected: classCount)
    }
    switch (relation, activation) {
    case (.exclusive, .sigmoid), (.exclusive, .tanh), (.exclusive, .logSoftmax),
      (.independent, .softmax):
      throw .activation(activation, relation)
    default: break
    }
    self.items = items
    self.relation = relation
    self.activation = activation
    self.seed = seed
    probabilities = items.map { activation.probabilities(of: $0.scores) }
    secondProbabilities = items.map { $0.secondScores.map(activation.probabilities) }
    for (number, item) in items.enumerated() {
      if activation == .none {
        try Self.requireProbabilities(item.scores, item, relation, number)
        if let second = item.secondScores {
          try Self.requireProbabilities(second, item, relation, number)
        }
      }
      if relation == .exclusive { try Self.requireSums(item.truth, "truth", item, number) }
    }
  }

  private static func requireProbabilities(
    _ scores: [[Double]], _ item: ClassItem, _ relation: ClassRelation, _ number: Int
  ) throws(ClassError) {
    for (which, values) in scores.enumerated() {
      guard let index = values.firstIndex(where: { !(0...1).contains($0) }) else { continue }
      throw .probability(
        values[index], item: number, class: which, at: item.grid.coordinates(of: index))
    }
    if relation == .exclusive { try requireSums(scores, "prediction", item, number) }
  }

  private static func requireSums(
    _ fields: [[Double]], _ name: String, _ item: ClassItem, _ number: Int
  ) throws(ClassError) {
    // A single class has no other to share with.
    guard fields.count > 1 else { return }
    for index in 0..<item.grid.count where item.ignored?.elements[index] != true {
      let sum = fields.reduce(0) { $0 + $1[index] }
      guard abs(sum - 1) <= sumTolerance else {
        throw .sum(sum, name, item: number, at: item.grid.coordinates(of: index))
      }
    }
  }
}
