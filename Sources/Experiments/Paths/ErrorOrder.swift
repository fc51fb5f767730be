import Losses
import RealModule

/// Which elements of an object are lost and which are gained, in the order in which that happens.
///
/// Every step loses and gains an equal share of them, so what is wrong stays wrong.
struct ErrorOrder {
  /// Foreground elements, the first to be lost first.
  var losses: [Int] = []
  /// Background elements, the first to be gained first.
  var gains: [Int] = []
  /// How many of ``losses`` are lost at the last step.
  var lossTotal = 0
  /// How many of ``gains`` are gained at the last step.
  var gainTotal = 0
  /// What was chosen, for the report.
  var settings: [PathSetting] = []

  /// - Throws: ``PathError/tooManySteps(path:object:steps:largest:reason:)`` when there are fewer
  ///   elements to lose or to gain than steps.
  func requireRoom(path: ErrorPath, object: NamedObject, steps: Int) throws(PathError) {
    let kinds = [
      ("foreground", losses, path.declaration.falseNegatives),
      ("background", gains, path.declaration.falsePositives),
    ]
    for (name, elements, course) in kinds where course == .rises && elements.count < steps {
      throw .tooManySteps(
        path: path.id, object: object.name, steps: steps, largest: elements.count,
        reason: "each needs another wrong \(name) element, and there are \(elements.count)")
    }
  }

  /// The masks of all steps.
  func trace(of truth: Mask, steps: Int) -> PathTrace {
    let masks = (0...steps).map { step in
      var elements = truth.elements
      for index in losses.prefix(Self.share(step, of: steps, lossTotal)) { elements[index] = false }
      for index in gains.prefix(Self.share(step, of: steps, gainTotal)) { elements[index] = true }
      return truth.replacing(elements)
    }
    return PathTrace(
      steps: masks.map { PathTrace.Step($0, truth: truth) },
      settings: settings + [
        PathSetting(name: "lost at the last step", value: Double(lossTotal), unit: "elements"),
        PathSetting(name: "gained at the last step", value: Double(gainTotal), unit: "elements"),
      ])
  }

  /// total · step / steps, rounded to a whole number of elements.
  private static func share(_ step: Int, of steps: Int, _ total: Int) -> Int {
    (total * step * 2 + steps) / (2 * steps)
  }

  /// How many elements to use of those that there are: about `wanted`, but one a step at least.
  private static func total(_ wanted: Int, of elements: [Int], steps: Int) -> Int {
    min(max(wanted, steps), elements.count)
  }
}

extension ErrorOrder {
  /// Background elements by their distance to the object, then to its centre.
  static func outwards(from truth: Mask) -> [Int] {
    let distances = truth.distanceToForeground()
    let centreDistances = squaredDistancesToCentroid(truth)
    return truth.elements.indices.filter { !truth.elements[$0] }.sorted {
      (distances[$0], centreDistances[$0], $0) < (distances[$1], centreDistances[$1], $1)
    }
  }

  /// To three times the object's size.
  static func growing(_ truth: Mask, steps: Int) -> ErrorOrder {
    let gains = Array(outwards(from: truth).dropLast())
    return ErrorOrder(
      gains: gains, gainTotal: total(2 * truth.foregroundCount, of: gains, steps: steps))
  }

  /// To a tenth of the object's size, outermost elements first; one element is always left.
  static func shrinking(_ truth: Mask, steps: Int) -> ErrorOrder {
    let distances = truth.distanceToBackground()
    let centreDistances = squaredDistancesToCentroid(truth)
    let losses = foreground(truth).sorted {
      (distances[$0], -centreDistances[$0], $0) < (distances[$1], -centreDistances[$1], $1)
    }.dropLast()
    let size = truth.foregroundCount
    return ErrorOrder(
      losses: Array(losses), lossTotal: total(size - size / 10, of: Array(losses), steps: steps))
  }

  /// Half the object's size of each kind, anywhere.
  static func speckling(_ truth: Mask, steps: Int, seed: UInt64) -> ErrorOrder {
    randomly(
      losing: foreground(truth), gaining: background(truth), share: 0.5,
      relativeTo: truth.foregroundCount, steps: steps, seed: seed)
  }

  /// Half of the elements within a band on each side of the boundary whose width is a fifth of the
  /// radius of a disc (ball) of the object's size, at least 1.5 elements.
  static func boundaryNoise(_ truth: Mask, steps: Int, seed: UInt64) -> ErrorOrder {
    let width = max(1.5, equivalentRadius(truth) / 5)
    let inside = truth.distanceToBackground()
    let outside = truth.distanceToForeground()
    let unit = truth.grid.spacing.min() ?? 1
    let losing = foreground(truth).filter { inside[$0] <= width * unit }
    let gaining = background(truth).filter { outside[$0] <= width * unit }
    var order = randomly(
      losing: losing, gaining: gaining, share: 0.5, relativeTo: min(losing.count, gaining.count),
      steps: steps, seed: seed)
    order.settings = [PathSetting(name: "band", value: width, unit: "elements on each side")]
    return order
  }

  /// Three holes at random elements of the object, until half of it is lost.
  static func holes(_ truth: Mask, steps: Int, seed: UInt64) -> ErrorOrder {
    var random = SeededGenerator(seed: seed)
    let elements = foreground(truth)
    let centres = (0..<3).map { _ in
      truth.grid.coordinates(of: elements[random.index(below: elements.count)])
    }
    return losing(truth, steps: steps) { coordinates in
      centres.map { centre in
        zip(coordinates, centre).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      }.min() ?? 0
    }
  }

  /// Three cuts of random direction through random elements of the object, until half of it is lost.
  static func fragmenting(_ truth: Mask, steps: Int, seed: UInt64) -> ErrorOrder {
    var random = SeededGenerator(seed: seed)
    let elements = foreground(truth)
    let cuts = (0..<3).map { _ in
      let point = truth.grid.coordinates(of: elements[random.index(below: elements.count)])
      let direction = point.map { _ in random.normal() }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return (point: point, normal: direction.map { length > 0 ? $0 / length : 1 })
    }
    return losing(truth, steps: steps) { coordinates in
      cuts.map { cut in
        abs(
          zip(zip(coordinates, cut.point), cut.normal).reduce(0.0) { sum, part in
            sum + Double(part.0.0 - part.0.1) * part.1
          })
      }.min() ?? 0
    }
  }

  /// Half of the object, the elements with the least score first.
  private static func losing(
    _ truth: Mask, steps: Int, score: ([Int]) -> Double
  ) -> ErrorOrder {
    let scored = foreground(truth).map { (score(truth.grid.coordinates(of: $0)), $0) }
    let losses = Array(scored.sorted { $0 < $1 }.map(\.1).dropLast())
    return ErrorOrder(
      losses: losses, lossTotal: total(truth.foregroundCount / 2, of: losses, steps: steps))
  }

  /// Elements in random order.
  private static func randomly(
    losing: [Int], gaining: [Int], share: Double, relativeTo size: Int, steps: Int, seed: UInt64
  ) -> ErrorOrder {
    var random = SeededGenerator(seed: seed)
    let losses = random.permutation(of: losing.count).map { losing[$0] }
    let gains = random.permutation(of: gaining.count).map { gaining[$0] }
    let wanted = Int(share * Double(size))
    return ErrorOrder(
      losses: losses, gains: gains, lossTotal: total(wanted, of: losses, steps: steps),
      gainTotal: total(wanted, of: gains, steps: steps))
  }

  private static func foreground(_ mask: Mask) -> [Int] {
    mask.elements.indices.filter { mask.elements[$0] }
  }

  private static func background(_ mask: Mask) -> [Int] {
    mask.elements.indices.filter { !mask.elements[$0] }
  }

  /// Radius of the disc (ball) with as many elements as the object.
  private static func equivalentRadius(_ mask: Mask) -> Double {
    let size = Double(mask.foregroundCount)
    return switch mask.grid.rank {
    case 1: size / 2
    case 2: (size / .pi).squareRoot()
    default: Double.root(3 * size / (4 * .pi), 3)
    }
  }

  /// Squared distance of every element to the mean position of the object.
  private static func squaredDistancesToCentroid(_ mask: Mask) -> [Double] {
    let grid = mask.grid
    var centroid = [Double](repeating: 0, count: grid.rank)
    for index in foreground(mask) {
      for (axis, coordinate) in grid.coordinates(of: index).enumerated() {
        centroid[axis] += Double(coordinate) / Double(mask.foregroundCount)
      }
    }
    return (0..<grid.count).map { index in
      var sum = 0.0
      for (axis, coordinate) in grid.coordinates(of: index).enumerated() {
        let offset = (Double(coordinate) - centroid[axis]) * grid.spacing[axis]
        sum += offset * offset
      }
      return sum
    }
  }
}
