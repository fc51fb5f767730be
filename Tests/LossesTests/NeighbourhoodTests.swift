import Losses
import RealModule
import Testing

/// Maxima, minima, skeletons and cells against their definitions.
@Suite struct NeighbourhoodTests {
  static let seed: UInt64 = 2003_07311
  static let shapes = [[17], [7, 9], [3, 70], [4, 5, 6], [1, 6], [2, 1, 3]]

  private func field(_ count: Int, using random: inout SeededGenerator) -> [Double] {
    // Few values, so that many are equal.
    (0..<count).map { _ in Double(random.index(below: 5)) / 4 }
  }

  /// The indices of the box around an element, in the order of storage.
  private func box(_ index: Int, radius: Int, in grid: Grid) -> [Int] {
    let here = grid.coordinates(of: index)
    return (0..<grid.count).filter { other in
      zip(grid.coordinates(of: other), here).allSatisfy { abs($0 - $1) <= radius }
    }
  }

  @Test(arguments: shapes, [0, 1, 3])
  func maximumIsThatOfTheBox(shape: [Int], radius: Int) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: Self.seed)
    let values = field(grid.count, using: &random)
    let slopes = field(grid.count, using: &random)
    let pooling = MaxPooling(grid, radius: radius)
    let pooled = pooling(values)
    var expected = [Double](repeating: 0, count: grid.count)
    for index in 0..<grid.count {
      let box = box(index, radius: radius, in: grid)
      let largest = box.map { values[$0] }.max()
      #expect(pooled[index] == largest)
      let first = try #require(box.first { values[$0] == largest })
      expected[first] += slopes[index]
    }
    #expect(pooling.pullBack(slopes, at: values) == expected)
  }

  /// Planes of more elements than are pooled together.
  @Test func maximaOfWidePlanesAreThoseOfTheBox() throws {
    let grid = try Grid(shape: [3, 120, 121])
    var random = SeededGenerator(seed: Self.seed)
    let values = field(grid.count, using: &random)
    let pooled = MaxPooling(grid, radius: 1)(values)
    for index in stride(from: 0, to: grid.count, by: 7) {
      let here = grid.coordinates(of: index)
      let ranges = zip(here, grid.shape).map { max(0, $0 - 1)...min($1 - 1, $0 + 1) }
      let box = ranges[0].flatMap { z in
        ranges[1].flatMap { y in ranges[2].map { values[(z * 120 + y) * 121 + $0] } }
      }
      #expect(pooled[index] == box.max(), "seed \(Self.seed)")
    }
  }

  @Test(arguments: shapes)
  func minimumIsThatOfTheCross(shape: [Int]) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: Self.seed)
    let values = field(grid.count, using: &random)
    let eroded = CrossMinimum(grid)(values)
    for index in 0..<grid.count {
      let here = grid.coordinates(of: index)
      let cross = (0..<grid.count).filter { other in
        zip(grid.coordinates(of: other), here).reduce(0) { $0 + abs($1.0 - $1.1) } <= 1
      }
      #expect(eroded[index] == cross.map { values[$0] }.min())
    }
  }

  @Test(arguments: [[7, 9], [4, 5, 6]])
  func slopesOfSkeletonsAreThoseOfDifferences(shape: [Int]) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: Self.seed)
    var values = (0..<grid.count).map { _ in random.uniform() }
    let weights = (0..<grid.count).map { _ in random.uniform() }
    func value() -> Double {
      let skeleton = SoftSkeleton(of: values, on: grid, erosions: 3, keepsLevels: false).values
      return zip(skeleton, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let slopes = SoftSkeleton(of: values, on: grid, erosions: 3, keepsLevels: true).pullBack(
      weights)
    for index in values.indices {
      let (original, step) = (values[index], 1e-6)
      values[index] = original + step
      let upper = value()
      values[index] = original - step
      let lower = value()
      values[index] = original
      #expect(abs((upper - lower) / (2 * step) - slopes[index]) <= 1e-7, "seed \(Self.seed)")
    }
  }

  /// Where nothing but the least value is there is no skeleton, and it is not looked for.
  @Test(arguments: [[40], [14, 17], [9, 8, 10]], [0, 3])
  func skeletonsBeforeAnEvenBackgroundAreThoseOfTheWholeField(shape: [Int], margin: Int) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: Self.seed)
    let values = (0..<grid.count).map { index in
      let isInside = zip(grid.coordinates(of: index), shape).allSatisfy {
        $0 >= margin && $0 < $1 - 3
      }
      return isInside ? random.uniform() : 1e-4
    }
    for erosions in [0, 1, 2, 20] {
      let whole = WholeFieldSkeleton(of: values, on: grid, erosions: erosions)
      for keepsLevels in [false, true] {
        let part = SoftSkeleton(
          of: values, on: grid, erosions: erosions, keepsLevels: keepsLevels)
        #expect(part.values == whole.values, "seed \(Self.seed)")
      }
      #expect(whole.values.contains { $0 > 0 })
    }
  }

  /// Thick objects of few levels, of which an erosion changes the rim alone.
  @Test(arguments: [[400], [1, 300], [300, 1], [40, 50], [2, 2, 90], [16, 18, 17]])
  func skeletonsOfThickObjectsAreThoseOfTheWholeField(shape: [Int]) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: Self.seed, stream: 3)
    for round in 0..<8 {
      var values = [Double](repeating: 0.1, count: grid.count)
      for _ in 0..<3 {
        let lower = shape.map { random.index(below: $0) }
        let upper = zip(lower, shape).map { $0 + 1 + random.index(below: $1 - $0) }
        let level = Double(1 + random.index(below: 8)) / 8
        for index in values.indices {
          let place = grid.coordinates(of: index)
          if zip(place, zip(lower, upper)).allSatisfy({ $1.0 <= $0 && $0 < $1.1 }) {
            values[index] = max(values[index], level)
          }
        }
      }
      for erosions in [0, 1, 5, 1000] {
        let what: Comment = "\(erosions) erosions, seed \(Self.seed), stream 3, round \(round)"
        let whole = WholeFieldSkeleton(of: values, on: grid, erosions: erosions)
        let part = SoftSkeleton(of: values, on: grid, erosions: erosions, keepsLevels: false)
        #expect(part.values == whole.values, what)
        let kept = SoftSkeleton(of: values, on: grid, erosions: erosions, keepsLevels: true)
        #expect(kept.values == whole.values, what)
        // Bit for bit, wherever equal neighbours share a slope.
        let slopes = values.map { _ in random.uniform() - 0.5 }
        #expect(kept.pullBack(slopes) == whole.pullBack(slopes), what)
      }
    }
  }

  @Test(arguments: [1, 3, 4, 7])
  func depthIsTheNumberOfErosionsThatLeaveNothing(radius: Int) throws {
    let grid = try Grid(shape: [19, 19])
    let disc = try Mask(
      (0..<grid.count).map {
        InvarianceTests.isInBall(grid.coordinates(of: $0), [9, 9], Double(radius))
      },
      on: grid)
    var field = disc.elements.map { $0 ? 1.0 : 0 }
    for erosion in 1...disc.depth {
      field = CrossMinimum(grid)(field)
      #expect(field.allSatisfy { $0 == 0 } == (erosion == disc.depth))
    }
    #expect(try Mask([Bool](repeating: true, count: 361), on: grid).depth == 0)
    #expect(try Mask([Bool](repeating: false, count: 361), on: grid).depth == 0)
  }

  /// What a fixed number of erosions does to clDice, and that taking it from the masks mends it.
  @Test func tooFewErosionsSeeNothingInAThickObject() throws {
    let grid = try Grid(shape: [33, 33])
    let sample = try InvarianceTests.sample(grid) {
      InvarianceTests.isInBall($0, [16, 21], 6)
    } truth: {
      InvarianceTests.isInBall($0, [16, 12], 6)
    }
    let fixed = try CenterlineDiceLoss(["erosions": 3])
    #expect(fixed.value(sample) == 0)
    #expect(fixed.gradient(sample).values.allSatisfy { $0 == 0 })
    let free = try CenterlineDiceLoss()
    #expect(free.value(sample) > 0.1)
    #expect(free.gradient(sample).values.contains { $0 != 0 })
  }

  @Test(arguments: [[13], [9, 11], [4, 5, 6]])
  func cellsHaveTheirNearestComponent(shape: [Int]) throws {
    var random = SeededGenerator(seed: Self.seed)
    for spacing in [1.0, 2] {
      let grid = try Grid(shape: shape, spacing: shape.indices.map { $0 == 0 ? spacing : 1 })
      let mask = try Mask((0..<grid.count).map { _ in random.uniform() < 0.15 }, on: grid)
      let cells = ComponentCells(of: mask)
      let components = ConnectedComponents(of: mask, connectivity: .full)
      guard components.count > 0 else { continue }
      for index in 0..<grid.count {
        let here = grid.coordinates(of: index)
        let nearest = (0..<grid.count).filter { mask.elements[$0] }.map { other in
          let squares = zip(zip(grid.coordinates(of: other), here), grid.spacing).map {
            let distance = Double($0.0 - $0.1) * $1
            return distance * distance
          }
          return (squares.reduce(0, +), components.labels[other])
        }.min { $0 < $1 }
        #expect(cells.labels[index] == nearest?.1, "seed \(Self.seed)")
      }
    }
  }

  @Test func withoutComponentsNoCellHasANumber() throws {
    let mask = try Mask([false, false], on: Grid(shape: [2]))
    #expect(ComponentCells(of: mask).labels == [0, 0])
  }
}

/// Small matrices and sums over patches against their definitions.
@Suite struct PatchTests {
  @Test func factorSolvesAndHasTheDeterminant() {
    // By the first row: 4 (5·6 − 1·1) − 2 (2·6 − 1·1) + 1 (2·1 − 5·1).
    var matrix = SquareMatrix(size: 3)
    matrix.elements = [4, 2, 1, 2, 5, 1, 1, 1, 6]
    let determinant = 4.0 * 29 - 2 * 11 + 1 * -3
    let factor = CholeskyFactor(matrix, leastPivot: 1e-12)
    #expect(abs(factor.logarithmOfDeterminant - .log(determinant)) <= 1e-14)
    let inverse = factor.solvedBackwards(
      rowsOf: factor.solvedForwards(rowsOf: SquareMatrix(size: 3, diagonal: 1)))
    for (value, expected) in zip((inverse * matrix).elements, [1.0, 0, 0, 0, 1, 0, 0, 0, 1]) {
      #expect(abs(value - expected) <= 1e-14)
    }
  }

  @Test(arguments: [[5], [4, 5], [3, 4, 5], [2, 6]])
  func covarianceIsTheSumOfProducts(shape: [Int]) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: 1910)
    let fields = (0..<2).map { _ in (0..<grid.count).map { _ in random.uniform() } }
    let patches = Patches(of: grid)
    #expect(patches.offsets.count == shape.reduce(1) { $0 * min(3, $1) })
    #expect(patches.starts.count == shape.reduce(1) { $0 * max(1, $1 - 2) })
    let covariance = patches.covariance(fields[0], fields[1])
    for row in patches.offsets.indices {
      for column in patches.offsets.indices {
        let x = patches.starts.map { fields[0][$0 + patches.offsets[row]] }
        let y = patches.starts.map { fields[1][$0 + patches.offsets[column]] }
        let product = x.reduce(0, +) * y.reduce(0, +) / Double(x.count)
        let expected = zip(x, y).reduce(-product) { $0 + $1.0 * $1.1 }
        #expect(abs(covariance[row, column] - expected) <= 1e-12)
      }
    }
  }
}
