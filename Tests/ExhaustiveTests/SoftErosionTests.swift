import Losses
import TestSupport
import Testing

/// Soft erosion against its definition.
@Suite struct SoftErosionTests {
  static let seed: UInt64 = 1904_10031
  static let weights = [0.3, 1, 2, 0.7, 1.1, 0.2]

  /// A field with errors near 1 in blobs, which survive some erosions.
  private func field(_ grid: Grid, _ kind: Int, using random: inout SeededGenerator) -> [Double] {
    let centres = (0..<3).map { _ in grid.coordinates(of: random.index(below: grid.count)) }
    return (0..<grid.count).map { index in
      let here = grid.coordinates(of: index)
      let isNear = centres.contains { centre in
        zip(here, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } <= 6
      }
      return switch kind {
      case 0: random.uniform()
      case 1: isNear ? 0.9 + 0.1 * random.uniform() : 0.1 * random.uniform()
      // Over one half everywhere: no element is eroded to 0 but near the border.
      case 2: 0.9 + 0.1 * random.uniform()
      default: isNear ? 1 : 0
      }
    }
  }

  private func naiveSum(_ field: [Double], _ grid: Grid) -> Double {
    var field = field
    var total = 0.0
    for weight in Self.weights {
      let means = field.indices.map { index in
        var sum = field[index]
        for axis in 0..<grid.rank {
          for step in [-1, 1] {
            let offset = (0..<grid.rank).map { $0 == axis ? step : 0 }
            sum += grid.neighbour(of: index, at: offset).map { field[$0] } ?? 0
          }
        }
        return sum / Double(2 * grid.rank + 1)
      }
      field = means.map { max(0, $0 - 0.5) }
      let (lowest, highest) = (field.min() ?? 0, field.max() ?? 0)
      if highest > lowest { field = field.map { ($0 - lowest) / (highest - lowest) } }
      total += weight * field.reduce(0, +)
    }
    return total
  }

  private func grids() throws -> [Grid] {
    try [
      Grid(shape: [2, 2]), Grid(shape: [3, 2]), Grid(shape: [1, 9]), Grid(shape: [11, 13]),
      Grid(shape: [5, 6, 7]), Grid(shape: [2, 2, 2]), Grid(shape: [1, 1]),
    ]
  }

  @Test(arguments: 0..<4)
  func sumEqualsTheDefinition(kind: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(kind))
    for grid in try grids() {
      for _ in 0..<20 {
        let field = field(grid, kind, using: &random)
        let expected = naiveSum(field, grid)
        let found = SoftErosion(grid, weights: Self.weights, scratch: ScratchMemory()).weightedSum(
          field)
        #expect(abs(found - expected) <= 1e-10 * max(1, expected), "seed \(Self.seed), \(grid)")
      }
    }
  }

  /// Also where the eroded fields have to be made again, since together they exceed the grid.
  @Test(arguments: 0..<3)
  func gradientAgreesWithCentralDifferences(kind: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 10 + UInt64(kind))
    for grid in try grids() {
      for round in 0..<4 {
        let field = field(grid, kind, using: &random)
        let erosion = SoftErosion(grid, weights: Self.weights, scratch: ScratchMemory())
        let gradient = erosion.weightedSumGradient(field)
        let scale = max(1, gradient.map(abs).max() ?? 0)
        for index in field.indices {
          var (upper, lower) = (field, field)
          upper[index] += 1e-7
          lower[index] -= 1e-7
          let slope = (erosion.weightedSum(upper) - erosion.weightedSum(lower)) / 2e-7
          #expect(
            abs(slope - gradient[index]) <= 1e-4 * scale,
            "seed \(Self.seed), kind \(kind), \(grid), round \(round)")
        }
      }
    }
  }

  @Test func erosionTakesARingFromASquare() throws {
    let grid = try Grid(shape: [20, 20])
    let field = (0..<400).map { index in
      let here = grid.coordinates(of: index)
      return here.allSatisfy { (5..<14).contains($0) } ? 1.0 : 0
    }
    // Sides keep 4 of 5 and become 0.6 after rescaling, corners 3 of 5 and become 0.2.
    let sum = SoftErosion(grid, weights: [1], scratch: ScratchMemory()).weightedSum(field)
    #expect(abs(sum - (49 + 4 * 7 * 0.6 + 4 * 0.2)) <= 1e-12)
  }

  /// Large enough for several threads, on which neither value nor gradient depends.
  @Test(arguments: [0, 1, 3], [[389, 401], [53, 51, 59]])
  func largeFieldsAgreeWithTheDefinitionOnAnyNumberOfThreads(kind: Int, shape: [Int]) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 20 + UInt64(kind))
    let grid = try Grid(shape: shape)
    #expect(grid.count >= Parallelism.cheapCount)
    // Holes, so that the field is eroded from within, too.
    let field = field(grid, kind == 3 ? 2 : kind, using: &random).map {
      kind == 3 && random.uniform() < 0.01 ? 0 : $0
    }
    let expected = naiveSum(field, grid)
    func found(threads: Int) -> (sum: Double, gradient: [Double]) {
      Parallelism.$threads.withValue(threads) {
        let erosion = SoftErosion(grid, weights: Self.weights, scratch: ScratchMemory())
        return (erosion.weightedSum(field), erosion.weightedSumGradient(field))
      }
    }
    let one = found(threads: 1)
    #expect(
      abs(one.sum - expected) <= 1e-9 * max(1, expected), "seed \(Self.seed), kind \(kind)")
    for threads in [2, 8] {
      let several = found(threads: threads)
      #expect(several.sum.bitPattern == one.sum.bitPattern, "\(threads) threads, kind \(kind)")
      #expect(
        several.gradient.map(\.bitPattern) == one.gradient.map(\.bitPattern),
        "\(threads) threads, kind \(kind)")
    }
  }
}

extension SoftErosion {
  /// ``weightedSum(_:)-(UnsafeMutableBufferPointer<Double>)`` of an array.
  fileprivate func weightedSum(_ field: [Double]) -> Double {
    var field = field
    return field.withUnsafeMutableBufferPointer { weightedSum($0) }
  }

  /// What ``replaceByGradient(_:)`` makes of an array.
  fileprivate func weightedSumGradient(_ field: [Double]) -> [Double] {
    var field = field
    field.withUnsafeMutableBufferPointer { replaceByGradient($0) }
    return field
  }
}
