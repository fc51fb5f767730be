import RealModule

/// The cross-entropy of exclusive classes.
///
///     L = Σ_i Σ_k w_k t_{k,i} (−ln p_{k,i}) / Σ_i Σ_k w_k g_{k,i},  t = (1 − ε) g + ε/K
///
/// over the elements i that are not ignored, with the weights w of ``ClassReduction/weights`` (1 when
/// there are none) and label smoothing ε in [0, 1]. Of logits, ln p is taken exactly; of probabilities
/// it is taken of p clamped to [1e-7, 1 − 1e-7], and the gradient is 0 where the clamp acts. It has one
/// value for all classes, so that the background always counts; 0 where all that is left weighs 0.
/// Source: PyTorch `cross_entropy`, whose mean of labels this is (of a soft truth it divides by the
/// number of elements); label smoothing after Szegedy et al. (2016), arXiv:1512.00567, section 7.
public struct SoftmaxCrossEntropy: GroupedClassLoss {
  /// ε.
  public let labelSmoothing: Double

  init() { labelSmoothing = 0 }

  /// The cross-entropy with label smoothing.
  ///
  /// - Throws: ``ClassError/parameter(_:_:expected:)`` outside [0, 1].
  public init(labelSmoothing: Double) throws(ClassError) {
    guard (0...1).contains(labelSmoothing) else {
      throw .parameter("the label smoothing", labelSmoothing, expected: "a number in [0, 1]")
    }
    self.labelSmoothing = labelSmoothing
  }

  public func columns(_ counted: [Int]) -> [Int]? { nil }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    let weights = weights(group, reduction)
    let total = totalWeight(group, weights)
    guard total > 0 else { return [0] }
    var sum = 0.0
    for index in 0..<group.count {
      let logarithmOfSum = isExact(group) ? Activation.logarithmOfSum(group.scores, index) : 0
      for number in weights.indices {
        let target = weights[number] * smoothed(group.truths[number][index], weights.count)
        guard target != 0 else { continue }
        let logarithm =
          isExact(group)
          ? group.scores[number][index] - logarithmOfSum
          : .log(clamped(group.probabilities[number][index]))
        sum -= target * logarithm
      }
    }
    return [sum / total]
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    let weights = weights(group, reduction)
    let total = totalWeight(group, weights)
    let share = total > 0 ? factors[0] / total : 0
    let targets = group.truths.enumerated().map { number, truth in
      truth.map { share * weights[number] * smoothed($0, weights.count) }
    }
    guard target == .scores, isExact(group) else {
      let slopes = zip(targets, group.probabilities).map { targets, p in
        zip(targets, p).map { target, p in
          (isExact(group) ? p > 0 : isUnclamped(p)) ? -target / p : 0
        }
      }
      return ClassSlopes(probabilities: slopes)
    }
    // ∂/∂x_j Σ_k t_k (ln Σ e^x − x_k) = p_j Σ_k t_k − t_j.
    let sums = (0..<group.count).map { index in targets.reduce(0) { $0 + $1[index] } }
    let slopes = zip(targets, group.probabilities).map { targets, p in
      targets.indices.map { p[$0] * sums[$0] - targets[$0] }
    }
    return ClassSlopes(scores: slopes)
  }

  /// With the label smoothing.
  public func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? {
    guard let labelSmoothing = form.labelSmoothing else { return nil }
    return try SoftmaxCrossEntropy(labelSmoothing: labelSmoothing)
  }

  /// Whether logarithms come from logits.
  private func isExact(_ group: ClassGroup) -> Bool { group.activation == .softmax }

  private func weights(_ group: ClassGroup, _ reduction: ClassReduction) -> [Double] {
    reduction.weights ?? [Double](repeating: 1, count: group.truths.count)
  }

  /// Σ_i Σ_k w_k g_{k,i}.
  private func totalWeight(_ group: ClassGroup, _ weights: [Double]) -> Double {
    zip(weights, group.truths).reduce(0) { $0 + $1.0 * sum($1.1) }
  }

  private func smoothed(_ truth: Double, _ classes: Int) -> Double {
    (1 - labelSmoothing) * truth + labelSmoothing / Double(classes)
  }
}

extension SoftmaxCrossEntropy: SoftmaxSumsLoss {
  func needs(_ reduction: ClassReduction) -> SoftmaxNeeds? {
    // Smoothed labels look at the logits of all classes.
    labelSmoothing == 0
      ? SoftmaxNeeds(term: .crossEntropy, termsByClass: reduction.weights != nil) : nil
  }

  func values(_ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction) -> [Double] {
    let (weights, total) = weights(sums, reduction)
    return [total > 0 ? zip(weights, sums.terms).reduce(0) { $0 + $1.0 * $1.1 } / total : 0]
  }

  func slopes(
    _ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction, factors: [Double]
  ) -> SoftmaxSlopes {
    var slopes = SoftmaxSlopes(classes: sums.terms.count)
    let (weights, total) = weights(sums, reduction)
    if total > 0 { slopes.terms = weights.map { factors[0] * $0 / total } }
    return slopes
  }

  /// w, and Σ_k w_k G_k.
  private func weights(
    _ sums: SoftmaxSums, _ reduction: ClassReduction
  ) -> (weights: [Double], total: Double) {
    let weights = reduction.weights ?? sums.terms.map { _ in 1 }
    return (weights, zip(weights, sums.overlaps).reduce(0) { $0 + $1.0 * $1.1.truth })
  }
}
