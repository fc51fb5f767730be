import Experiments
import Foundation
import Losses
import Testing

/// The article's path and translation by whole elements, on the objects of the article's figure.
@Suite struct MovingPathTests {
  private static let steps = 20

  private static func standard(_ index: Int) throws -> NamedObject {
    try ObjectSpecification.standard[index].resolved(on: GridSpecification()).object.get()
  }

  private static func slide(_ object: NamedObject, reach: Double) throws -> FollowedPath {
    let path = try PathRegistry.standard.path(id: "slide").reaching(reach)
    return try FollowedPath(path, of: object, steps: steps)
  }

  /// FP and FN as sums of the figure's own probabilities.
  private static func softSums(_ scene: Scene) -> (positives: [Double], negatives: [Double]) {
    var maker = scene.predictionMaker()
    let maps = (0...scene.lastStep).map { maker.prediction(step: $0).values }
    let truth = scene.object.mask.elements
    return (
      maps.map { zip($0, truth).reduce(0) { $0 + ($1.1 ? 0 : $1.0) } },
      maps.map { zip($0, truth).reduce(0) { $0 + ($1.1 ? 1 - $1.0 : 0) } }
    )
  }

  @Test(arguments: [0, 1])
  func slideRaisesBothErrorsSoftlyAndOnMasksNeverLowersThem(index: Int) throws {
    let followed = try Self.slide(Self.standard(index), reach: 0.95)
    #expect(followed.isCountedRight)
    #expect(followed.positives[0] == 0 && followed.negatives[0] == 0)
    for counts in [followed.positives, followed.negatives] {
      #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 })
    }
    let (positives, negatives) = Self.softSums(followed.scene)
    #expect(zip(positives, positives.dropFirst()).allSatisfy { $0 < $1 })
    #expect(zip(negatives, negatives.dropFirst()).allSatisfy { $0 < $1 })
    #expect(followed.scene.disjointFrom == nil)
  }

  /// Both objects show the same share of wrong elements, but for whole elements of the small one.
  @Test func slideShowsTheSameRelativeErrorOfBothObjects() throws {
    let shares = try [0, 1].map { index in
      let object = try Self.standard(index)
      return try Self.slide(object, reach: 0.95).negatives.map {
        Double($0) / Double(object.mask.foregroundCount)
      }
    }
    for (large, small) in zip(shares[0], shares[1]) { #expect(abs(large - small) < 0.1) }
    #expect(shares[0][20] > 0.97 && shares[1][20] > 0.97)
  }

  @Test(arguments: [0, 1])
  func slideGoesOffItsTruthWithALargerReach(index: Int) throws {
    let object = try Self.standard(index)
    let followed = try Self.slide(object, reach: 2)
    let disjoint = try #require(followed.scene.disjointFrom)
    #expect((10...11).contains(disjoint))
    #expect(followed.negatives[disjoint...].allSatisfy { $0 == object.mask.foregroundCount })
  }

  /// At every step a disc is the disc at another place.
  @Test func slideDrawsAShapeWhereItIs() throws {
    let object = try Self.standard(1)
    let followed = try Self.slide(object, reach: 0.95)
    let speed = try #require(followed.setting("speed"))
    #expect(abs(speed - 0.95 * 10 / 20) < 1e-12)
    for (step, mask) in followed.masks.enumerated() {
      for index in mask.elements.indices {
        let place = mask.grid.coordinates(of: index)
        let x = Double(place[1] - 320) - Double(step) * speed
        let square = Double((place[0] - 128) * (place[0] - 128)) + x * x
        if abs(square - 25) > 1e-9 { #expect(mask.elements[index] == (square <= 25)) }
      }
    }
  }

  /// A mask moves as the shape that it was drawn from, to within the sharpness of a mask.
  @Test func slideMovesAMaskThroughItsDistance() throws {
    let shape = try NamedObject(.disc(radius: 9), on: [40, 64])
    let drawn = try NamedObject(name: "drawn", mask: shape.mask, shape: .disc(radius: 9))
    for object in [shape, drawn] {
      let followed = try Self.slide(object, reach: 0.9)
      for mask in followed.masks {
        #expect(abs(mask.foregroundCount - shape.mask.foregroundCount) <= 12)
      }
    }
    // By whole elements, a mask moves as it is.
    let whole = try FollowedPath(
      PathRegistry.standard.path(id: "slide").reaching(10.0 / 19), of: shape, steps: 5)
    for (step, mask) in whole.masks.enumerated() {
      for index in shape.mask.elements.indices where shape.mask.elements[index] {
        #expect(mask.elements[index + 2 * step])
      }
      #expect(mask.foregroundCount == shape.mask.foregroundCount)
    }
  }

  /// In volumes of unequal spacing, and along the axis on which there is room.
  @Test func slideTakesAnAxisWithRoom() throws {
    let grid = try Grid(shape: [40, 12, 14], spacing: [0.5, 2, 1])
    let object = try NamedObject(name: "ball", mask: ObjectShape.disc(radius: 4).mask(on: grid))
    let followed = try Self.slide(object, reach: 0.95)
    let last = try #require(followed.masks.last)
    #expect(last.foregroundCount > 200)
    let slices = last.indices.map { grid.coordinates(of: $0)[0] }
    #expect((slices.min() ?? 0) > 20)
    let error = #expect(throws: PathError.self) { try Self.slide(object, reach: 4) }
    let message = error?.description ?? ""
    #expect(message.contains("--reach 1.55 is possible"), "\(message)")
    _ = try Self.slide(object, reach: 1.55)
  }

  @Test func shiftSaturatesOnTheSmallObject() throws {
    let object = try Self.standard(1)
    let followed = try FollowedPath("shift", of: object, steps: Self.steps)
    #expect(followed.positives == followed.negatives)
    #expect(followed.positives.last == object.mask.foregroundCount)
    #expect(!rises(followed.positives))
  }
}

extension Mask {
  /// The foreground elements.
  fileprivate var indices: [Int] { elements.indices.filter { elements[$0] } }
}
