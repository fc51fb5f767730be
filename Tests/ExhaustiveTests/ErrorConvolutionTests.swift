import Foundation
import Losses
import TestSupport
import Testing

/// Convolution through Fourier space against its definition, element by element.
@Suite struct ErrorConvolutionTests {
  static let seed: UInt64 = 1904_10031

  // MARK: Transform

  static func withPlanes(_ count: Int, _ body: (ComplexPlanes, ComplexPlanes) -> Void) {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: 4 * count)
    defer { memory.deallocate() }
    memory.initialize(repeating: .nan, count: 4 * count)
    body(
      ComplexPlanes(real: memory, imaginary: memory + count, count: count),
      ComplexPlanes(real: memory + 2 * count, imaginary: memory + 3 * count, count: count))
  }

  @Test func lengthsRiseToTheBound() {
    for bound in [1, 8, 9, 100, 301, 4096] {
      let lengths = FourierAxis.lengths(upTo: bound)
      #expect(lengths == lengths.sorted() && Set(lengths).count == lengths.count)
      #expect(lengths.dropLast().allSatisfy { $0 < bound } && lengths.last ?? 0 >= bound)
      #expect(lengths.allSatisfy { length in [1, 3, 5].contains { (length / $0).isPowerOfTwo } })
    }
  }

  /// A linear map is known by what it does to each wave: it must give one frequency, to each its own.
  @Test(arguments: FourierAxis.lengths(upTo: 160))
  func waveBecomesItsFrequency(length: Int) {
    var seen: Set<Int> = []
    for frequency in 0..<length {
      Self.withPlanes(length) { field, spare in
        for index in 0..<length {
          let angle = 2 * Double.pi * Double(index * frequency % length) / Double(length)
          (field.real[index], field.imaginary[index]) = (cos(angle), sin(angle))
        }
        let found = FourierTransform(shape: [length], scratch: ScratchMemory()).forward(
          field, spare: spare)
        let size = Double(length)
        let peaks = (0..<length).filter { abs(found.real[$0] - size) < 1e-12 * size }
        #expect(peaks.count == 1)
        seen.formUnion(peaks)
        let rest = (0..<length).filter { !peaks.contains($0) }
        #expect(rest.allSatisfy { abs(found.real[$0]) < 1e-12 * size })
        #expect((0..<length).allSatisfy { abs(found.imaginary[$0]) < 1e-12 * size })
      }
    }
    #expect(seen.count == length)
  }

  @Test(arguments: [
    [1, 1, 8], [12, 1, 1], [1, 20, 24], [40, 1, 8], [8, 12, 20], [1, 192, 160],
  ])
  func inverseTakesTheTransformBack(shape: [Int]) {
    var random = SeededGenerator(seed: Self.seed)
    let transform = FourierTransform(shape: shape, scratch: ScratchMemory())
    let values = RandomFields.uniform(2 * transform.count, using: &random)
    Self.withPlanes(transform.count) { field, spare in
      for index in 0..<transform.count {
        (field.real[index], field.imaginary[index]) = (
          values[2 * index], values[2 * index + 1]
        )
      }
      let spectrum = transform.forward(field, spare: spare)
      Self.withPlanes(transform.count) { first, second in
        let back = transform.inverse(spectrum, times: nil, first: first, second: second)
        let scale = Double(transform.count)
        let worst = (0..<transform.count).reduce(0.0) {
          max(
            $0, abs(back.real[$1] / scale - values[2 * $1]),
            abs(back.imaginary[$1] / scale - values[2 * $1 + 1]))
        }
        #expect(worst < 1e-14, "seed \(Self.seed), \(shape)")
      }
    }
  }

  // MARK: Tiles

  static func tilings() throws -> [(Grid, Int, Int)] {
    try [[1], [300], [1, 1, 1], [70, 90], [512, 512], [3, 700], [20, 30, 40], [1, 9, 400]]
      .flatMap { shape in
        try [1, 3, 18, 200].flatMap { radius in
          try [1, 2].map { (try Grid(shape: shape), radius, $0) }
        }
      }
  }

  @Test func tilesCoverTheGridWithTheirReach() throws {
    for (grid, radius, convolutions) in try Self.tilings() {
      let tiling = FourierTiling(
        grid, radius: radius, convolutions: convolutions, largest: grid.count / 5)
      let comment: Comment = "\(grid.shape), radius \(radius), \(convolutions) convolutions"
      let shape = [Int](repeating: 1, count: 3 - grid.rank) + grid.shape
      for axis in 0..<3 {
        let ranges = Set(tiling.tiles.map { $0.ranges[axis] }).sorted {
          $0.lowerBound < $1.lowerBound
        }
        #expect(ranges.flatMap { Array($0) } == Array(0..<shape[axis]), comment)
        #expect(tiling.tiles.count % ranges.count == 0, comment)
        let reach = min(radius, shape[axis] - 1)
        for tile in tiling.tiles {
          let range = tile.ranges[axis]
          let margin = tile.starts[axis]
          if margin == 0 {
            // Zeros after the end serve as those before the start.
            #expect(range.count == shape[axis] && tiling.box[axis] >= shape[axis] + reach, comment)
          } else {
            #expect(margin == reach * convolutions, comment)
            #expect(tiling.box[axis] >= range.count + 2 * margin, comment)
          }
          let needed =
            max(0, range.lowerBound - margin)..<min(shape[axis], range.upperBound + margin)
          #expect(tile.inputs[axis] == needed, comment)
        }
      }
      let product = (0..<3).map { axis in Set(tiling.tiles.map { $0.ranges[axis] }).count }
        .reduce(1, *)
      #expect(tiling.tiles.count == product, comment)
    }
  }

  @Test func largeGridsGetSmallBoxes() throws {
    let grid = try Grid(shape: [1024, 1024])
    for largest in [100_000, 200_000] {
      let tiling = FourierTiling(grid, radius: 18, convolutions: 2, largest: largest)
      #expect(tiling.box.reduce(1, *) <= largest)
      #expect(tiling.tiles.count > 1)
    }
  }

  // MARK: Balls

  @Test(arguments: [0, 1, 2, 3, 5, 9, 30])
  func coverageEqualsTheShareInsideTheGrid(radius: Int) throws {
    for grid in try RandomFields.grids() {
      let ball = Ball(radius: radius, rank: grid.rank)
      let offsets = Self.offsets(ball, grid.rank)
      #expect(ball.elementCount == offsets.count)
      let shape = grid.paddedShape
      let columns = shape.columns / 3..<shape.columns
      let memory = UnsafeMutableBufferPointer<Double>.allocate(
        capacity: BallCoverage.memoryCount(ball, columns: columns))
      defer { memory.deallocate() }
      var coverage = BallCoverage(ball, on: grid, columns: columns, memory: memory)
      for index in 0..<grid.count where columns.contains(index % shape.columns) {
        let inside = offsets.count { grid.neighbour(of: index, at: $0) != nil }
        let row = index / shape.columns
        coverage.move(toSlice: row / shape.rows, row: row % shape.rows)
        let found = coverage.row[index % shape.columns - columns.lowerBound]
        #expect(abs(found - Double(inside) / Double(offsets.count)) <= 1e-15, "\(grid), \(radius)")
      }
    }
  }

  static func offsets(_ ball: Ball, _ rank: Int) -> [[Int]] {
    let reach = Array(-ball.radius...ball.radius)
    return (0..<rank).reduce([[Int]]([[]])) { offsets, _ in
      offsets.flatMap { offset in reach.map { offset + [$0] } }
    }.filter { offset in offset.reduce(0) { $0 + $1 * $1 } <= ball.radius * ball.radius }
  }

  // MARK: Errors

  /// Value and gradient as the docstring of ``ErrorConvolution`` has them.
  static func reference(
    _ grid: Grid, _ radii: [Int], _ exponent: Double, _ p: [Double], _ g: [Double]
  ) -> (value: Double, gradient: [Double]) {
    func threshold(_ mean: Double) -> Double { max(0, 2 * mean - 1) }
    var value = 0.0
    var gradient = [Double](repeating: 0, count: grid.count)
    for radius in radii {
      let offsets = offsets(Ball(radius: radius, rank: grid.rank), grid.rank)
      let weight = pow(Double(radius), exponent) / Double(grid.count)
      for index in 0..<grid.count {
        let around = offsets.compactMap { grid.neighbour(of: index, at: $0) }
        func mean(_ field: (Int) -> Double) -> Double {
          around.reduce(0) { $0 + field($1) } / Double(offsets.count)
        }
        let (ofP, ofRest) = (mean { p[$0] }, mean { 1 - p[$0] })
        let wrong = threshold(mean { 1 - g[$0] }) + threshold(ofP)
        let missed = threshold(mean { g[$0] }) + threshold(ofRest)
        let error = p[index] - g[index]
        value += weight * error * error * (wrong * p[index] + missed * g[index])
        gradient[index] +=
          weight * error * (wrong * (error + 2 * p[index]) + missed * 2 * g[index])
        let slope = (ofP > 0.5 ? p[index] : 0) - (ofRest > 0.5 ? g[index] : 0)
        for other in around {
          gradient[other] += 2 * weight * error * error * slope / Double(offsets.count)
        }
      }
    }
    return (value, gradient)
  }

  @Test(arguments: [[1], [3], [2, 4, 6], [30], [1, 2, 3, 4, 5, 6, 7]])
  func valueAndGradientEqualTheDefinition(radii: [Int]) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(radii[0]))
    // Large ones are cut into tiles.
    let tiled = try [[400], [60, 70], [16, 18, 20]].map { try Grid(shape: $0) }
    for grid in try RandomFields.grids() + (radii.count < 5 && radii[0] < 3 ? tiled : []) {
      let p = RandomFields.uniform(grid.count, using: &random).map { $0.squareRoot() }
      let g = RandomFields.uniform(grid.count, using: &random).map { $0 > 0.3 ? 1.0 : 0 }
      let expected = Self.reference(grid, radii, 2, p, g)
      let convolution = ErrorConvolution(grid, radii: radii, exponent: 2, scratch: ScratchMemory())
      let comment: Comment = "seed \(Self.seed), stream \(radii[0]), \(grid), radii \(radii)"
      let value = convolution.value(p, g)
      #expect(abs(value - expected.value) <= 1e-12 * max(1, expected.value), comment)
      let means = convolution.truthMeans(g)
      let kept = convolution.value(p, g, truthMeans: means)
      #expect(abs(kept - expected.value) <= 1e-12 * max(1, expected.value), comment)
      // Again, since tiles and kernels are used more than once.
      #expect(convolution.value(p, g, truthMeans: means) == kept, comment)
      let largest = expected.gradient.reduce(1e-3) { max($0, abs($1)) }
      #expect(
        zip(convolution.gradient(p, g), expected.gradient).allSatisfy {
          abs($0 - $1) <= 1e-11 * largest
        }, comment)
    }
  }

  /// An object and a prediction in a part of the grid, low probabilities elsewhere.
  @Test(arguments: [[1], [2, 4]])
  func whatLiesBeyondTheObjectCountsToo(radii: [Int]) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(100 + radii[0]))
    for shape in [[400], [60, 70], [1, 40, 9], [16, 18, 20]] {
      let grid = try Grid(shape: shape)
      for trial in 0..<6 {
        func box() -> [Range<Int>] {
          shape.map { extent in
            let (a, b) = (Int.random(in: 0..<extent, using: &random), extent / 3 + 1)
            return a..<min(extent, a + b)
          }
        }
        let (truth, predicted) = (box(), box())
        func isInside(_ box: [Range<Int>], _ index: Int) -> Bool {
          shape.indices.allSatisfy {
            box[$0].contains(index / grid.strides[$0] % shape[$0])
          }
        }
        let (low, values) = (
          RandomFields.uniform(grid.count, using: &random),
          RandomFields.uniform(grid.count, using: &random)
        )
        let p = low.indices.map {
          isInside(predicted, $0) ? values[$0].squareRoot() : 0.5 * low[$0]
        }
        // Without a truth at the end.
        let g = low.indices.map { trial < 5 && isInside(truth, $0) && values[$0] > 0.2 ? 1.0 : 0 }
        let value = ErrorConvolution(grid, radii: radii, exponent: 2, scratch: ScratchMemory())
          .value(p, g)
        let expected = Self.reference(grid, radii, 2, p, g).value
        #expect(
          abs(value - expected) <= 1e-12 * max(1, expected),
          "seed \(Self.seed), stream \(100 + radii[0]), \(shape), trial \(trial)")
      }
    }
  }
}

extension Int {
  fileprivate var isPowerOfTwo: Bool { self > 0 && nonzeroBitCount == 1 }
}
