import Experiments
import Losses
import Testing

/// Paths are refused where they cannot go as they declare, and say with how many steps they can.
@Suite struct PathRefusalTests {
  @Test func countsThatDoNotGoAsDeclaredAreFound() throws {
    let object = try NamedObject("spot", picture: ["......", ".##...", "......"])
    let perfect = ["......", ".##...", "......"]
    let moved = ["......", "..##..", "......"]
    let grown = ["......", ".###..", "......"]
    let shrunk = ["......", ".#....", "......"]
    let gone = ["......", "...##.", "......"]
    let goneAndGrown = ["......", "...###", "......"]
    // The pictures, the paths that may not be said to look so, and those that may.
    let cases: [([[String]], refused: [String], allowed: [String])] = [
      ([perfect, moved], ["grow", "shrink", "holes"], ["shift", "speckle"]),
      ([perfect, grown], ["shift", "shrink", "speckle"], ["grow"]),
      (
        [perfect, shrunk], ["shift", "grow", "speckle"],
        ["shrink", "holes", "fragment"]
      ),
      ([perfect, moved, moved], ["shift", "speckle", "boundary-noise"], ["slide"]),
      ([perfect, moved, perfect], ["shift", "speckle"], []),
      ([perfect, gone, gone], ["speckle"], ["shift", "slide"]),
      ([perfect, gone, goneAndGrown], ["shift", "speckle"], []),
      ([perfect, gone, moved], ["shift"], []),
      ([moved, gone], ["slide", "shift"], []),
    ]
    for (pictures, refused, allowed) in cases {
      let counts = try pictures.map {
        ErrorCount(try NamedObject(picture: $0).mask, truth: object.mask)
      }
      func violation(_ id: String) throws -> PathViolation? {
        try PathRegistry.standard.path(id: id).declaration.violation(
          of: counts, size: object.mask.foregroundCount)
      }
      for id in refused { #expect(try violation(id) != nil, "\(id) \(pictures)") }
      for id in allowed { #expect(try violation(id) == nil, "\(id) \(pictures)") }
    }
  }

  /// Two bars of which one moves onto the other's place: FN fall again.
  @Test func objectThatMeetsItselfIsRefusedWithAPossibleNumberOfSteps() throws {
    let bars = "..##..##" + String(repeating: ".", count: 24)
    let object = try NamedObject("bars", picture: [String](repeating: bars, count: 3))
    let error = #expect(throws: PathError.self) {
      try FollowedPath("shift", of: object, steps: 12)
    }
    guard case .notAsDeclared("shift", "bars", _, _, _, _, _, let possible?)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    _ = try FollowedPath("shift", of: object, steps: possible)
    let message = error?.description ?? ""
    for part in [
      "shift", "bars", "false positives go from 12 to 9", "--steps \(possible) is possible",
    ] {
      #expect(message.contains(part), "\(message)")
    }
  }

  /// Refusing a wide ring takes a few thousand steps of counting, not every mask of every number of
  /// steps; the number that is named works.
  @Test func ringOnALongGridIsRefusedWithAPossibleNumberOfSteps() throws {
    let id = "shift"
    let object = try NamedObject(.annulus(inner: 30, outer: 40), on: [128, 1024])
    let error = #expect(throws: PathError.self) {
      try FollowedPath(id, of: object, steps: 40)
    }
    guard case .notAsDeclared(id, _, _, _, _, _, _, let possible)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    if let possible { _ = try FollowedPath(id, of: object, steps: possible) }
  }

  /// Small objects, and objects near the border: the number in the message is the largest that works.
  @Test(arguments: ["shift", "grow", "shrink", "speckle", "boundary-noise", "holes", "fragment"])
  func tooManyStepsNameTheLargestPossibleNumber(id: String) throws {
    let object = try NamedObject(
      "corner", picture: ["..........", ".##.......", ".##.......", ".........."])
    let error = #expect(throws: PathError.self) {
      try FollowedPath(id, of: object, steps: 900)
    }
    guard case .tooManySteps(id, "corner", 900, let possible?, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("--steps \(possible) is possible") == true)
    _ = try FollowedPath(id, of: object, steps: possible)
    #expect(throws: PathError.self) { try FollowedPath(id, of: object, steps: possible + 1) }
  }

  /// On objects of any form the number of steps that a message names is possible.
  @Test func namedNumberOfStepsIsPossible() throws {
    let seed: UInt64 = 23
    var random = SeededGenerator(seed: seed)
    var named = 0
    for _ in 0..<30 {
      let density = random.uniform()
      let grid = try Grid(shape: [4 + random.index(below: 6), 8 + random.index(below: 24)])
      let elements = (0..<grid.count).map { _ in random.uniform() < density }
      guard let object = try? NamedObject(name: "any", mask: Mask(elements, on: grid)) else {
        continue
      }
      for path in PathRegistry.standard.paths {
        do {
          _ = try FollowedPath(path, of: object, steps: 14)
        } catch PathError.tooManySteps(_, _, _, let possible?, _),
          PathError.notAsDeclared(_, _, _, _, _, _, _, let possible?)
        {
          named += 1
          #expect(throws: Never.self, "\(path.id), seed \(seed)") {
            try FollowedPath(path, of: object, steps: possible)
          }
        } catch is PathError {
          continue
        }
      }
    }
    #expect(named > 10)
  }

  @Test func pathThatCannotTakeAStepSaysSo() throws {
    let dot = try NamedObject("dot", picture: ["...", ".#.", "..."])
    for id in ["shrink", "holes", "fragment", "shift"] {
      let error = #expect(throws: PathError.self) { try FollowedPath(id, of: dot, steps: 1) }
      #expect(error?.description.contains("no number of steps is known") == true, "\(id)")
    }
  }
}
