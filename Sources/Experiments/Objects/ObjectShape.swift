import Foundation
import Losses

/// The shape of an object, in units of elements, centred at element ⌊n/2⌋ of every axis.
///
/// In two dimensions a disc is a disc, in three a ball, and so on; lengths along an axis are given
/// slowest axis first, as the shape of a grid is.
public enum ObjectShape: Hashable, Sendable {
  /// Elements within `radius` of the centre.
  case disc(radius: Double)
  /// Elements within an ellipse (ellipsoid) with one semi-axis per axis of the grid, turned by
  /// `angle` degrees in the plane of the last two axes.
  case ellipse(semiaxes: [Double], angle: Double)
  /// Elements within a box with one side per axis of the grid.
  case rectangle(sides: [Double])
  /// Elements further than `inner` from the centre, and within `outer`.
  case annulus(inner: Double, outer: Double)
  /// Elements within `radius` of a sine curve of the given `length` along the last axis, whose
  /// amplitude is an eighth of the length.
  case tube(radius: Double, length: Double)
  /// `count` discs of `radius` at seeded places around the centre, possibly touching.
  case blobs(count: Int, radius: Double, seed: UInt64)
}

extension ObjectShape {
  /// The elements of the shape on a grid.
  ///
  /// - Throws: ``ObjectError`` when a length makes no sense or the shape touches the border.
  public func mask(on grid: Grid) throws -> Mask {
    try checkLengths(rank: grid.rank)
    let contains = membership(on: grid)
    let centre = grid.shape.map { Double($0 / 2) }
    var touchesBorder = false
    let elements = (0..<grid.count).map { index in
      let coordinates = grid.coordinates(of: index)
      let inside = contains(zip(coordinates, centre).map { Double($0) - $1 })
      if inside {
        touchesBorder =
          touchesBorder
          || zip(coordinates, grid.shape).contains { $0 == 0 || $0 == $1 - 1 }
      }
      return inside
    }
    guard !touchesBorder else { throw ObjectError.doesNotFit(kind.rawValue, shape: grid.shape) }
    return try Mask(elements, on: grid)
  }

  /// Whether an offset from the centre belongs to the shape.
  private func membership(on grid: Grid) -> ([Double]) -> Bool {
    switch self {
    case .disc(let radius):
      return { squaredLength($0) <= radius * radius }
    case .ellipse(let semiaxes, let angle):
      return { offset in
        squaredLength(zip(rotated(offset, by: angle), semiaxes).map { $0 / $1 }) <= 1
      }
    case .rectangle(let sides):
      return { offset in zip(offset, sides).allSatisfy { abs($0) <= $1 / 2 } }
    case .annulus(let inner, let outer):
      return { offset in
        let square = squaredLength(offset)
        return square > inner * inner && square <= outer * outer
      }
    case .tube(let radius, let length):
      let curve = sineCurve(length: length, rank: grid.rank)
      return { offset in isWithin(radius, of: curve, offset) }
    case .blobs(let count, let radius, let seed):
      let centres = blobCentres(count: count, radius: radius, seed: seed, rank: grid.rank)
      return { offset in isWithin(radius, of: centres, offset) }
    }
  }

  private func checkLengths(rank: Int) throws(ObjectError) {
    let lengths: [Double] =
      switch self {
      case .disc(let radius): [radius]
      case .ellipse(let semiaxes, _): semiaxes
      case .rectangle(let sides): sides
      case .annulus(let inner, let outer): [inner, outer, outer - inner]
      case .tube(let radius, let length): [radius, length]
      case .blobs(let count, let radius, _): [Double(count), radius]
      }
    let name = "a length of the \(kind.rawValue)"
    for length in lengths where !(length.isFinite && length > 0 && length <= 1e5) {
      throw .length(name, value: "\(length)", expected: "a number in (0, 100000]")
    }
    switch self {
    case .ellipse(let perAxis, _), .rectangle(let perAxis):
      guard perAxis.count == rank else {
        throw .length(
          "the number of lengths of the \(kind.rawValue)", value: "\(perAxis.count)",
          expected: "one for each of the \(rank) axes")
      }
    default: break
    }
  }
}

private func squaredLength(_ offset: [Double]) -> Double {
  offset.reduce(0) { $0 + $1 * $1 }
}

/// Turns the last two entries by an angle in degrees.
private func rotated(_ offset: [Double], by degrees: Double) -> [Double] {
  guard offset.count >= 2, degrees != 0 else { return offset }
  let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
  var result = offset
  let (row, column) = (offset[offset.count - 2], offset[offset.count - 1])
  result[offset.count - 2] = cosine * row - sine * column
  result[offset.count - 1] = sine * row + cosine * column
  return result
}

private func isWithin(_ radius: Double, of points: [[Double]], _ offset: [Double]) -> Bool {
  points.contains { squaredLength(zip($0, offset).map { $0 - $1 }) <= radius * radius }
}

/// Points of a full period of a sine, half an element apart along the last axis.
private func sineCurve(length: Double, rank: Int) -> [[Double]] {
  (0...Int(2 * length)).map { step in
    var point = [Double](repeating: 0, count: rank)
    let along = Double(step) / 2 - length / 2
    if rank >= 2 { point[rank - 2] = length / 8 * sin(2 * .pi * along / length) }
    point[rank - 1] = along
    return point
  }
}

/// Centres within a ball of three radii around the centre.
private func blobCentres(count: Int, radius: Double, seed: UInt64, rank: Int) -> [[Double]] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    while true {
      let point = (0..<rank).map { _ in 3 * radius * (2 * random.uniform() - 1) }
      if squaredLength(point) <= 9 * radius * radius { return point }
    }
  }
}
