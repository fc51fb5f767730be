import Experiments
import Losses

/// All masks of one run of a scene, as tests look at them.
struct FollowedPath {
  let scene: Scene
  let masks: [Mask]

  /// Follows a path of the standard registry.
  init(
    _ id: String, of object: NamedObject, steps: Int, seed: UInt64 = 0
  ) throws {
    try self.init(PathRegistry.standard.path(id: id), of: object, steps: steps, seed: seed)
  }

  /// Follows a path.
  init(_ path: any ErrorPath, of object: NamedObject, steps: Int, seed: UInt64 = 0) throws {
    scene = try Scene(object, along: path, steps: steps, seeds: [seed])
    var maker = scene.stepMaker()
    masks = (0...steps).map { step in
      maker.make(step: step)
      return maker.mask
    }
  }

  /// FP as they are counted here, element by element.
  var positives: [Int] { masks.map { mask in count(mask) { $0 && !$1 } } }

  /// FN as they are counted here, element by element.
  var negatives: [Int] { masks.map { mask in count(mask) { !$0 && $1 } } }

  private func count(_ mask: Mask, _ isWrong: (Bool, Bool) -> Bool) -> Int {
    zip(mask.elements, scene.object.mask.elements).count { isWrong($0, $1) }
  }

  /// The value of a setting.
  func setting(_ name: String) -> Double? {
    scene.settings.first { $0.name == name }?.value
  }

  /// Whether the scene counted what is counted here.
  var isCountedRight: Bool {
    scene.counts[0].map(\.falsePositives) == positives
      && scene.counts[0].map(\.falseNegatives) == negatives
  }

  /// Whether a wrong element stays wrong.
  var isNested: Bool {
    let truth = scene.object.mask.elements
    return zip(masks, masks.dropFirst()).allSatisfy { before, after in
      truth.indices.allSatisfy {
        before.elements[$0] == truth[$0] || after.elements[$0] != truth[$0]
      }
    }
  }
}

/// Whether every count is higher than the one before.
func rises(_ counts: some Collection<Int>) -> Bool {
  zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 }
}
