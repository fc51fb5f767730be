import Losses
import Testing

@Suite struct DistanceTransformTests {
  /// A mask with random shape, spacing and share of foreground.
  static func randomMask(rank: Int, using random: inout SeededGenerator) throws -> Mask {
    let longest = [40, 9, 5][rank - 1]
    let shape = (0..<rank).map { _ in 1 + random.index(below: longest) }
    let isotropic = random.index(below: 3) == 0
    let spacing = shape.map { _ in isotropic ? 1 : 0.1 + 3 * random.uniform() }
    let grid = try Grid(shape: shape, spacing: spacing)
    let share = [0, 0.02, 0.2, 0.5, 0.9, 1][random.index(below: 6)]
    return try Mask((0..<grid.count).map { _ in random.uniform() < share }, on: grid)
  }

  /// The distance to the nearest element that equals `target`, by trying all.
  static func bruteForce(_ mask: Mask, to target: Bool) -> [Double] {
    let grid = mask.grid
    // Only the targets' coordinates, axis by axis, so that debug builds stay quick.
    let positions = (0..<grid.count).map { index in
      zip(grid.coordinates(of: index), grid.spacing).map { Double($0) * $1 }
    }
    let targets = positions.indices.filter { mask.elements[$0] == target }.map { positions[$0] }
    return positions.map { position in
      var nearest = Double.infinity
      for other in targets {
        var square = 0.0
        for axis in 0..<position.count {
          let offset = position[axis] - other[axis]
          square += offset * offset
        }
        nearest = min(nearest, square)
      }
      return nearest.squareRoot()
    }
  }

  static func agree(_ first: [Double], _ second: [Double]) -> Bool {
    first.count == second.count
      && zip(first, second).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-12 * max($0, $1) }
  }

  @Test(arguments: 1...3)
  func equalsBruteForce(rank: Int) throws {
    var random = SeededGenerator(seed: 11, stream: UInt64(rank))
    for round in 0..<60 {
      let mask = try Self.randomMask(rank: rank, using: &random)
      let label = "seed 11, stream \(rank), round \(round), \(mask.grid)"
      #expect(
        Self.agree(mask.distanceToBackground(), Self.bruteForce(mask, to: false)), "\(label)")
      #expect(Self.agree(mask.distanceToForeground(), Self.bruteForce(mask, to: true)), "\(label)")
    }
  }

  /// Long lines and wide rows reach over several blocks; one element makes the answer known.
  @Test(arguments: [[20, 80], [1, 90], [90, 1], [3, 10, 70]])
  func distanceToOneElement(shape: [Int]) throws {
    let grid = try Grid(shape: shape, spacing: [0.7, 1.3, 0.4].suffix(shape.count))
    var elements = [Bool](repeating: false, count: grid.count)
    let center = grid.count / 3
    elements[center] = true
    let mask = try Mask(elements, on: grid)
    #expect(Self.agree(mask.distanceToForeground(), Self.bruteForce(mask, to: true)))
  }

  @Test func infiniteWithoutTarget() throws {
    let grid = try Grid(shape: [3, 4])
    let empty = try Mask([Bool](repeating: false, count: 12), on: grid)
    let full = try Mask([Bool](repeating: true, count: 12), on: grid)
    #expect(empty.distanceToForeground().allSatisfy { $0 == .infinity })
    #expect(empty.distanceToBackground().allSatisfy { $0 == 0 })
    #expect(full.distanceToBackground().allSatisfy { $0 == .infinity })
    #expect(full.distanceToForeground().allSatisfy { $0 == 0 })
  }

  @Test(arguments: 1...3)
  func growingTheMaskShortensDistances(rank: Int) throws {
    var random = SeededGenerator(seed: 12, stream: UInt64(rank))
    for round in 0..<40 {
      let mask = try Self.randomMask(rank: rank, using: &random)
      let grown = try Mask(
        mask.elements.map { $0 || random.index(below: 10) == 0 }, on: mask.grid)
      let shortened = zip(grown.distanceToForeground(), mask.distanceToForeground())
      #expect(shortened.allSatisfy { $0 <= $1 * (1 + 1e-12) }, "seed 12, round \(round)")
    }
  }

  @Test(arguments: 1...3)
  func flippingCommutes(rank: Int) throws {
    var random = SeededGenerator(seed: 13, stream: UInt64(rank))
    for round in 0..<40 {
      let mask = try Self.randomMask(rank: rank, using: &random)
      // Reversing the storage flips all axes.
      let flipped = try Mask(mask.elements.reversed(), on: mask.grid)
      #expect(
        Self.agree(flipped.distanceToForeground(), mask.distanceToForeground().reversed()),
        "seed 13, round \(round)")
    }
  }

  @Test func transposingCommutes() throws {
    var random = SeededGenerator(seed: 14)
    for round in 0..<40 {
      let mask = try Self.randomMask(rank: 3, using: &random)
      let grid = mask.grid
      let turned = try Grid(shape: grid.shape.reversed(), spacing: grid.spacing.reversed())
      let order = (0..<grid.count).map { grid.index(of: turned.coordinates(of: $0).reversed()) }
      let transposed = try Mask(order.map { mask.elements[$0] }, on: turned)
      let distances = mask.distanceToBackground()
      #expect(
        Self.agree(transposed.distanceToBackground(), order.map { distances[$0] }),
        "seed 14, round \(round)")
    }
  }
}
