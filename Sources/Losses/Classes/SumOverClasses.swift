/// A weighted sum of losses over classes, each in its own form and reduced by itself.
///
/// Excluding the background concerns the parts that have a value for each class, such as Dice; a
/// softmax cross-entropy has one value and keeps all classes.
public struct SumOverClasses: ClassLoss {
  /// The parts and their weights.
  public let parts: [(weight: Double, loss: any ClassLoss)]

  /// Adds losses.
  public init(_ parts: [(weight: Double, loss: any ClassLoss)]) { self.parts = parts }

  /// Each part that has such a form; `nil` where none has.
  public func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? {
    var written: [(weight: Double, loss: any ClassLoss)] = []
    var isOther = false
    for part in parts {
      let other = try part.loss.written(as: form)
      isOther = isOther || other != nil
      written.append((part.weight, other ?? part.loss))
    }
    return isOther ? SumOverClasses(written) : nil
  }

  public func cautions(_ sample: ClassSample) throws -> [String] {
    try parts.flatMap { try $0.loss.cautions(sample) }
  }

  public func evaluate(
    _ sample: ClassSample, _ reduction: ClassReduction, gradient target: ClassGradient?
  ) throws -> ClassEvaluation {
    let evaluations = try parts.map { try $0.loss.evaluate(sample, reduction, gradient: target) }
    let counts = evaluations.map(\.values.count)
    guard Set(counts).count <= 1 else { throw ClassError.partsDiffer(counts) }
    var values = [Double](repeating: 0, count: counts.first ?? 1)
    var tables: [ClassTable] = []
    var gradient = target.map { _ in
      sample.probabilities.map { $0.map { [Double](repeating: 0, count: $0.count) } }
    }
    for (part, evaluation) in zip(parts, evaluations) {
      for index in values.indices { values[index] += part.weight * evaluation.values[index] }
      for var table in evaluation.tables {
        table.weight *= part.weight
        tables.append(table)
      }
      if let slopes = evaluation.gradient { gradient?.add(slopes, times: part.weight) }
    }
    return ClassEvaluation(
      values: values, tables: tables, gradient: gradient,
      ignoredItems: sample.items.indices.filter { sample.items[$0].keptCount == 0 })
  }
}

extension [[[Double]]] {
  /// Adds other fields of the same shape, times a factor.
  fileprivate mutating func add(_ others: [[[Double]]], times factor: Double) {
    for item in indices {
      for number in self[item].indices {
        for index in self[item][number].indices {
          self[item][number][index] += factor * others[item][number][index]
        }
      }
    }
  }
}
