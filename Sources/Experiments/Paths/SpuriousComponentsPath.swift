import Losses

/// Discs (balls) appear at random places off the object, one after another: ten, of the mean size of the
/// object's components, of radius 3 where the truth is empty. Where there is no room for all, there are
/// fewer.
struct SpuriousComponentsPath: ErrorPath {
  let id = "spurious-components"
  let summary = "ten components of its size appear off the object, one after another"
  let declaration = ErrorDeclaration(falsePositives: .neverFalls, falseNegatives: .none)
  let isRandom = true
  let takesEmptyTruth = true

  private static let count = 10
  private static let attempts = 2000

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let truth = object.mask
    let radius = truth.isEmpty ? 3 : max(1, truth.meanComponentRadius)
    let distances = truth.distanceToForeground()
    let unit = truth.grid.spacing.min() ?? 1
    let name = object.name
    return PreparedPath(settings: [
      PathSetting(name: "radius of each", value: radius, unit: "elements"),
      PathSetting(name: "at the last step", value: Double(Self.count), unit: "components"),
    ]) { seed in
      var random = SeededGenerator(seed: seed, stream: stream(name, "spurious-components"))
      let shape = truth.grid.shape
      var centres: [[Double]] = []
      for _ in 0..<Self.attempts where centres.count < Self.count {
        let place = shape.map { random.index(below: $0) }
        let centre = place.map(Double.init)
        let isClear =
          distances[truth.grid.index(of: place)] > (radius + 1.5) * unit
          && centres.allSatisfy { other in
            zip(other, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
              > (2 * radius + 1.5) * (2 * radius + 1.5)
          }
        if isClear { centres.append(centre) }
      }
      let components = centres.map { truth.grid.ball(at: $0, radius: radius, outside: truth) }
      return { step, elements in
        for component in components.prefix((Self.count * step + steps - 1) / steps) {
          for index in component { elements[index] = true }
        }
      }
    }
  }
}

extension Mask {
  /// Radius in elements of the disc (ball) of the mean size of the components.
  fileprivate var meanComponentRadius: Double {
    let count = ComponentRuns(of: self, connectivity: .full).count
    return Self.radius(ofSize: Double(foregroundCount) / Double(max(1, count)), rank: grid.rank)
  }
}

extension Grid {
  /// The elements within a radius of a place that are not of a mask.
  fileprivate func ball(at centre: [Double], radius: Double, outside mask: Mask) -> [Int] {
    (0..<count).filter { index in
      guard !mask.elements[index] else { return false }
      let offsets = zip(coordinates(of: index), centre).map { Double($0) - $1 }
      return offsets.reduce(0) { $0 + $1 * $1 } <= radius * radius
    }
  }
}
