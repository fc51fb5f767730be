/// The k elements with the largest cross-entropy; of equal ones those with the lowest index.
///
/// `HardestOfMask` finds them where the truth is 0 or 1 everywhere. With soft truths the
/// cross-entropies of all are computed, and `TopSelection` chooses among them. Time linear in the
/// number of elements.
enum HardestElements<Element: FieldElement>: Sendable {
  case ofMask(HardestOfMask<Element>)
  case ofSoftTruth(HardestOfSoftTruth)

  /// Finds the k hardest elements, with k in 1 … their number.
  init(_ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    precondition((1...p.count).contains(k))
    self =
      HardestOfMask(k, p, g).map { .ofMask($0) } ?? .ofSoftTruth(HardestOfSoftTruth(k, p, g))
  }

  /// Σ of the cross-entropies of the k elements.
  var sum: Double {
    switch self {
    case .ofMask(let hardest): hardest.sum
    case .ofSoftTruth(let hardest): hardest.sum
    }
  }

  /// The slope of each of the k elements times a factor, and 0 for the others.
  func slopes(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, times factor: Double
  ) -> [Element] {
    switch self {
    case .ofMask(let hardest): hardest.slopes(p, g, times: factor)
    case .ofSoftTruth(let hardest): hardest.slopes(p, g, times: factor)
    }
  }
}

/// `HardestElements` by the cross-entropies of all.
struct HardestOfSoftTruth: Sendable {
  private let hardness: [Double]
  /// The cross-entropy of the last of the k; those above it are among the k.
  private let limit: Double
  private let countAtLimit: Int
  /// Elements at the limit are among the k before this index.
  private let end: Int

  /// Finds the k hardest elements, with k in 1 … their number.
  init<Element: FieldElement>(_ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    hardness = arrayOfPieces(count: p.count) { range, hardness in
      for (position, index) in range.enumerated() {
        hardness[position] = LogarithmTerm().value(
          Double(p.buffer[index]), Double(g.buffer[index]))
      }
    }
    let selection = hardness.withUnsafeBufferPointer { TopSelection(k, of: $0) }
    limit = selection.threshold
    countAtLimit = selection.countAtThreshold
    var (equals, index) = (0, 0)
    while equals < selection.countAtThreshold {
      equals += hardness[index] == selection.threshold ? 1 : 0
      index += 1
    }
    end = index
  }

  /// Σ of the cross-entropies of the k elements.
  var sum: Double {
    Parallelism.sum(over: hardness.count) { range in
      hardness[range].reduce(0) { $0 + ($1 > limit ? $1 : 0) }
    } + Double(countAtLimit) * limit
  }

  /// The slope of each of the k elements times a factor, and 0 for the others.
  func slopes<Element: FieldElement>(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, times factor: Double
  ) -> [Element] {
    arrayOfPieces(count: p.count) { range, slopes in
      for (position, index) in range.enumerated() {
        let counts = hardness[index] > limit || (hardness[index] == limit && index < end)
        let slope = LogarithmTerm().slope(Double(p.buffer[index]), Double(g.buffer[index]))
        slopes[position] = counts ? Element(factor * slope) : 0
      }
    }
  }
}
