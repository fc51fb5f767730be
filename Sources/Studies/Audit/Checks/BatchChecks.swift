import Losses
import Texts

/// Whether the order of the items of a batch matters.
struct ItemOrderCheck: AuditCheck {
  let id = "item-order"
  let question = "Is it the same where the items of a batch change places?"
  let method = """
    Two items of three exclusive classes on 16 × 16 elements with probabilities of random logits; image and \
    second prediction are given. Passed where the value of the batch stays to 1e-6 when the items change places.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let batch = try AuditBatch(seed: subject.seed)
    let values = try [[0, 1], [1, 0]].map { order in
      try subject.value(
        batch.sample(order.map { try batch.item($0) }, seed: subject.seed), batch.words)
    }
    return judgeEqual(
      (values[0], values[1]), otherwise: .failed, ("in order", "changed over"), input: batch.words)
  }
}

/// Whether the order of classes matters.
struct ClassOrderCheck: AuditCheck {
  let id = "class-order"
  let question = "Is it the same where classes change places?"
  let method = """
    The batch of item-order; classes 0, 1, 2 become 1, 2, 0 in prediction and truth. Passed where the value \
    stays to 1e-6; the background counts as any class.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let batch = try AuditBatch(seed: subject.seed)
    let values = try [[0, 1, 2], [2, 0, 1]].map { order in
      try subject.value(
        batch.sample((0..<2).map { try batch.item($0, classes: order) }, seed: subject.seed),
        batch.words)
    }
    return judgeEqual(
      (values[0], values[1]), otherwise: .failed, ("in order", "changed over"), input: batch.words)
  }
}

/// Whether a batch is worth the mean of its items.
struct BatchCheck: AuditCheck {
  let id = "batch"
  let question = "Is a batch worth the mean of its items?"
  let method = """
    The value of the batch of item-order against the mean of the values of its two items. Passed where they \
    agree to 1e-6; found otherwise, as where elements of all items are taken together.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let batch = try AuditBatch(seed: subject.seed)
    let items = try (0..<2).map { try batch.item($0) }
    let whole = try subject.value(batch.sample(items, seed: subject.seed), batch.words)
    let single = try items.map {
      try subject.value(batch.sample([$0], seed: subject.seed), batch.words)
    }
    return judgeEqual(
      (whole, (single[0] + single[1]) / 2), otherwise: .found,
      ("as a batch", "as the mean of the items"), input: batch.words)
  }
}

/// Whether elements of an ignored label count for nothing.
struct IgnoreCheck: AuditCheck {
  let id = "ignore"
  let question = "Do elements of an ignored label count for nothing?"
  let method = """
    The first item of the batch of item-order with label 255 in its upper four rows, which is to be ignored. \
    Passed where the value stays to 1e-6 when logits there change their sign, and every slope there is 0.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let batch = try AuditBatch(seed: subject.seed)
    let isIgnored = { (index: Int) in index < 4 * batch.grid.shape[1] }
    let labels = batch.labels[0].enumerated().map { isIgnored($0) ? 255 : $1 }
    let turned = batch.logits[0].map { $0.enumerated().map { isIgnored($0) ? -$1 : $1 } }
    let samples = try [batch.logits[0], turned].map { logits in
      try batch.sample(
        [batch.item(0, ignoring: 255, labels: labels, logits: logits)], seed: subject.seed)
    }
    let values = try samples.map { try subject.value($0, batch.words) }
    let judgement = judgeEqual(
      (values[0], values[1]), otherwise: .failed, ("as predicted", "with other logits there"),
      input: batch.words + "; label 255 in rows 0 to 3 of item 0")
    guard judgement.verdict == .passed else { return judgement }
    do {
      let evaluation = try subject.loss.overClasses(.exclusive).evaluate(
        samples[0], ClassReduction(), gradient: .probabilities)
      let slopes = evaluation.gradient?.first?.flatMap { field in
        field.indices.filter(isIgnored).map { field[$0] }
      }
      let largest = slopes?.largestMagnitude ?? 0
      guard largest > 0 else { return judgement }
      return AuditJudgement(
        .failed, "the value does not see them, but there is a gradient",
        judgement.evidence + [AuditNumber("largest slope at an ignored element", largest)],
        input: batch.words + "; label 255 in rows 0 to 3 of item 0")
    } catch LossError.unsupportedSample {
      return judgement
    }
  }
}

/// Whether logits and their probabilities give the same, and whether probabilities are taken for logits.
struct ActivationCheck: AuditCheck {
  let id = "activation"
  let question = "Does it take logits and probabilities for what they are?"
  let method = """
    The batch of item-order as logits with a softmax, and with a sigmoid, against their probabilities: failed \
    where values differ by more than 1e-6. Then a disc of radius 7 on 32 × 32 elements: found where the value \
    at the truth is over 1 % of the value at its complement, as of a loss that takes a sigmoid of \
    probabilities.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let batch = try AuditBatch(seed: subject.seed)
    var evidence: [AuditNumber] = []
    for (relation, activation) in [
      (ClassRelation.exclusive, Activation.softmax), (.independent, .sigmoid),
    ] {
      let values = try [true, false].map { asLogits in
        let items = try (0..<2).map { try batch.item($0, asLogits: asLogits, relation: relation) }
        let sample = try ClassSample(
          items, relation, activation: asLogits ? activation : .none, seed: subject.seed)
        return try subject.value(sample, batch.words)
      }
      let judgement = judgeEqual(
        (values[0], values[1]), otherwise: .failed,
        ("for logits with a \(activation.rawValue)", "for their probabilities"), input: batch.words)
      guard judgement.verdict == .passed else { return judgement }
      evidence += judgement.evidence
    }
    let truth = AuditMask.disc(7, on: try Grid(shape: [32, 32]))
    let right = AuditPair(truth.map(), of: truth)
    let values = try [right, AuditPair(truth.complement.map(), of: truth)]
      .map { try subject.value($0) }
    let share = values[1] == 0 ? 0 : values[0] / values[1]
    evidence.append(AuditNumber("value at the truth, of that at its complement", share))
    guard share > 0.01 else {
      return AuditJudgement(.passed, "logits give what their probabilities give", evidence)
    }
    return AuditJudgement(
      .found,
      "the truth costs \(percent(share)) of its complement, as where a sigmoid is taken of "
        + "probabilities", evidence, input: right.words)
  }
}
