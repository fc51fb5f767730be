/// The k elements with the largest cross-entropy where the truth is 0 or 1 everywhere; of equal ones
/// those with the lowest index.
///
/// The less probable the right class, the larger the cross-entropy, so that no logarithm is needed to
/// find them. A sample of the elements brackets the k-th smallest probability; one pass over all
/// counts and sums those below the bracket and keeps those inside it, among which `TopSelection`
/// finds the k-th. Should it lie outside, another pass looks there. The result does not depend on the
/// sample. Time linear in the number of elements; memory for some hundredths of them.
package struct HardestOfMask<Element: FieldElement>: Sendable {
  /// Σ of the cross-entropies of the k elements.
  package let sum: Double
  /// The probability of the right class of the last of the k; those below it are among the k.
  private let limit: Double
  /// Elements at the limit are among the k before this index.
  private let end: Int
  /// Which groups of eight neighbours may have some of the k.
  private let marks: [Bool]

  /// Finds the k hardest elements, with k in 1 … their number; `nil` when some truth is neither 0
  /// nor 1.
  package init?(_ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    self.init(k, p, g, startingFrom: Self.bracket(k, p, g))
  }

  /// The same from any bracket.
  package init?(
    _ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, startingFrom bracket: Bracket
  ) {
    var bracket = bracket
    while true {
      guard let survey = BracketSurvey(bracket, p, g) else { return nil }
      if k <= survey.below {
        bracket = Bracket(lower: -.infinity, upper: bracket.lower)
      } else if k > survey.throughUpper {
        bracket = Bracket(lower: bracket.upper, upper: .infinity)
      } else {
        (limit, end, sum) = survey.selection(k, p, g)
        marks = survey.marks
        return
      }
    }
  }

  /// Two probabilities between which the k-th smallest most likely is.
  private static func bracket(
    _ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>
  ) -> Bracket {
    let size = min(max(p.count / 32, 1 << 7), 1 << 13)
    guard p.count >= 1 << 10 else { return Bracket(lower: -.infinity, upper: .infinity) }
    let right = RightProbabilities(p, g)
    let hardness = sampledIndices(size, of: p.count).map { -right[$0] }
    let rank = Double(k) / Double(p.count) * Double(size)
    // Three standard deviations of the rank of the sought one in the sample.
    let margin = 3 * (rank * (1 - rank / Double(size))).squareRoot() + 2
    return hardness.withUnsafeBufferPointer { hardness in
      func threshold(_ rank: Double) -> Double? {
        (1...Double(size)).contains(rank)
          ? -TopSelection(Int(rank), of: hardness).threshold : nil
      }
      return Bracket(
        lower: threshold(rank - margin) ?? -.infinity,
        upper: threshold((rank + margin).rounded(.up)) ?? .infinity)
    }
  }

  /// The slope of each of the k elements times a factor, and 0 for the others.
  package func slopes(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, times factor: Double
  ) -> [Element] {
    arrayOfPieces(count: p.count) { range, slopes in
      slopes.initialize(repeating: 0)
      let right = RightProbabilities(p, g)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
        guard marks[start / 8] else { continue }
        for index in start..<min(start + 8, range.upperBound) {
          let probability = right[index]
          guard probability < limit || (probability == limit && index < end) else { continue }
          let slope = LogarithmTerm().slope(Double(p.buffer[index]), Double(g.buffer[index]))
          slopes[index - range.lowerBound] = Element(factor * slope)
        }
      }
    }
  }
}
