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
  /// `count` discs of `radius` at seeded places all over the grid, none of which touch.
  case spreadBlobs(count: Int, radius: Double, seed: UInt64)
  /// No element at all: an image without the object.
  case empty
}

extension ObjectShape {
  /// The elements of the shape on a grid.
  ///
  /// - Throws: ``ObjectError`` when a length makes no sense or the shape touches the border.
  public func mask(on grid: Grid) throws -> Mask {
    try checkLengths(rank: grid.rank)
    var elements = [Bool](repeating: false, count: grid.count)
    try checkedGeometry(on: grid).write(into: &elements, on: grid)
    let mask = try Mask(elements, on: grid)
    guard !mask.touchesBorder else {
      throw ObjectError.doesNotFit(kind.rawValue, shape: grid.shape)
    }
    return mask
  }

  /// ``geometry(on:)``, where there is room for all of it.
  private func checkedGeometry(on grid: Grid) throws(ObjectError) -> any ShapeGeometry {
    let geometry = geometry(on: grid)
    if case .spreadBlobs(let count, _, _) = self,
      (geometry as? PointsGeometry)?.points.count != count
    {
      throw .doesNotFit(kind.rawValue, shape: grid.shape)
    }
    return geometry
  }

  /// Where the shape is on a grid; its lengths have been checked.
  package func geometry(on grid: Grid) -> any ShapeGeometry {
    let rank = grid.rank
    return switch self {
    case .disc(let radius): BallGeometry(radius: radius)
    case .ellipse(let semiaxes, let angle):
      EllipsoidGeometry(
        semiaxes: SIMD3(padding: semiaxes, with: semiaxes.max() ?? 1),
        degrees: rank >= 2 ? angle : 0)
    case .rectangle(let sides):
      BoxGeometry(half: SIMD3(padding: sides.map { $0 / 2 }, with: .infinity))
    case .annulus(let inner, let outer): ShellGeometry(inner: inner, outer: outer)
    case .tube(let radius, let length):
      PointsGeometry(radius: radius, points: sineCurve(length: length, rank: rank))
    case .blobs(let count, let radius, let seed):
      PointsGeometry(
        radius: radius,
        points: blobCentres(count: count, radius: radius, seed: seed, rank: rank))
    case .spreadBlobs(let count, let radius, let seed):
      PointsGeometry(
        radius: radius, points: spreadCentres(count: count, radius: radius, seed: seed, on: grid))
    case .empty: PointsGeometry(radius: 1, points: [])
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
      case .blobs(let count, let radius, _), .spreadBlobs(let count, let radius, _):
        [Double(count), radius]
      case .empty: []
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

extension Mask {
  /// Whether an element at the border of the grid is foreground.
  fileprivate var touchesBorder: Bool {
    indices(where: true).contains { index in
      zip(grid.coordinates(of: Int(index)), grid.shape).contains { $0 == 0 || $0 == $1 - 1 }
    }
  }
}

/// Points of a full period of a sine, half an element apart along the last axis.
private func sineCurve(length: Double, rank: Int) -> [SIMD3<Double>] {
  (0...Int(2 * length)).map { step in
    let along = Double(step) / 2 - length / 2
    let height = rank >= 2 ? length / 8 * sin(2 * .pi * along / length) : 0
    return SIMD3(0, height, along)
  }
}

/// Centres within a ball of three radii around the centre.
private func blobCentres(
  count: Int, radius: Double, seed: UInt64, rank: Int
) -> [SIMD3<Double>] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    while true {
      let entries = (0..<rank).map { _ in 3 * radius * (2 * random.uniform() - 1) }
      let point = SIMD3(padding: entries, with: 0)
      if point.squaredLength <= 9 * radius * radius { return point }
    }
  }
}

/// Offsets from the centre of the grid of discs that keep three elements from each other and one from
/// the border; fewer than asked for where no place is found in 20,000 attempts.
private func spreadCentres(
  count: Int, radius: Double, seed: UInt64, on grid: Grid
) -> [SIMD3<Double>] {
  var random = SeededGenerator(seed: seed)
  let distance = 2 * radius + 3
  var centres: [SIMD3<Double>] = []
  for _ in 0..<20_000 where centres.count < count {
    let offsets = grid.shape.map { extent in
      // The centre is element ⌊n/2⌋; the border takes one element and the radius on each side.
      let (least, greatest) = (radius + 1, Double(extent - 2) - radius)
      return least + (greatest - least) * random.uniform() - Double(extent / 2)
    }
    let point = SIMD3(padding: offsets, with: 0)
    let isInside = grid.shape.allSatisfy { Double($0) >= 2 * radius + 3 }
    if isInside, centres.allSatisfy({ ($0 - point).squaredLength >= distance * distance }) {
      centres.append(point)
    }
  }
  return centres
}
