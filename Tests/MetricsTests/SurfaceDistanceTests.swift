import Losses
import Metrics
import Testing

/// Distances of surfaces against distance transforms of whole fields, where surfaces are near each
/// other, and where they are so far apart that the transform itself gives them.
@Suite struct SurfaceDistanceTests {
  static let seed: UInt64 = 1981

  /// The elements with a face neighbour outside the mask or the grid.
  static func boundary(_ mask: Mask) -> Mask {
    let grid = mask.grid
    return mask.replacing(
      (0..<grid.count).map { index in
        let place = grid.coordinates(of: index)
        return mask.elements[index]
          && zip(grid.strides, zip(place, grid.shape)).contains { stride, axis in
            axis.0 == 0 || axis.0 == axis.1 - 1
              || !(mask.elements[index - stride] && mask.elements[index + stride])
          }
      })
  }

  static func distances(from mask: Mask, to other: Mask) -> [Double] {
    let field = boundary(other).distanceToForeground()
    return zip(boundary(mask).elements, field).filter(\.0).map(\.1)
  }

  static func expectEqual(_ prediction: Mask, _ truth: Mask, _ label: Comment) throws {
    guard !prediction.isEmpty, !truth.isEmpty else { return }
    let sample = try MetricSample(prediction: prediction, truth: truth)
    let there = distances(from: prediction, to: truth)
    let back = distances(from: truth, to: prediction)
    let largest = max(there.max() ?? 0, back.max() ?? 0)
    let mean = (there + back).reduce(0, +) / Double(there.count + back.count)
    for (id, expected) in [("hausdorff", largest), ("assd", mean)] {
      let value = try #require(try MetricCatalogue.standard.metric(id: id).value(sample))
      #expect(abs(value - expected) <= 1e-13 * largest, "\(id): \(label)")
    }
  }

  @Test(arguments: 1...3)
  func randomMasks(rank: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(rank))
    for round in 0..<40 {
      let extents = [[200], [30, 150], [12, 9, 80]][rank - 1]
      let shape = extents.map { 1 + random.index(below: $0) }
      let spacing =
        round.isMultiple(of: 2)
        ? shape.map { _ in 1 } : shape.map { _ in 0.2 + 5 * random.uniform() }
      let grid = try Grid(shape: shape, spacing: spacing)
      // From a few elements to most of the grid.
      let masks = try (0..<2).map { _ in
        let share = [0.002, 0.05, 0.6, 0.97][random.index(below: 4)]
        return try Mask((0..<grid.count).map { _ in random.uniform() < share }, on: grid)
      }
      let label: Comment = "seed \(Self.seed), stream \(rank), round \(round), \(shape), \(spacing)"
      try Self.expectEqual(masks[0], masks[1], label)
    }
  }

  /// A block of one corner and an element of another: every element of the surface has a long way.
  @Test(arguments: [[1.0, 1, 1], [3, 0.5, 0.7]])
  func farApart(spacing: [Double]) throws {
    let grid = try Grid(shape: [40, 36, 70], spacing: spacing)
    let block = try Mask(
      (0..<grid.count).map { index in
        zip(grid.coordinates(of: index), grid.shape).allSatisfy { $0 < $1 / 2 }
      }, on: grid)
    let element = try Mask((0..<grid.count).map { $0 == grid.count - 1 }, on: grid)
    try Self.expectEqual(block, element, "far apart, \(spacing)")
  }
}
