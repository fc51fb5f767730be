import Experiments
import Foundation
import Losses
import Testing

/// The distance of points to the boundary of a shape, against many points of the boundary.
@Suite struct GeometryTests {
  private static let seed: UInt64 = 31

  private static func points(_ count: Int) -> [SIMD3<Double>] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      SIMD3(0, 16 * random.uniform() - 8, 16 * random.uniform() - 8)
    }
  }

  /// The closed curve of an angle.
  private func expectDistances(
    of shape: ObjectShape, curves: [(Double) -> SIMD3<Double>]
  ) throws {
    let geometry = try shape.geometry(on: Grid(shape: [48, 48]))
    let boundary = curves.flatMap { curve in
      (0..<4000).map { curve(Double($0) / 4000 * 2 * .pi) }
    }
    for point in Self.points(30) {
      let least = boundary.map { ($0 - point) * ($0 - point) }.map { $0.sum() }.min() ?? 0
      let distance = geometry.signedDistance(at: point)
      #expect(abs(abs(distance) - least.squareRoot()) < 5e-3, "\(point), seed \(Self.seed)")
      #expect(geometry.contains(point) == (distance <= 0))
    }
  }

  @Test func distanceToRoundShapes() throws {
    func circle(_ radius: Double) -> (Double) -> SIMD3<Double> {
      { SIMD3(0, radius * sin($0), radius * cos($0)) }
    }
    try expectDistances(of: .disc(radius: 4.5), curves: [circle(4.5)])
    try expectDistances(of: .annulus(inner: 3, outer: 6), curves: [circle(3), circle(6)])
  }

  @Test(arguments: [(5.0, 2.0, 0.0), (2.0, 6.0, 30.0), (3.0, 3.0, 10.0)])
  func distanceToEllipses(rows: Double, columns: Double, degrees: Double) throws {
    let turn = degrees * .pi / 180
    try expectDistances(
      of: .ellipse(semiaxes: [rows, columns], angle: degrees),
      curves: [
        { angle in
          let (row, column) = (rows * sin(angle), columns * cos(angle))
          return SIMD3(
            0, cos(turn) * row + sin(turn) * column, -sin(turn) * row + cos(turn) * column)
        }
      ])
  }

  @Test func distanceToBoxes() throws {
    // A point runs along the four sides at constant speed.
    try expectDistances(
      of: .rectangle(sides: [6, 9]),
      curves: [
        { angle in
          let along = angle / (2 * .pi) * 30
          return switch along {
          case ..<9: SIMD3(0, -3, along - 4.5)
          case ..<15: SIMD3(0, along - 12, 4.5)
          case ..<24: SIMD3(0, 3, 19.5 - along)
          default: SIMD3(0, 27 - along, -4.5)
          }
        }
      ])
  }

  /// On the axes of an ellipse, where its nearest points are two, and in three dimensions.
  @Test func distanceToEllipsoidsOnTheirAxes() throws {
    let ellipse = try ObjectShape.ellipse(semiaxes: [2, 6], angle: 0).geometry(
      on: Grid(shape: [48, 48]))
    #expect(abs(ellipse.signedDistance(at: .zero) + 2) < 1e-9)
    #expect(abs(ellipse.signedDistance(at: SIMD3(0, 0, 9)) - 3) < 1e-9)
    #expect(abs(ellipse.signedDistance(at: SIMD3(0, 5, 0)) - 3) < 1e-9)
    // Inside the evolute the nearest point is beside the axis: x = a²t/(a² − b²), y = b√(1 − x²/a²).
    let x = 36.0 / 32, y = 2 * (1 - x * x / 36).squareRoot()
    let expected = ((x - 1) * (x - 1) + y * y).squareRoot()
    #expect(abs(ellipse.signedDistance(at: SIMD3(0, 0, 1)) + expected) < 1e-9)
    let ball = try ObjectShape.ellipse(semiaxes: [4, 4, 4], angle: 0).geometry(
      on: Grid(shape: [16, 16, 16]))
    for point in Self.points(40).map({ $0 + SIMD3(1, 0, 0) }) {
      let length = (point * point).sum().squareRoot()
      #expect(abs(ball.signedDistance(at: point) - (length - 4)) < 1e-9)
    }
  }

  /// What a mask tells of the boundary agrees with the shape to within an element.
  @Test func masksAgreeWithTheirShapes() throws {
    for shape in [
      ObjectShape.disc(radius: 9), .tube(radius: 3, length: 24),
      .ellipse(semiaxes: [5, 9], angle: 20), .blobs(count: 3, radius: 4, seed: 2),
    ] {
      let grid = try Grid(shape: [48, 48])
      let mask = try shape.mask(on: grid)
      let geometry = try shape.geometry(on: Grid(shape: [48, 48]))
      for (index, distance) in mask.boundaryDistance().enumerated() {
        let place = grid.coordinates(of: index).map { Double($0 - 24) }
        let exact = geometry.signedDistance(at: SIMD3(0, place[0], place[1]))
        // Where parts overlap the shape's own distance is a bound.
        if exact > -1 { #expect(abs(distance - exact) < 1, "\(shape) at \(place)") }
      }
    }
  }
}
