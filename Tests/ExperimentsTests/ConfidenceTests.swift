import Experiments
import Foundation
import Losses
import Testing

@Suite struct ConfidenceTests {
  private static let object = ["........", "..##....", "..###...", "........", "........"]

  @Test func hardPredictionsHaveTwoValues() throws {
    let mask = try NamedObject(picture: Self.object).mask
    for foreground in [0.5, 0.9, 0.99, 1] {
      let map = Confidence(foreground: foreground).prediction(of: mask)
      #expect(map.values == mask.elements.map { $0 ? foreground : 1 - foreground })
    }
    #expect(Confidence(foreground: 0.2, blur: -1) == Confidence(foreground: 0.5, blur: 0))
  }

  /// The separable filter equals the sum over a square (cube) of weights, the border repeated.
  @Test(arguments: [[7, 9], [4, 5, 6], [11]], [0.4, 1, 2.5])
  func blurIsTheGaussianByDefinition(shape: [Int], sigma: Double) throws {
    var random = SeededGenerator(seed: 8)
    let grid = try Grid(shape: shape)
    let mask = try Mask((0..<grid.count).map { _ in random.uniform() < 0.4 }, on: grid)
    let map = Confidence(foreground: 0.95, blur: sigma).prediction(of: mask)
    let reach = Int((4 * sigma).rounded(.up))
    let side = 2 * reach + 1
    let offsets = (0..<shape.reduce(1) { product, _ in product * side }).map { number in
      shape.indices.map { number / Int(pow(Double(side), Double($0))) % side - reach }
    }
    let weights = offsets.map { exp(-Double($0.reduce(0) { $0 + $1 * $1 }) / (2 * sigma * sigma)) }
    let total = weights.reduce(0, +)
    for index in 0..<grid.count where index % 3 == 0 {
      let coordinates = grid.coordinates(of: index)
      var sum = 0.0
      for (offset, weight) in zip(offsets, weights) {
        let place = zip(zip(coordinates, offset), shape).map { pair, extent in
          min(max(pair.0 + pair.1, 0), extent - 1)
        }
        if mask.elements[grid.index(of: place)] { sum += weight }
      }
      #expect(abs(map.values[index] - (0.05 + 0.9 * sum / total)) <= 1e-12)
    }
  }

  @Test func blurKeepsTheMassOfAnObjectAwayFromTheBorder() throws {
    let object = try NamedObject(.disc(radius: 4), on: [40, 40])
    let map = Confidence(foreground: 1, blur: 2).prediction(of: object.mask)
    #expect(abs(map.values.reduce(0, +) - Double(object.mask.foregroundCount)) <= 1e-9)
    #expect(map.values.min() ?? -1 >= 0 && map.values.max() ?? 2 <= 1)
    #expect(map.values.contains { $0 > 0.2 && $0 < 0.8 })
  }
}
