/// Where neighbours of a sample are alike: stretches of eight elements each that repeat the eight before
/// them, in prediction and truth. Far from an object there is little else.
///
/// What a loss makes of eight elements is then computed once a stretch. It is added up as often, and in
/// the same order, as without this, so that sums are the same to the last bit.
struct Stretches: Sendable {
  /// Equal vectors of eight elements that follow each other.
  struct Stretch: Sendable {
    /// The first element, counted from the start of the piece.
    let start: Int32
    /// How many vectors there are.
    var count: Int32
  }

  private var stretches: [Stretch] = []
  /// Where the stretches of each piece of ``Parallelism/chunk`` elements begin, and where the last
  /// ends.
  private var bounds = [0]

  /// Looks for stretches beside a truth of 0 and 1.
  ///
  /// - Returns: `nil` where so few vectors repeat the one before that nothing would be won.
  init?(_ predictions: [Double], _ truths: [Double]) {
    let most = predictions.count / 16
    stretches.reserveCapacity(min(most, 1 << 12))
    let isWorthwhile = withBuffers(predictions, truths) { p, g in
      for start in stride(from: 0, to: p.count, by: Parallelism.chunk) {
        let range = start..<min(start + Parallelism.chunk, p.count)
        append(p[range], g[range])
        guard stretches.count <= most else { return false }
        bounds.append(stretches.count)
      }
      return true
    }
    guard isWorthwhile else { return nil }
  }

  /// Appends the stretches of a piece; the elements that fill no vector of eight are left out.
  private mutating func append(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>
  ) {
    guard predictions.count >= 8, let p = UnsafeRawPointer(predictions.baseAddress),
      let g = UnsafeRawPointer(truths.baseAddress)
    else { return }
    func bits(_ field: UnsafeRawPointer, _ index: Int) -> SIMD8<UInt64> {
      (field + index * MemoryLayout<Double>.stride).loadUnaligned(as: SIMD8<UInt64>.self)
    }
    var last = (p: bits(p, 0), g: bits(g, 0))
    var stretch = Stretch(start: 0, count: 1)
    for index in stride(from: 8, through: predictions.count - 8, by: 8) {
      let next = (p: bits(p, index), g: bits(g, index))
      let difference = (next.p ^ last.p) | (next.g ^ last.g)
      let half = difference.lowHalf | difference.highHalf
      let quarter = half.lowHalf | half.highHalf
      if quarter.x | quarter.y == 0 {
        stretch.count += 1
      } else {
        stretches.append(stretch)
        stretch = Stretch(start: Int32(index), count: 1)
        last = next
      }
    }
    stretches.append(stretch)
  }

  /// The stretches of the piece that starts at an element.
  @inline(__always)
  func withPiece<Result>(
    from start: Int, _ body: (UnsafeBufferPointer<Stretch>) -> Result
  ) -> Result {
    let number = start / Parallelism.chunk
    return stretches.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[bounds[number]..<bounds[number + 1]]))
    }
  }
}

/// Whether a truth is 0 or 1 everywhere.
struct TruthIsHard: TruthKey {
  typealias Value = Bool

  static func holds(for truth: ProbabilityMap) -> Bool {
    truth.values.allSatisfy { $0 == 0 || $0 == 1 }
  }
}

extension Sample {
  /// The stretches of the prediction, where many losses and steps will make use of them.
  func findStretches() -> Stretches? {
    guard servesManyPredictions,
      derived(TruthIsHard(), make: { TruthIsHard.holds(for: truth) })
    else { return nil }
    return Stretches(prediction.values, truth.values)
  }
}
