import RealModule

/// Two probabilities of the right class; infinite where there is no bound.
package struct Bracket {
  let lower: Double
  let upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// How many elements are below a bracket, in it, and at its ends.
struct BracketSurvey {
  private let bracket: Bracket
  private let pieces: [Piece]
  /// Indices of those between the ends, rising.
  private let inside: [UInt32]
  /// Which groups of eight neighbours have elements in the bracket or below it.
  let marks: [Bool]

  /// What is found in each piece.
  private struct Piece: Sendable {
    var below = LogarithmSum()
    var atLower = 0
    var atUpper = 0
  }

  /// `nil` when some truth is neither 0 nor 1.
  init?<Element: FieldElement>(
    _ bracket: Bracket, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>
  ) {
    self.bracket = bracket
    let count = Parallelism.chunkCount(p.count)
    let parts = Parallelism.partCount(p.count)
    var pieces = [Piece?](repeating: nil, count: count)
    var marks = [Bool](repeating: false, count: (p.count + 7) / 8)
    var insides = [[UInt32]](repeating: [], count: parts)
    pieces.withUnsafeMutableBufferPointer { pieces in
      marks.withUnsafeMutableBufferPointer { marks in
        insides.withUnsafeMutableBufferPointer { insides in
          let (pieces, marks) = (SendableBuffer(pieces), SendableBuffer(marks))
          let insides = SendableBuffer(insides)
          Parallelism.forEachPart(parts, of: count) { part, numbers in
            var inside: [UInt32] = []
            for number in numbers {
              let start = number * Parallelism.chunk
              pieces.buffer[number] = Self.piece(
                bracket, RightProbabilities(p, g),
                in: start..<min(start + Parallelism.chunk, p.count),
                marking: UnsafeMutableBufferPointer(rebasing: marks.buffer[(start / 8)...]),
                inside: &inside)
              // A soft truth anywhere ends it.
              if pieces.buffer[number] == nil { return }
            }
            insides.buffer[part] = inside
          }
        }
      }
    }
    self.pieces = pieces.compactMap { $0 }
    self.marks = marks
    inside = parts == 1 ? insides[0] : Array(insides.joined())
    guard self.pieces.count == count else { return nil }
  }

  /// `nil` when some truth is neither 0 nor 1.
  private static func piece<Element: FieldElement>(
    _ bracket: Bracket, _ right: RightProbabilities<Element>, in range: Range<Int>,
    marking marks: UnsafeMutableBufferPointer<Bool>, inside: inout [UInt32]
  ) -> Piece? {
    var piece = Piece()
    let found = right.forEach(below: bracket.upper, in: range, marking: marks) { index, right in
      if right < bracket.lower {
        piece.below.insert(right)
      } else if right == bracket.lower {
        piece.atLower += 1
      } else {
        inside.append(UInt32(truncatingIfNeeded: index))
      }
    }
    piece.atUpper = found.atLimit
    return found.isMask ? piece : nil
  }

  /// Number of elements below the bracket.
  var below: Int { pieces.reduce(0) { $0 + $1.below.count } }
  private var atLower: Int { pieces.reduce(0) { $0 + $1.atLower } }
  private var atUpper: Int { pieces.reduce(0) { $0 + $1.atUpper } }
  /// Number of elements below the bracket and in it, with its ends.
  var throughUpper: Int { below + atLower + inside.count + atUpper }

  /// The k-th smallest probability, which must be in the bracket; the index before which elements
  /// with that probability are among the k; and Σ −ln of the k.
  func selection<Element: FieldElement>(
    _ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>
  ) -> (limit: Double, end: Int, sum: Double) {
    let right = RightProbabilities(p, g)
    var sum = pieces.reduce(0) { $0 + $1.below.sum }
    var rank = k - below
    if rank <= atLower {
      let end = end(of: rank, at: bracket.lower, among: \.atLower, right)
      return (bracket.lower, end, sum - Double(rank) * .log(bracket.lower))
    }
    if atLower > 0 { sum -= Double(atLower) * .log(bracket.lower) }
    rank -= atLower
    var between = LogarithmSum()
    guard rank <= inside.count else {
      for index in inside { between.insert(right[Int(index)]) }
      rank -= inside.count
      let end = end(of: rank, at: bracket.upper, among: \.atUpper, right)
      return (bracket.upper, end, sum + between.sum - Double(rank) * .log(bracket.upper))
    }
    let hardness = inside.map { -right[Int($0)] }
    let selection = hardness.withUnsafeBufferPointer { TopSelection(rank, of: $0) }
    var (ties, end) = (0, 0)
    for (index, hardness) in zip(inside, hardness) {
      if hardness > selection.threshold {
        between.insert(-hardness)
      } else if hardness == selection.threshold {
        ties += 1
        if ties == selection.countAtThreshold { end = Int(index) + 1 }
      }
    }
    let limit = -selection.threshold
    return (limit, end, sum + between.sum - Double(selection.countAtThreshold) * .log(limit))
  }

  /// The index after the `rank`-th element that has a probability, given how many each piece has.
  private func end<Element: FieldElement>(
    of rank: Int, at probability: Double, among counts: KeyPath<Piece, Int>,
    _ right: RightProbabilities<Element>
  ) -> Int {
    var (rank, piece) = (rank, 0)
    while pieces[piece][keyPath: counts] < rank {
      rank -= pieces[piece][keyPath: counts]
      piece += 1
    }
    var index = piece * Parallelism.chunk
    while true {
      rank -= right[index] == probability ? 1 : 0
      index += 1
      if rank == 0 { return index }
    }
  }
}

/// Σ −ln of probabilities of at least ε.
///
/// The logarithm of a product of 32 takes the place of 32 logarithms. Its rounding is an absolute
/// error of half a unit of 1 for each factor, so that probabilities near 1 are left out of products:
/// the relative error stays below 1e-12.
struct LogarithmSum {
  /// Number of probabilities.
  private(set) var count = 0
  private var total = 0.0
  private var product = 1.0

  /// Σ −ln.
  var sum: Double { total - .log(product) }

  /// Adds a probability.
  @inline(__always)
  mutating func insert(_ probability: Double) {
    count &+= 1
    if probability > 0.999 {
      total -= .log(probability)
    } else {
      product *= probability
    }
    if count & 31 == 0 {
      total -= .log(product)
      product = 1
    }
  }
}
