import Losses

/// Whole components are missed, one after another in random order; one is always left.
struct DropComponentsPath: ErrorPath {
  let id = "drop-components"
  let summary = "whole components are missed, one after another"
  let declaration = ErrorDeclaration(falsePositives: .none, falseNegatives: .neverFalls)
  let isRandom = true

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let components = try object.components(along: self)
    let last = components.count - 1
    return PreparedPath(settings: [
      PathSetting(name: "missed at the last step", value: Double(last), unit: "components")
    ]) { seed in
      var random = SeededGenerator(seed: seed)
      let order = random.permutation(of: components.count)
      return { step, elements in
        for component in order.prefix(last * step / steps) {
          for index in components[component] { elements[Int(index)] = false }
        }
      }
    }
  }
}

/// Gaps between components fill, those elements first that lie on the shortest way from one to another,
/// until half of the object's size is gained.
struct MergePath: ErrorPath {
  let id = "merge"
  let summary = "gaps between components fill, the narrowest first"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .none)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let components = try object.components(along: self)
    let truth = object.mask
    // The distances of each element to the nearest and to the second nearest component.
    var nearest = [Double](repeating: .infinity, count: truth.grid.count)
    var second = nearest
    for component in components {
      var elements = [Bool](repeating: false, count: truth.grid.count)
      for index in component { elements[Int(index)] = true }
      for (index, distance) in truth.replacing(elements).distanceToForeground().enumerated() {
        if distance < nearest[index] {
          (nearest[index], second[index]) = (distance, nearest[index])
        } else {
          second[index] = min(second[index], distance)
        }
      }
    }
    let background = truth.indices(where: false)
    let shares = try ErrorShares(
      gains: ErrorShares.Kind(
        wanted: truth.foregroundCount / 2, available: background.count - 1),
      of: object, along: self, steps: steps)
    let order = background.sorted { first, other in
      let (one, two) = (Int(first), Int(other))
      return (nearest[one] + second[one], first) < (nearest[two] + second[two], other)
    }
    let trajectory = shares.trajectory(gaining: order)
    return PreparedPath(settings: shares.settings) { _ in trajectory }
  }
}

extension NamedObject {
  /// The elements of each component; neighbours at corners belong together.
  ///
  /// - Throws: ``PathError/unsuited(path:object:reason:)`` where there are not two.
  fileprivate func components(along path: any ErrorPath) throws(PathError) -> [[UInt32]] {
    let found = ConnectedComponents(of: mask, connectivity: .full)
    var components = [[UInt32]](repeating: [], count: found.sizes.count)
    for index in mask.indices(where: true) {
      components[Int(found.labels[Int(index)]) - 1].append(index)
    }
    guard components.count > 1 else {
      throw .unsuited(path: path.id, object: name, reason: "it has a single component")
    }
    return components
  }
}
