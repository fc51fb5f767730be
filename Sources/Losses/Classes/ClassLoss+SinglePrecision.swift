extension ClassLoss {
  /// The loss of a batch in single precision, and its derivative with respect to each logit if that is
  /// asked for.
  ///
  /// No field of probabilities is stored for these losses, nor for weighted sums of them:
  ///
  /// - ``SoftmaxCrossEntropy`` without label smoothing, in one pass over the logits, gradient included;
  /// - ``SoftmaxFocal`` with γ = 2, in one pass, too;
  /// - ``GeneralisedDice`` with products, and ``DiceLoss`` and ``TverskyLoss`` of each class against the rest,
  ///   in one pass, and another one for the gradient.
  ///
  /// Of the ``LovaszLoss`` alone, those of one class at a time are. Against double precision on the same
  /// logits, the relative error of cross-entropy and focal loss is below 2⁻²⁰, and the absolute one of the
  /// others is. Slopes of the former have an error below 2⁻²⁰ of the steepest, those of the latter below 2⁻¹⁷;
  /// near a perfect prediction they are differences of slopes by probabilities, which have that error
  /// themselves. Mostly errors are near 1e-7. Where the Lovász loss sorts errors that rounding exchanges,
  /// slopes change as by that exchange. Every other loss is that of the same numbers in double precision.
  /// Results do not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - sample: logits and labels.
  ///   - reduction: how values of items and classes become one.
  ///   - wantsGradient: whether the derivative is asked for.
  /// - Returns: what the loss gives, and the derivative by item, class and element as the logits are.
  /// - Throws: as `evaluate(_:_:gradient:)` of a ``ClassSample``.
  public func evaluate(
    _ sample: SinglePrecisionClassSample, _ reduction: ClassReduction, gradient wantsGradient: Bool
  ) throws -> (evaluation: ClassEvaluation, gradient: [Float]?) {
    if sample.isModerate {
      if let loss = SoftmaxSumsLosses(self, reduction) {
        return try loss.evaluate(sample, wantsGradient: wantsGradient)
      }
      if (self as? OneVersusRest)?.loss is LovaszLoss {
        return try SoftmaxLovasz(sample: sample, reduction: reduction).evaluate(
          wantsGradient: wantsGradient)
      }
    }
    let evaluation = try evaluate(
      sample.inDoublePrecision(), reduction, gradient: wantsGradient ? .scores : nil)
    return (
      evaluation.withoutGradient, evaluation.gradient?.flatMap { $0.joined() }.map { Float($0) }
    )
  }

  /// The reduced value of a batch in single precision.
  ///
  /// - Throws: what `evaluate(_:_:gradient:)` does, and ``ClassError/severalValues(_:)`` where several
  ///   values are left.
  public func value(
    _ sample: SinglePrecisionClassSample, _ reduction: ClassReduction = ClassReduction()
  ) throws -> Double {
    let evaluation = try evaluate(sample, reduction, gradient: false).evaluation
    guard let value = evaluation.value else {
      throw ClassError.severalValues(evaluation.values.count)
    }
    return value
  }

  /// The reduced value of a batch in single precision, and its derivative with respect to each logit.
  ///
  /// - Throws: what `evaluate(_:_:gradient:)` does.
  public func valueAndGradient(
    _ sample: SinglePrecisionClassSample, _ reduction: ClassReduction = ClassReduction()
  ) throws -> (value: Double, gradient: [Float]) {
    let (evaluation, gradient) = try evaluate(sample, reduction, gradient: true)
    guard let value = evaluation.value, let gradient else {
      throw ClassError.severalValues(evaluation.values.count)
    }
    return (value, gradient)
  }
}

/// A weighted sum of losses that are functions of sums over a softmax, all of which one pass finds.
struct SoftmaxSumsLosses {
  private let parts: [(weight: Double, loss: any SoftmaxSumsLoss)]
  private let reduction: ClassReduction
  private let needs: SoftmaxNeeds

  /// `nil` where a loss, or a part of a sum of losses, is no such function.
  init?(_ loss: any ClassLoss, _ reduction: ClassReduction) {
    let parts = (loss as? SumOverClasses)?.parts ?? [(1, loss)]
    var needs = SoftmaxNeeds()
    self.parts = parts.compactMap { part in
      guard let loss = part.loss as? any SoftmaxSumsLoss, let own = loss.needs(reduction),
        let joined = needs.joined(with: own)
      else { return nil }
      needs = joined
      return (part.weight, loss)
    }
    guard self.parts.count == parts.count else { return nil }
    self.reduction = reduction
    self.needs = needs
  }

  func evaluate(
    _ sample: SinglePrecisionClassSample, wantsGradient: Bool
  ) throws -> (evaluation: ClassEvaluation, gradient: [Float]?) {
    let counted = try reduction.countedClasses(of: sample.classCount)
    let groups = Groups(sample, reduction.pooling)
    let shares = try parts.map { part in
      let columns = part.loss.columns(counted)
      return try reduction.shares(
        columns: columns,
        presence: groups.volumes.map { sums in
          columns?.map { sums.overlaps[$0].truth > 0 } ?? [true]
        })
    }
    let counts = shares.map(\.count)
    guard Set(counts).count <= 1 else { throw ClassError.partsDiffer(counts) }
    if wantsGradient, let count = counts.first, count != 1 { throw ClassError.severalValues(count) }

    // Slopes that do not depend on sums need no pass of their own before them.
    let pass = SoftmaxPass(sample: sample, needs: needs)
    var sums = groups.volumes
    if !wantsGradient || needs.overlaps { sums = groups.pooled(pass.sums()) }
    var gradient: [Float]?
    if wantsGradient {
      let slopes = try self.slopes(sums, counted, shares, sample.classCount)
      let found = pass.gradient(sample.volumes.indices.map { slopes[groups.group(of: $0)] })
      gradient = found.gradient
      if !needs.overlaps { sums = groups.pooled(found.sums) }
    }
    return (try evaluation(sample, sums, counted, shares), gradient)
  }

  private func slopes(
    _ sums: [SoftmaxSums], _ counted: [Int], _ shares: [ClassReduction.Shares], _ classes: Int
  ) throws -> [SoftmaxSlopes] {
    try sums.enumerated().map { row, sums in
      var slopes = SoftmaxSlopes(classes: classes)
      guard sums.count > 0 else { return slopes }
      for (part, shares) in zip(parts, shares) {
        let own = try part.loss.slopes(sums, counted, reduction, factors: shares.factors[row])
        slopes.add(own, times: part.weight)
      }
      return slopes
    }
  }

  private func evaluation(
    _ sample: SinglePrecisionClassSample, _ sums: [SoftmaxSums], _ counted: [Int],
    _ shares: [ClassReduction.Shares]
  ) throws -> ClassEvaluation {
    var values = [Double](repeating: 0, count: shares.first?.count ?? 1)
    var tables: [ClassTable] = []
    for (part, shares) in zip(parts, shares) {
      let columns = part.loss.columns(counted)
      let table = try sums.map { sums in
        try sums.count == 0
          ? [Double](repeating: 0, count: columns?.count ?? 1)
          : part.loss.values(sums, counted, reduction)
      }
      for (index, value) in shares.reduced(table).enumerated() {
        values[index] += part.weight * value
      }
      tables.append(ClassTable(weight: part.weight, classes: columns, values: table))
    }
    return ClassEvaluation(
      values: values, tables: tables, gradient: nil,
      ignoredItems: sample.ignoredItems)
  }

  /// The groups of elements that have values of their own: items, or the whole batch.
  private struct Groups {
    private let isPooled: Bool
    /// What is known of each before the softmax.
    let volumes: [SoftmaxSums]

    init(_ sample: SinglePrecisionClassSample, _ pooling: ClassReduction.Pooling) {
      isPooled = pooling == .batch
      volumes = Self.pooled(sample.volumes.map { SoftmaxSums(volumes: $0) }, isPooled)
    }

    func group(of item: Int) -> Int { isPooled ? 0 : item }

    func pooled(_ sums: [SoftmaxSums]) -> [SoftmaxSums] { Self.pooled(sums, isPooled) }

    private static func pooled(_ sums: [SoftmaxSums], _ isPooled: Bool) -> [SoftmaxSums] {
      guard isPooled, var all = sums.first else { return sums }
      for sums in sums.dropFirst() { all.add(sums) }
      return [all]
    }
  }
}
