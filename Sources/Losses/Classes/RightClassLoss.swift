/// A loss of exclusive classes that looks at the probability of the right one.
///
/// L(q, 1) with q_i = p_{y_i,i}, for losses of one class that do not look at places and that their
/// sources define by the probability of the right class: top-k cross-entropy, hard examples, generalised
/// and symmetric cross-entropy, and the like. The truth has to be 0 or 1; one value for all classes.
public struct RightClassLoss: GroupedClassLoss {
  /// The loss of one class.
  public let loss: any Loss

  init(_ loss: any Loss) { self.loss = loss }

  public func columns(_ counted: [Int]) -> [Int]? { nil }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    [try loss.value(sample(group, group.labels()))]
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes {
    let labels = try group.labels()
    let gradient = try loss.gradient(sample(group, labels)).values
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    for (index, label) in labels.enumerated() {
      slopes[label][index] = factors[0] * gradient[index]
    }
    return ClassSlopes(probabilities: slopes)
  }

  private func sample(_ group: ClassGroup, _ labels: [Int]) throws -> Sample {
    let grid = try Grid(shape: [group.count])
    let right = labels.enumerated().map { index, label in group.probabilities[label][index] }
    return try Sample(
      prediction: ProbabilityMap(unchecked: right, on: grid),
      truth: ProbabilityMap(
        unchecked: [Double](repeating: 1, count: group.count), on: grid), seed: group.seed)
  }
}
