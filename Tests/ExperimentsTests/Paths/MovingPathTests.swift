import Experiments
import Losses
import Testing

/// The article's path and pure translation, on the objects of the article's figure.
@Suite struct MovingPathTests {
  private static let steps = 20

  private static func standard(_ index: Int) throws -> NamedObject {
    try ObjectSpecification.standard[index].resolved(on: GridSpecification()).object.get()
  }

  @Test func documentRaisesBothErrorsOfTheLargeObject() throws {
    let followed = try FollowedPath("document", of: Self.standard(0), steps: Self.steps)
    #expect(followed.masks.count == Self.steps + 1)
    #expect(followed.positives[0] == 0 && followed.negatives[0] == 0)
    #expect(rises(followed.positives) && rises(followed.negatives))
    #expect(followed.isCountedRight)
    // Pure translation does it.
    #expect(followed.setting("growth") == 0)
  }

  @Test func documentLetsTheSmallObjectGrowOnceItsOverlapIsGone() throws {
    let object = try Self.standard(1)
    let size = object.mask.foregroundCount
    let followed = try FollowedPath("document", of: object, steps: Self.steps)
    let negatives = followed.negatives
    #expect(rises(followed.positives))
    let disjoint = try #require(negatives.firstIndex(of: size))
    #expect(rises(negatives[...disjoint]))
    #expect(negatives[disjoint...].allSatisfy { $0 == size })
    // About halfway, as the speed is chosen.
    #expect((Self.steps / 3...Self.steps * 2 / 3).contains(disjoint))
    // The smallest growth that does it: slower ones are refused.
    #expect(followed.setting("growth") == 1)
  }

  @Test(arguments: [0, 1])
  func documentMovesAtConstantSpeed(index: Int) throws {
    let object = try Self.standard(index)
    let columns = object.mask.grid.shape[1]
    let followed = try FollowedPath("document", of: object, steps: Self.steps)
    let speed = Int(try #require(followed.setting("speed")))
    #expect(speed != 0)
    for (step, mask) in followed.masks.enumerated() {
      for index in object.mask.elements.indices where object.mask.elements[index] {
        #expect((0..<columns).contains(index % columns + step * speed))
        if !mask.elements[index + step * speed] { Issue.record("step \(step)") }
      }
    }
  }

  @Test func shiftSaturatesOnTheSmallObject() throws {
    let object = try Self.standard(1)
    let followed = try FollowedPath("shift", of: object, steps: Self.steps)
    #expect(followed.positives == followed.negatives)
    #expect(followed.positives.last == object.mask.foregroundCount)
    #expect(!rises(followed.positives))
  }
}
