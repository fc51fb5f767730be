import Losses
import Testing

@testable import Experiments

@Suite struct PathTests {
  private static let steps = 20

  private static func standard(_ index: Int) throws -> NamedObject {
    try ObjectSpecification.standard[index].resolved(on: GridSpecification()).0
  }

  /// FP and FN as they are counted here, element by element.
  private static func counted(
    _ trace: PathTrace, _ truth: Mask
  ) -> (positives: [Int], negatives: [Int]) {
    func count(_ wrong: (Bool, Bool) -> Bool) -> [Int] {
      trace.steps.map { step in
        zip(step.mask.elements, truth.elements).count { wrong($0, $1) }
      }
    }
    return (count { $0 && !$1 }, count { !$0 && $1 })
  }

  private static func rises(_ counts: some Collection<Int>) -> Bool {
    zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 }
  }

  private static func isNested(_ trace: PathTrace, _ truth: Mask) -> Bool {
    zip(trace.steps, trace.steps.dropFirst()).allSatisfy { before, after in
      truth.elements.indices.allSatisfy { index in
        before.mask.elements[index] == truth.elements[index]
          || after.mask.elements[index] != truth.elements[index]
      }
    }
  }

  // MARK: The article's path

  @Test func documentRaisesBothErrorsOfTheLargeObject() throws {
    let object = try Self.standard(0)
    let trace = try ErrorPath.document.trace(of: object, steps: Self.steps)
    let (positives, negatives) = Self.counted(trace, object.mask)
    #expect(trace.steps.count == Self.steps + 1)
    #expect(positives[0] == 0 && negatives[0] == 0)
    #expect(Self.rises(positives) && Self.rises(negatives))
    #expect(trace.steps.map(\.falsePositives) == positives)
    #expect(trace.steps.map(\.falseNegatives) == negatives)
    // Pure translation does it.
    #expect(trace.settings.first { $0.name == "growth" }?.value == 0)
  }

  @Test func documentLetsTheSmallObjectGrowOnceItsOverlapIsGone() throws {
    let object = try Self.standard(1)
    let size = object.mask.foregroundCount
    let trace = try ErrorPath.document.trace(of: object, steps: Self.steps)
    let (positives, negatives) = Self.counted(trace, object.mask)
    #expect(Self.rises(positives))
    let disjoint = try #require(negatives.firstIndex(of: size))
    #expect(Self.rises(negatives[...disjoint]))
    #expect(negatives[disjoint...].allSatisfy { $0 == size })
    // About halfway, as the speed is chosen.
    #expect((Self.steps / 3...Self.steps * 2 / 3).contains(disjoint))
    // The smallest growth that does it: slower ones are refused.
    #expect(trace.settings.first { $0.name == "growth" }?.value == 1)
  }

  @Test(arguments: [0, 1])
  func documentMovesAtConstantSpeed(index: Int) throws {
    let object = try Self.standard(index)
    let columns = object.mask.grid.shape[1]
    let trace = try ErrorPath.document.trace(of: object, steps: Self.steps)
    let speed = Int(try #require(trace.settings.first { $0.name == "speed" }?.value))
    #expect(speed != 0)
    for (step, state) in trace.steps.enumerated() {
      for index in object.mask.elements.indices where object.mask.elements[index] {
        #expect((0..<columns).contains(index % columns + step * speed))
        if !state.mask.elements[index + step * speed] { Issue.record("step \(step)") }
      }
    }
  }

  @Test func shiftSaturatesOnTheSmallObject() throws {
    let object = try Self.standard(1)
    let trace = try ErrorPath.shift.trace(of: object, steps: Self.steps)
    let (positives, negatives) = Self.counted(trace, object.mask)
    #expect(positives == negatives)
    #expect(positives.last == object.mask.foregroundCount)
    #expect(!Self.rises(positives))
  }

  // MARK: Every path

  /// What a path declares is what is counted, on discs and balls.
  @Test(arguments: PathRegistry.standard.paths, [[48, 64], [20, 24, 32], [200]])
  func goesAsItDeclares(path: ErrorPath, shape: [Int]) throws {
    let object = try NamedObject(.disc(radius: shape.count == 1 ? 40 : 5.3), on: shape)
    let trace = try path.trace(of: object, steps: 6, seed: 4)
    let (positives, negatives) = Self.counted(trace, object.mask)
    #expect(trace.steps.map(\.falsePositives) == positives)
    #expect(trace.steps.map(\.falseNegatives) == negatives)
    #expect(trace.steps.first?.mask == object.mask)
    for (counts, course) in [
      (positives, path.declaration.falsePositives), (negatives, path.declaration.falseNegatives),
    ] {
      switch course {
      case .rises: #expect(Self.rises(counts))
      case .none: #expect(counts.allSatisfy { $0 == 0 })
      case .risesUntilDisjoint:
        let overlapping = counts.prefix { $0 < object.mask.foregroundCount }
        #expect(Self.rises(overlapping))
        #expect(
          counts[overlapping.count...].allSatisfy { $0 == object.mask.foregroundCount })
      }
    }
  }

  @Test(arguments: PathRegistry.standard.paths.filter { ![.document, .shift].contains($0) })
  func wrongElementStaysWrong(path: ErrorPath) throws {
    let object = try NamedObject(.disc(radius: 6), on: [32, 32])
    for seed in 0..<4 {
      let trace = try path.trace(of: object, steps: 8, seed: UInt64(seed))
      #expect(Self.isNested(trace, object.mask), "seed \(seed)")
    }
  }

  @Test(arguments: PathRegistry.standard.paths)
  func seedDecidesOnRandomPathsAlone(path: ErrorPath) throws {
    let object = try NamedObject(.disc(radius: 6), on: [32, 32])
    let traces = try [1, 1, 2].map { try path.trace(of: object, steps: 5, seed: $0) }
    #expect(traces[0] == traces[1])
    #expect((traces[0] == traces[2]) == !path.isRandom)
  }

  @Test func growTriplesAndShrinkLeavesATenth() throws {
    let object = try NamedObject(.disc(radius: 8), on: [48, 48])
    let size = object.mask.foregroundCount
    let grown = try ErrorPath.grow.trace(of: object, steps: 10)
    #expect(grown.steps.last?.mask.foregroundCount == 3 * size)
    let shrunk = try ErrorPath.shrink.trace(of: object, steps: 10)
    #expect(shrunk.steps.last?.mask.foregroundCount == size / 10)
  }

  @Test func countsOfAPictureAreThoseByHand() throws {
    let truth = try NamedObject(picture: ["......", ".##...", ".##...", "......"]).mask
    let moved = try NamedObject(picture: ["......", "..###.", "..#...", "......"]).mask
    let step = PathTrace.Step(moved, truth: truth)
    #expect(step.falsePositives == 2)
    #expect(step.falseNegatives == 2)
  }

  @Test func unknownPathNamesTheNearest() {
    #expect(throws: PathError.unknown("speckel", nearest: "speckle")) {
      try PathRegistry.standard.path(id: "speckel")
    }
  }

  // MARK: Refusals

  /// A trace with these pictures.
  private static func trace(_ pictures: [[String]], of object: NamedObject) throws -> PathTrace {
    PathTrace(
      steps: try pictures.map { rows in
        let elements = rows.joined().map { $0 == "#" }
        return PathTrace.Step(try Mask(elements, on: object.mask.grid), truth: object.mask)
      }, settings: [])
  }

  @Test func traceThatDoesNotRiseIsRefused() throws {
    let object = try NamedObject("spot", picture: ["......", ".##...", "......"])
    let perfect = ["......", ".##...", "......"]
    let moved = ["......", "..##..", "......"]
    let grown = ["......", ".###..", "......"]
    let shrunk = ["......", ".#....", "......"]
    let gone = ["......", "...##.", "......"]
    let goneAndGrown = ["......", "...###", "......"]
    // The pictures, the paths that may not be said to look so, and those that may.
    let cases: [([[String]], refused: [ErrorPath], allowed: [ErrorPath])] = [
      ([perfect, moved], [.grow, .shrink, .holes], [.document, .shift, .speckle]),
      ([perfect, grown], [.document, .shift, .shrink, .speckle], [.grow]),
      ([perfect, shrunk], [.document, .shift, .grow, .speckle], [.shrink, .holes, .fragment]),
      ([perfect, moved, moved], [.document, .shift, .speckle, .boundaryNoise], []),
      ([perfect, moved, perfect], [.document, .shift, .speckle], []),
      ([perfect, gone, gone], [.document, .speckle], [.shift]),
      ([perfect, gone, goneAndGrown], [.shift, .speckle], [.document]),
      ([perfect, gone, moved], [.document, .shift], []),
    ]
    for (pictures, refused, allowed) in cases {
      let trace = try Self.trace(pictures, of: object)
      for path in refused {
        #expect(path.violation(of: trace, object: object) != nil, "\(path) \(pictures)")
      }
      for path in allowed {
        #expect(path.violation(of: trace, object: object) == nil, "\(path) \(pictures)")
      }
    }
    let violation = ErrorPath.document.violation(
      of: try Self.trace([perfect, moved, moved], of: object), object: object)
    let error = violation?.error(path: .document, object: object, largest: 1)
    for part in ["document", "spot", "from 1 to 1 at step 2", "rises at every step", "--steps 1"] {
      #expect(error?.description.contains(part) == true)
    }
  }

  /// Two bars of which one moves onto the other's place: FN fall again.
  @Test func objectThatMeetsItselfIsRefusedWithTheLargestUsableStep() throws {
    let bars = "..##..##" + String(repeating: ".", count: 24)
    let object = try NamedObject("bars", picture: [String](repeating: bars, count: 3))
    let error = #expect(throws: PathError.self) {
      try ErrorPath.shift.trace(of: object, steps: 12)
    }
    guard case .notAsDeclared(_, "bars", _, _, _, _, _, let largest)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(largest >= 1)
    _ = try ErrorPath.shift.trace(of: object, steps: largest)
    for steps in (largest + 1)...12 {
      #expect(throws: PathError.self) { try ErrorPath.shift.trace(of: object, steps: steps) }
    }
    #expect(error?.description.contains("the largest usable number is --steps \(largest)") == true)
  }

  /// Small objects, and objects near the border: the number in the message is the largest that works.
  @Test(arguments: PathRegistry.standard.paths)
  func tooManyStepsNameTheLargestUsableNumber(path: ErrorPath) throws {
    let object = try NamedObject(
      "corner", picture: ["..........", ".##.......", ".##.......", ".........."])
    let error = #expect(throws: PathError.self) { try path.trace(of: object, steps: 900) }
    guard case .tooManySteps(path.id, "corner", 900, let largest, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(largest >= 1)
    #expect(error?.description.contains("the largest usable number is --steps \(largest)") == true)
    _ = try path.trace(of: object, steps: largest)
    #expect(throws: PathError.self) { try path.trace(of: object, steps: largest + 1) }
  }

  @Test func pathThatCannotTakeAStepSaysSo() throws {
    let dot = try NamedObject("dot", picture: ["...", ".#.", "..."])
    for path in [ErrorPath.shrink, .holes, .fragment, .shift, .document] {
      let error = #expect(throws: PathError.self) { try path.trace(of: dot, steps: 1) }
      #expect(error?.description.contains("no number of steps is possible") == true, "\(path)")
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
          let trace = try path.trace(of: object, steps: 4, seed: random.next())
          followed += 1
          let (positives, negatives) = Self.counted(trace, object.mask)
          #expect(trace.steps.map(\.falsePositives) == positives, "seed \(seed)")
          #expect(trace.steps.map(\.falseNegatives) == negatives, "seed \(seed)")
          #expect(path.violation(of: trace, object: object) == nil, "seed \(seed)")
        } catch {
          #expect(!error.description.isEmpty, "seed \(seed)")
          refused += 1
        }
      }
    }
    #expect(followed > 0 && refused > 0)
  }
}
