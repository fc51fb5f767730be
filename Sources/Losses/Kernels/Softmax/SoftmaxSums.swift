/// Sums over the elements of a softmax that losses of classes are made of.
struct SoftmaxSums {
  /// Σ of the terms of the elements of each class; those of all classes in the first where a loss does not
  /// tell classes apart.
  var terms: [Double]
  /// TP, P, G and N of each class; no sums of squares.
  var overlaps: [OverlapSums]

  /// Number of elements.
  var count: Double { overlaps[0].count }

  /// What is known before the softmax: how many elements each class has.
  init(volumes: [Int]) {
    let count = Double(volumes.reduce(0, +))
    terms = volumes.map { _ in 0 }
    overlaps = volumes.map {
      OverlapSums(truePositives: 0, prediction: 0, truth: Double($0), count: count)
    }
  }

  /// Adds sums of more elements, the volumes of which are here: terms, P and TP by class.
  mutating func add(_ sums: some Collection<Double>) {
    let (sums, classes) = (Array(sums), terms.count)
    for number in 0..<classes {
      terms[number] += sums[number]
      overlaps[number].prediction += sums[classes + number]
      overlaps[number].truePositives += sums[2 * classes + number]
    }
  }
}

extension SoftmaxSums {
  /// Adds those of another item.
  mutating func add(_ others: SoftmaxSums) {
    for number in terms.indices {
      terms[number] += others.terms[number]
      overlaps[number].truePositives += others.overlaps[number].truePositives
      overlaps[number].prediction += others.overlaps[number].prediction
      overlaps[number].truth += others.overlaps[number].truth
      overlaps[number].count += others.overlaps[number].count
    }
  }
}

/// Derivatives of a function of ``SoftmaxSums`` by class.
struct SoftmaxSlopes {
  /// With respect to the sums of terms.
  var terms: [Double]
  /// With respect to TP and P.
  var overlaps: [OverlapSlopes]

  /// No slopes.
  init(classes: Int) {
    terms = [Double](repeating: 0, count: classes)
    overlaps = [OverlapSlopes](repeating: OverlapSlopes(), count: classes)
  }

  /// Adds others times a factor.
  mutating func add(_ others: SoftmaxSlopes, times factor: Double) {
    for number in terms.indices {
      terms[number] += factor * others.terms[number]
      overlaps[number] = overlaps[number].combined(1, others.overlaps[number], factor)
    }
  }

  /// As the kernel takes them: those of terms, P and TP by class.
  var packed: [Float] {
    (terms + overlaps.map(\.prediction) + overlaps.map(\.truePositives)).map { Float($0) }
  }
}

/// What is summed over the elements of a softmax.
struct SoftmaxNeeds {
  /// What is summed of the probability p of the right class.
  enum Term {
    /// −ln p.
    case crossEntropy
    /// −(1 − p)² ln p.
    case squaredFocal
  }

  var term: Term?
  /// Whether terms are summed by class.
  var termsByClass = false
  /// Whether TP and P are summed.
  var overlaps = false

  /// What both need; `nil` for two kinds of terms, of which a pass sums one.
  func joined(with other: SoftmaxNeeds) -> SoftmaxNeeds? {
    guard term == nil || other.term == nil || term == other.term else { return nil }
    return SoftmaxNeeds(
      term: term ?? other.term, termsByClass: termsByClass || other.termsByClass,
      overlaps: overlaps || other.overlaps)
  }
}

/// A loss of exclusive classes that is a function of ``SoftmaxSums``, so that a pass over logits gives the
/// value, and another one, or the same, the derivative with respect to each logit.
protocol SoftmaxSumsLoss: GroupedClassLoss {
  /// What has to be summed; `nil` where the loss is no such function in the form that it has.
  func needs(_ reduction: ClassReduction) -> SoftmaxNeeds?

  /// The values of a group that has elements.
  func values(_ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction) throws -> [Double]

  /// The derivatives of Σ factor · value over the values of a group, which has elements.
  ///
  /// Where no overlaps are needed, it is asked before anything but the volumes is known.
  func slopes(
    _ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction, factors: [Double]
  ) throws -> SoftmaxSlopes
}
