/// Thinning of a plane by two alternating passes, each of which takes elements off two sides at once
/// (Zhang and Suen 1984, "A fast parallel algorithm for thinning digital patterns").
///
/// Whether a pass takes an element off depends on its eight neighbours alone. So only elements beside those
/// that one of the last two passes has taken off are looked at: of the others, nothing has changed since the
/// same pass looked at them.
struct PlaneThinning {
  private var bits: FramedBits

  /// Prepares a mask of two axes.
  init(_ mask: Mask) { bits = FramedBits(mask) }

  /// The skeleton.
  consuming func thinned() -> Mask {
    // At first, what is background counts as just taken off.
    var latest = bits.complement
    var changed = latest
    var pass = ThinningPasses.first
    while changed.contains(where: { $0 != 0 }) {
      let next = layer(pass, beside: changed)
      bits.remove(next)
      for number in next.indices { changed[number] = next[number] | latest[number] }
      latest = next
      pass = pass == .first ? .second : .first
    }
    return bits.mask
  }

  /// What a pass takes off of the elements beside changed ones, as the words of ``FramedBits``.
  private func layer(_ pass: ThinningPasses, beside changed: [UInt64]) -> [UInt64] {
    var layer = [UInt64](repeating: 0, count: changed.count)
    changed.withUnsafeBufferPointer { changed in
      layer.withUnsafeMutableBufferPointer { layer in
        let row = bits.rowStride / 64
        func column(_ number: Int) -> UInt64 {
          changed[number &- row] | changed[number] | changed[number &+ row]
        }
        Self.passes.withUnsafeBufferPointer { passes in
          bits.forEachWord { number, word in
            let middle = column(number)
            let beside =
              middle | middle &<< 1 | middle &>> 1 | column(number &- 1) &>> 63
              | column(number &+ 1) &<< 63
            var removable: UInt64 = 0
            FramedBits.forEachBit(of: word & beside) { bit in
              let isRemovable = passes[square(around: 64 &* number &+ bit)].contains(pass)
              removable |= (isRemovable ? 1 : 0) &<< UInt64(truncatingIfNeeded: bit)
            }
            layer[number] = removable
          }
        }
      }
    }
    return layer
  }

  /// Bit 3 r + c for the element r − 1 rows and c − 1 columns away.
  @inline(__always)
  private func square(around element: Int) -> Int {
    bits.window(at: element &- bits.rowStride) | bits.window(at: element) &<< 3
      | bits.window(at: element &+ bits.rowStride) &<< 6
  }

  /// The passes that take the element in the middle of a square off.
  private static let passes = (0..<512).map { square in
    // The eight neighbours clockwise from the upper left, in the order of the bits of a pattern.
    let pattern = [0, 1, 2, 5, 8, 7, 6, 3].enumerated().reduce(0) { pattern, neighbour in
      pattern | (square >> neighbour.element & 1) << neighbour.offset
    }
    return departures[pattern] ?? ThinningPasses(ofPattern: pattern)
  }

  /// Where scikit-image, after ImageJ, departs from the paper: it takes off the corner between two
  /// face neighbours, so that lines are one element wide on diagonals as well, and takes ends of
  /// lines two elements wide off in one pass only or in none, so that no object vanishes.
  private static let departures: [Int: ThinningPasses] = [
    3: .first, 6: .first, 10: .both, 11: .first, 12: .first, 14: .first, 24: .second, 26: .second,
    40: .both, 48: [], 56: .second, 96: .second, 104: .second, 108: .second, 129: [], 130: .both,
    131: .first, 134: .first, 160: .both, 161: .first, 176: .second, 192: .second, 194: .first,
    198: .first, 224: .second,
  ]
}

/// The two passes of Zhang and Suen.
private struct ThinningPasses: OptionSet {
  let rawValue: Int

  /// Takes elements off the lower and the right side.
  static let first = ThinningPasses(rawValue: 1)
  /// Takes elements off the upper and the left side.
  static let second = ThinningPasses(rawValue: 2)
  static let both: ThinningPasses = [.first, .second]

  init(rawValue: Int) { self.rawValue = rawValue }

  /// The conditions of the paper: 2 to 6 neighbours that follow each other without a gap, and
  /// background on the sides of the pass.
  init(ofPattern pattern: Int) {
    self = []
    let isForeground = (0..<8).map { pattern >> $0 & 1 == 1 }
    let starts = (0..<8).count { isForeground[$0] && !isForeground[($0 + 7) % 8] }
    guard (2...6).contains(pattern.nonzeroBitCount), starts == 1 else { return }
    let (up, right, down, left) = (
      isForeground[1], isForeground[3], isForeground[5], isForeground[7]
    )
    if !(right && down && (up || left)) { insert(.first) }
    if !(up && left && (right || down)) { insert(.second) }
  }
}
