import Losses
import TestSupport
import Testing

/// Losses do not change where the picture is moved or mirrored.
@Suite struct InvarianceTests {
  static let seed: UInt64 = 1812_07032
  static let boundaryIDs = Catalogue.standard.specifications.filter { $0.family == .boundary }
    .map(\.id)

  /// Balls small enough that they stay inside the grid from every element with an error.
  static func loss(_ id: String) throws -> any Loss {
    try Catalogue.standard.loss(
      id: id,
      parameters: id == "hausdorff-convolution" ? ["radius-step": 2, "maximum-radius": 6] : [:])
  }

  /// A sample of two objects, given by which coordinates are inside.
  static func sample(
    _ grid: Grid, prediction: ([Int]) -> Bool, truth: ([Int]) -> Bool
  ) throws -> Sample {
    func map(_ isInside: ([Int]) -> Bool) throws -> ProbabilityMap {
      try ProbabilityMap(
        (0..<grid.count).map { isInside(grid.coordinates(of: $0)) ? 1 : 0 }, on: grid)
    }
    let (prediction, truth) = (try map(prediction), try map(truth))
    // The image is the object itself, and the second prediction the first.
    return try Sample(
      prediction: prediction, truth: truth, image: ScalarField(truth.values, on: grid),
      secondPrediction: prediction)
  }

  static func isInBall(_ coordinates: [Int], _ centre: [Int], _ radius: Double) -> Bool {
    let square = zip(coordinates, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return Double(square) <= radius * radius
  }

  /// The generalised surface loss divides by squared distances over the whole grid, which depend on
  /// where in it the object lies.
  static let movableIDs = boundaryIDs.filter { $0 != "generalised-surface" }

  @Test(arguments: movableIDs, [[40, 44], [24, 25, 26]])
  func movingBothObjectsDoesNotMatter(id: String, shape: [Int]) throws {
    let loss = try Self.loss(id)
    let grid = try Grid(shape: shape, spacing: [0.8, 1.7, 1.2].suffix(shape.count))
    var random = SeededGenerator(seed: Self.seed)
    // A ragged prediction: the offsets in a cube around the object that belong to it.
    let around = (0..<1000).map { _ in random.uniform() < 0.3 }
    func sample(_ centre: [Int]) throws -> Sample {
      try Self.sample(grid) { coordinates in
        let offsets = zip(coordinates, centre).map { $0 - $1 + 5 }
        guard offsets.allSatisfy({ (0..<10).contains($0) }) else { return false }
        return Self.isInBall(coordinates, centre, 3.2) || around[offsets.reduce(0) { $0 * 10 + $1 }]
      } truth: {
        Self.isInBall($0, centre, 4)
      }
    }
    let centre = shape.map { $0 / 2 }
    let value = try loss.value(sample(centre))
    for shift in [[1, 0, 0], [0, -1, 0], [0, 0, 1], [-1, 1, -1]] {
      let moved = try sample(zip(centre, shift.suffix(shape.count)).map { $0 + $1 })
      // Distances far from the object change with the border, but nothing is predicted there.
      #expect(try abs(loss.value(moved) - value) <= 1e-10 * max(1, abs(value)), "\(id), \(shift)")
    }
  }

  /// A symmetric object and a prediction that leaves it in opposite directions.
  @Test(arguments: Catalogue.standard.specifications.map(\.id), [[31, 31], [15, 15, 15]])
  func oppositePathsGiveEqualValues(id: String, shape: [Int]) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let grid = try Grid(shape: shape)
    let centre = shape.map { $0 / 2 }
    let radius = shape.count == 2 ? 6.0 : 3.5
    for axis in 0..<shape.count {
      for step in [1, 3] {
        let values = try [-step, step].map { shift in
          var moved = centre
          moved[axis] += shift
          return try loss.value(
            Self.sample(grid) {
              Self.isInBall($0, moved, radius)
            } truth: {
              Self.isInBall($0, centre, radius)
            })
        }
        #expect(
          abs(values[0] - values[1]) <= 1e-11 * max(1, abs(values[0])), "\(id), \(axis), \(step)")
      }
    }
  }

  /// Exchanging hard truth and prediction exchanges the two distances of the Hausdorff loss.
  @Test func twoSidedHausdorffOfHardMasksIsSymmetric() throws {
    let loss = try HausdorffDistanceTransformLoss(["alpha": 1.5])
    var random = SeededGenerator(seed: Self.seed, stream: 1)
    for shape in [[6, 7], [4, 5, 3], [12]] {
      for _ in 0..<30 {
        let sample = try RandomSamples.sample(
          shape: shape, predictions: .hard, truths: .mixed, using: &random)
        let swapped = try Sample(prediction: sample.truth, truth: sample.prediction)
        let value = try loss.value(sample)
        #expect(try abs(loss.value(swapped) - value) <= 1e-12 * max(1, value), "seed \(Self.seed)")
      }
    }
  }
}

/// Hausdorff losses where the distances are known in closed form.
@Suite struct HausdorffClosedFormTests {
  /// A square of n × n elements, predicted k elements too large on every side.
  ///
  /// The wrong elements are 4 strips of k rows of n elements, at distances 1 … k to the truth and
  /// k … 1 to the end of the prediction, and 4 corners of k × k at √(i² + j²) and min(k+1−i, k+1−j).
  @Test(arguments: [1.0, 2, 2.7], [1, 4])
  func squareInASquare(alpha: Double, k: Int) throws {
    let n = 9
    let grid = try Grid(shape: [33, 35])
    let sample = try InvarianceTests.sample(grid) { coordinates in
      coordinates.allSatisfy { ((12 - k)..<(12 + n + k)).contains($0) }
    } truth: { coordinates in
      coordinates.allSatisfy { (12..<(12 + n)).contains($0) }
    }
    var toTruth = 0.0
    var toPrediction = 0.0
    for i in 1...k {
      toTruth += 4 * Double(n) * .pow(Double(i), alpha)
      toPrediction += 4 * Double(n) * .pow(Double(k + 1 - i), alpha)
      for j in 1...k {
        toTruth += 4 * .pow(Double(i * i + j * j), alpha / 2)
        toPrediction += 4 * .pow(Double(k + 1 - max(i, j)), alpha)
      }
    }
    if alpha == 2 {
      // The sum of squares: Σ i² = k (k+1) (2k+1) / 6.
      let squares = Double(k * (k + 1) * (2 * k + 1)) / 6
      #expect(abs(toTruth - (4 * Double(n) + 8 * Double(k)) * squares) <= 1e-9)
    }
    let count = Double(grid.count)
    let oneSided = try HausdorffOneSidedLoss(["alpha": alpha]).value(sample)
    #expect(abs(oneSided - toTruth / count) <= 1e-12 * toTruth)
    let twoSided = try HausdorffDistanceTransformLoss(["alpha": alpha]).value(sample)
    #expect(abs(twoSided - (toTruth + toPrediction) / count) <= 1e-12 * (toTruth + toPrediction))
  }

  /// A disc of radius R, predicted with radius R + k: ∫ (ρ − R)^α 2πρ dρ in the limit of small
  /// elements, which is 2π (k^(α+2) / (α+2) + R k^(α+1) / (α+1)).
  @Test(arguments: [1.0, 2, 3])
  func discInADisc(alpha: Double) throws {
    let (radius, growth, step) = (10.0, 4.0, 0.05)
    let size = 600
    let grid = try Grid(shape: [size, size], spacing: [step, step])
    let centre = [size / 2, size / 2]
    let sample = try InvarianceTests.sample(grid) {
      InvarianceTests.isInBall($0, centre, (radius + growth) / step)
    } truth: {
      InvarianceTests.isInBall($0, centre, radius / step)
    }
    let expected =
      2 * Double.pi
      * (.pow(growth, alpha + 2) / (alpha + 2) + radius * .pow(growth, alpha + 1) / (alpha + 1))
    let area = step * step * Double(size * size)
    let value = try HausdorffOneSidedLoss(["alpha": alpha]).value(sample)
    // The contour of a disc of elements is uneven by about one of them, of the 80 of the ring.
    #expect(abs(value * area - expected) <= 0.02 * expected)
  }

  /// Deep inside large regions of one kind every mean over a ball is 0 or 1: an element of the
  /// prediction amid background is worth 1 for B_r∗(1−g), and nothing else.
  @Test func convolutionOfOneFalseElement() throws {
    let grid = try Grid(shape: [41, 41])
    let sample = try InvarianceTests.sample(grid) {
      $0 == [20, 20]
    } truth: { _ in
      false
    }
    let loss = try HausdorffConvolutionLoss(["radius-step": 3, "maximum-radius": 9, "alpha": 2])
    let expected = (9.0 + 36 + 81) / Double(grid.count)
    #expect(try abs(loss.value(sample) - expected) <= 1e-12)
  }
}
