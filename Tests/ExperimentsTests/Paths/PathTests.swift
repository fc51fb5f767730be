import Experiments
import Losses
import Testing

@Suite struct PathTests {
  /// The paths that a flat object can take.
  private static let flat = PathRegistry.standard.ids.filter { $0 != "missed-slice" }
  /// The paths that a disc or a ball of any number of axes can take.
  private static let round = flat.filter { !["rotate", "drop-components", "merge"].contains($0) }
  /// The paths on which a wrong element stays wrong.
  private static let nested = flat.filter {
    !["slide", "shift", "noise", "rotate"].contains($0)
  }

  /// Two discs, which every path of ``flat`` can take but those on which one would come to lie on the
  /// other's place; for those a single disc.
  private static func discs(for id: String) throws -> NamedObject {
    if ["slide", "shift"].contains(id) { return try NamedObject(.disc(radius: 6), on: [32, 64]) }
    let grid = try Grid(shape: [32, 64])
    let elements = (0..<grid.count).map { index in
      let place = grid.coordinates(of: index)
      return [(16, 10, 5), (14, 23, 4)].contains { row, column, radius in
        let (y, x) = (place[0] - row, place[1] - column)
        return y * y + x * x <= radius * radius
      }
    }
    return try NamedObject(name: "discs", mask: Mask(elements, on: grid))
  }

  /// What a path declares is what is counted, on discs and balls.
  @Test(arguments: round, [[48, 64], [20, 24, 40], [280]])
  func goesAsItDeclares(id: String, shape: [Int]) throws {
    let object = try NamedObject(.disc(radius: shape.count == 1 ? 40 : 5.3), on: shape)
    let followed = try FollowedPath(id, of: object, steps: 6, seed: 4)
    #expect(followed.isCountedRight)
    #expect((followed.masks.first == object.mask) == (id != "overconfident"))
    let declaration = followed.scene.path.declaration
    for (counts, course) in [
      (followed.positives, declaration.falsePositives),
      (followed.negatives, declaration.falseNegatives),
    ] {
      switch course {
      case .rises: #expect(rises(counts))
      case .risesSoftly, .neverFalls:
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 })
      case .risesOnAverage: #expect((counts.last ?? 0) > 0)
      case .stays: #expect(Set(counts).count == 1)
      case .any: break
      case .none: #expect(counts.allSatisfy { $0 == 0 })
      case .risesUntilDisjoint:
        let overlapping = counts.prefix { $0 < object.mask.foregroundCount }
        #expect(rises(overlapping))
        #expect(counts[overlapping.count...].allSatisfy { $0 == object.mask.foregroundCount })
      }
    }
  }

  @Test(arguments: nested)
  func wrongElementStaysWrong(id: String) throws {
    let object = try Self.discs(for: id)
    for seed in 0..<4 {
      #expect(try FollowedPath(id, of: object, steps: 8, seed: UInt64(seed)).isNested, "\(seed)")
    }
  }

  @Test(arguments: flat)
  func seedDecidesOnRandomPathsAlone(id: String) throws {
    let object = try Self.discs(for: id)
    let followed = try [1, 1, 3].map { try FollowedPath(id, of: object, steps: 5, seed: $0) }
    #expect(followed[0].masks == followed[1].masks)
    #expect((followed[0].masks == followed[2].masks) == !followed[0].scene.path.isRandom)
  }

  /// Any step of any run can be made alone, whatever was made before.
  @Test(arguments: flat)
  func stepsCanBeMadeInAnyOrder(id: String) throws {
    let object = try Self.discs(for: id)
    let path = try PathRegistry.standard.path(id: id)
    let scene = try Scene(object, along: path, steps: 5, seeds: [7, 8, 9])
    #expect(scene.seeds.count == (path.isRandom ? 3 : 1))
    let runs = try scene.seeds.map { try FollowedPath(id, of: object, steps: 5, seed: $0).masks }
    var maker = scene.stepMaker()
    for run in scene.seeds.indices.reversed() {
      for step in [3, 5, 0, 1, 4, 2] {
        maker.make(step: step, run: run)
        #expect(maker.mask == runs[run][step], "run \(run), step \(step)")
        #expect(ErrorCount(maker.mask, truth: object.mask) == scene.counts[run][step])
      }
    }
  }

  @Test func growTriplesAndShrinkLeavesATenth() throws {
    let object = try NamedObject(.disc(radius: 8), on: [48, 48])
    let size = object.mask.foregroundCount
    let grown = try FollowedPath("grow", of: object, steps: 10)
    #expect(grown.masks.last?.foregroundCount == 3 * size)
    let shrunk = try FollowedPath("shrink", of: object, steps: 10)
    #expect(shrunk.masks.last?.foregroundCount == size / 10)
  }

  /// Growth takes the nearest elements, on grids with unequal spacing, too.
  @Test func growTakesTheNearestElementsFirst() throws {
    let grid = try Grid(shape: [14, 40], spacing: [2, 0.5])
    let object = try NamedObject(
      name: "blobs", mask: ObjectShape.blobs(count: 4, radius: 1.5, seed: 3).mask(on: grid))
    let distances = object.mask.distanceToForeground()
    let followed = try FollowedPath("grow", of: object, steps: 7)
    for mask in followed.masks {
      let reached = mask.elements.indices.filter { mask.elements[$0] }.map { distances[$0] }.max()
      let left = mask.elements.indices.filter { !mask.elements[$0] }.map { distances[$0] }.min()
      #expect(try #require(reached) <= (try #require(left)))
    }
  }

  @Test func countsOfAPictureAreThoseByHand() throws {
    let truth = try NamedObject(picture: ["......", ".##...", ".##...", "......"]).mask
    let moved = try NamedObject(picture: ["......", "..###.", "..#...", "......"]).mask
    #expect(
      ErrorCount(moved, truth: truth) == ErrorCount(falsePositives: 2, falseNegatives: 2))
  }

  @Test func unknownPathNamesTheNearest() {
    #expect(throws: PathError.unknown("speckel", nearest: "speckle")) {
      try PathRegistry.standard.path(id: "speckel")
    }
  }

  /// On objects of any form a path is followed as declared or refused; it is never something else.
  @Test func irregularObjectsAreFollowedAsDeclaredOrRefused() throws {
    let seed: UInt64 = 17
    var random = SeededGenerator(seed: seed)
    var (followed, refused) = (0, 0)
    for _ in 0..<40 {
      let density = random.uniform()
      let grid = try Grid(shape: [8 + random.index(below: 8), 12 + random.index(below: 24)])
      let elements = (0..<grid.count).map { _ in random.uniform() < density }
      guard let object = try? NamedObject(name: "any", mask: Mask(elements, on: grid)) else {
        continue
      }
      for path in PathRegistry.standard.paths {
        do {
          let run = try FollowedPath(path, of: object, steps: 4, seed: random.next())
          followed += 1
          #expect(run.isCountedRight, "seed \(seed)")
          #expect(
            path.declaration.violation(of: run.scene.counts[0], size: object.mask.foregroundCount)
              == nil, "seed \(seed)")
        } catch let error as PathError {
          #expect(!error.description.isEmpty, "seed \(seed)")
          refused += 1
        }
      }
    }
    #expect(followed > 0 && refused > 0)
  }
}
