import Losses

/// A loss of several classes that another process computes.
struct ProcessOverClasses: ClassLoss {
  private let loss: ProcessLoss

  init(_ loss: ProcessLoss) { self.loss = loss }

  func evaluate(
    _ sample: ClassSample, _ reduction: ClassReduction, gradient target: ClassGradient?
  ) throws -> ClassEvaluation {
    let process = try loss.process(greeting: try greeting(sample))
    guard let handshake = process.handshake, handshake.classes.contains(sample.relation) else {
      return try OneVersusRest(loss).evaluate(sample, reduction, gradient: target)
    }
    if target != nil { _ = try loss.requireGradient(handshake) }
    try require(sample, reduction, handshake)
    let answer = try process.ask(LossQuestion(sample, handshake), wantsGradient: target != nil)
    let gradient = target.map { target in
      LossQuestion.pullBack(answer.gradient ?? [], sample, handshake, target)
    }
    return ClassEvaluation(
      values: [answer.value],
      tables: [ClassTable(weight: 1, classes: nil, values: [[answer.value]])], gradient: gradient,
      ignoredItems: sample.items.indices.filter {
        sample.items[$0].ignored?.foregroundCount == sample.items[$0].grid.count
      })
  }

  /// The first class of the first item, with which a process that takes one map is greeted.
  private func greeting(_ sample: ClassSample) throws -> Sample {
    let item = sample.items[0]
    let p = sample.probabilities[0][0].map { min(max($0, 0), 1) }
    return try Sample(
      prediction: ProbabilityMap(p, on: item.grid),
      truth: ProbabilityMap(item.truth[0], on: item.grid))
  }

  /// - Throws: `LossError.unsupportedSample(loss:reason:)` for what the process cannot be asked.
  private func require(
    _ sample: ClassSample, _ reduction: ClassReduction, _ handshake: LossHandshake
  ) throws {
    func refuse(_ reason: String) -> LossError {
      .unsupportedSample(loss: loss.name, reason: reason)
    }
    guard reduction == ClassReduction() else {
      throw refuse(
        "the process makes one value of classes and batch itself; leave out how they are reduced, and "
          + "set that in the process")
    }
    guard sample.activation.makesProbabilities else {
      throw refuse(
        "the process takes probabilities or logits, and \(sample.activation) makes neither")
    }
    guard sample.items.allSatisfy({ $0.grid == sample.items[0].grid }) else {
      throw refuse("the process takes a batch of one grid; give it items of one shape and spacing")
    }
    guard handshake.mask || sample.items.allSatisfy({ $0.ignored == nil }) else {
      throw refuse(
        "the process cannot leave elements out; let it introduce itself with \"mask\": true")
    }
  }
}
