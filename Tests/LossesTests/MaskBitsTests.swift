import Losses
import Testing

/// Masks as bits against masks as elements, on rows around the length of a word.
@Suite struct MaskBitsTests {
  static let seed: UInt64 = 64

  static func masks() throws -> [(mask: Mask, label: Comment)] {
    var random = SeededGenerator(seed: seed)
    var masks: [(Mask, Comment)] = []
    for columns in [1, 2, 7, 8, 63, 64, 65, 130] {
      for shape in [[columns], [5, columns], [1, columns], [4, 3, columns], [1, 2, columns]] {
        let grid = try Grid(shape: shape)
        let share = [0, 0.2, 0.9, 1][random.index(below: 4)]
        let mask = try Mask((0..<grid.count).map { _ in random.uniform() < share }, on: grid)
        masks.append((mask, "seed \(seed), \(shape), \(share)"))
      }
    }
    return masks
  }

  @Test func bitsAreTheElements() throws {
    for (mask, label) in try Self.masks() {
      let bits = MaskBits(mask)
      #expect(bits.mask == mask, label)
      #expect(bits.foregroundCount == mask.foregroundCount, label)
      let columns = mask.grid.shape.last ?? 1
      for row in 0..<bits.rowCount {
        var found: [Int] = []
        bits.forEachColumn(ofRow: row) { found.append($0) }
        #expect(found == (0..<columns).filter { mask.elements[row * columns + $0] }, label)
      }
    }
  }

  @Test func boundariesHaveBackgroundAtAFace() throws {
    for (mask, label) in try Self.masks() {
      let grid = mask.grid
      let expected = (0..<grid.count).map { index in
        guard mask.elements[index] else { return false }
        return (0..<grid.rank).contains { axis in
          [-1, 1].contains { step in
            var neighbour = grid.coordinates(of: index)
            neighbour[axis] += step
            return !(0..<grid.shape[axis]).contains(neighbour[axis])
              || !mask.elements[grid.index(of: neighbour)]
          }
        }
      }
      #expect(MaskBits(mask).boundary.mask.elements == expected, label)
    }
  }
}
