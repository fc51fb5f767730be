import Experiments
import Foundation
import Losses
import Testing

@Suite struct ObjectTests {
  @Test(arguments: [0.5, 1, 3.7, 6])
  func discAndBallAreWhatIsWithinTheRadius(radius: Double) throws {
    for shape in [[17, 20], [15, 16, 17]] {
      let grid = try Grid(shape: shape)
      let mask = try ObjectShape.disc(radius: radius).mask(on: grid)
      for index in 0..<grid.count {
        let squares = zip(grid.coordinates(of: index), shape).map { coordinate, extent in
          pow(Double(coordinate - extent / 2), 2)
        }
        #expect(mask.elements[index] == (squares.reduce(0, +) <= radius * radius))
      }
    }
  }

  @Test func standardObjectsAreThoseOfTheArticle() throws {
    let sizes = try ObjectSpecification.standard.map {
      try $0.resolved(on: GridSpecification()).object.get().mask.foregroundCount
    }
    // Gauss's circle problem for the radii 60 and 5.
    #expect(sizes == [11289, 81])
  }

  @Test func shapesAreRelated() throws {
    let grid = try Grid(shape: [40, 48])
    func mask(_ shape: ObjectShape) throws -> Mask { try shape.mask(on: grid) }
    let disc = try mask(.disc(radius: 9))
    #expect(try mask(.ellipse(semiaxes: [9, 9], angle: 25)) == disc)
    #expect(
      try mask(.ellipse(semiaxes: [4, 9], angle: 90)) == mask(.ellipse(semiaxes: [9, 4], angle: 0)))
    #expect(try mask(.rectangle(sides: [5, 3])).foregroundCount == 15)
    let inner = try mask(.disc(radius: 5))
    #expect(
      try mask(.annulus(inner: 5, outer: 9)).elements
        == zip(disc.elements, inner.elements).map { $0 && !$1 })
    let tube = try mask(.tube(radius: 1.5, length: 30))
    #expect(tube.foregroundCount > 60 && tube.foregroundCount < 200)
    let blobs = try mask(.blobs(count: 3, radius: 3, seed: 1))
    #expect(try mask(.blobs(count: 3, radius: 3, seed: 1)) == blobs)
    #expect(try mask(.blobs(count: 3, radius: 3, seed: 2)) != blobs)
  }

  /// Discs all over the grid are as many as asked for, none of which touch.
  @Test(arguments: [[64, 64], [20, 24, 28]])
  func spreadBlobsAreApart(shape: [Int]) throws {
    let grid = try Grid(shape: shape)
    let mask = try ObjectShape.spreadBlobs(count: 12, radius: 2, seed: 4).mask(on: grid)
    #expect(ConnectedComponents(of: mask, connectivity: .full).count == 12)
    #expect(throws: ObjectError.self) {
      try ObjectShape.spreadBlobs(count: 500, radius: 2, seed: 4).mask(on: grid)
    }
  }

  @Test func anEmptyObjectIsAnObjectWhereItIsSaidToBe() throws {
    let object = try ObjectSpecification(name: "none", shape: .empty).resolved(
      on: GridSpecification()
    ).object.get()
    #expect(object.mask.isEmpty && object.shape == .empty)
  }

  @Test func shapeThatTouchesTheBorderIsRefused() throws {
    let grid = try Grid(shape: [16, 16])
    #expect(throws: ObjectError.doesNotFit("disc", shape: [16, 16])) {
      try ObjectShape.disc(radius: 7).mask(on: grid)
    }
    _ = try ObjectShape.disc(radius: 6.9).mask(on: grid)
  }

  @Test(arguments: [
    ObjectShape.disc(radius: 0), .disc(radius: .nan), .disc(radius: -1), .disc(radius: 1e9),
    .annulus(inner: 5, outer: 5), .ellipse(semiaxes: [1, 2, 3], angle: 0),
    .rectangle(sides: [4]), .tube(radius: 1, length: 0), .blobs(count: 0, radius: 2, seed: 0),
  ])
  func lengthThatMakesNoSenseIsRefused(shape: ObjectShape) throws {
    let grid = try Grid(shape: [32, 32])
    #expect(throws: ObjectError.self) { try shape.mask(on: grid) }
  }

  @Test func emptyAndFullMasksAreNoObjects() throws {
    let grid = try Grid(shape: [4, 4])
    for value in [false, true] {
      let mask = try Mask([Bool](repeating: value, count: 16), on: grid)
      let error = #expect(throws: ObjectError.self) { try NamedObject(name: "it", mask: mask) }
      #expect(error?.description.contains("it") == true)
    }
  }

  @Test(arguments: [
    ("a=disc:4", ObjectShape.disc(radius: 4)), ("a=annulus:2:4.5", .annulus(inner: 2, outer: 4.5)),
    ("a=ellipse:3:4", .ellipse(semiaxes: [3, 4], angle: 0)),
    ("a=rectangle:6", .rectangle(sides: [6])),
    ("a=tube:1:20", .tube(radius: 1, length: 20)),
    ("a=blobs:3:2", .blobs(count: 3, radius: 2, seed: 0)),
    ("a=blobs:3:2:7", .blobs(count: 3, radius: 2, seed: 7)),
    ("a=blobs:20:2:spread", .spreadBlobs(count: 20, radius: 2, seed: 0)),
    ("a=blobs:20:2:spread:5", .spreadBlobs(count: 20, radius: 2, seed: 5)), ("a=empty", .empty),
  ])
  func argumentIsAnObject(argument: String, shape: ObjectShape) throws {
    #expect(
      try ObjectSpecification(argument: argument) == ObjectSpecification(name: "a", shape: shape))
  }

  @Test(arguments: [
    "a", "a=", "a=cube:3", "a=disc", "a=disc:x", "a=disc:1:2", "a=blobs:1.5:2", "=disc:1",
    "a=blobs:3:spread", "a=disc:3:spread", "a=empty:1",
  ])
  func otherArgumentIsRefused(argument: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try ObjectSpecification(argument: argument)
    }
    #expect(error?.description.contains("'\(argument)'") == true)
  }

  /// A mask survives its encoding, and runs that do not fill the grid are refused.
  @Test func encodedMaskIsTheMask() throws {
    var random = SeededGenerator(seed: 2)
    for shape in [[9], [5, 7], [3, 4, 5]] {
      let grid = try Grid(shape: shape, spacing: shape.map { _ in 0.5 })
      let mask = try Mask((0..<grid.count).map { _ in random.uniform() < 0.5 }, on: grid)
      let data = try JSONEncoder().encode(EncodedMask(mask))
      #expect(try JSONDecoder().decode(EncodedMask.self, from: data).decoded() == mask)
    }
    for runs in ["[3]", "[1,2,4]", "[7,-1]", "[9223372036854775807,9223372036854775807,8]", "[]"] {
      let text = "{\"shape\":[2,3],\"spacing\":[1,1],\"runs\":\(runs)}"
      let encoded = try JSONDecoder().decode(EncodedMask.self, from: Data(text.utf8))
      #expect(throws: ConfigurationError.self, "\(runs)") { try encoded.decoded() }
    }
  }
}
