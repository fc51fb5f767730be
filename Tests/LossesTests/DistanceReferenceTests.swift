import Losses
import Testing

/// The distance transform against SciPy's `distance_transform_edt`.
@Suite struct DistanceReferenceTests {
  private struct Case: Decodable {
    let shape: [Int]
    let spacing: [Double]
    /// A digit per element: 1 for foreground.
    let mask: String
    /// To the nearest background element; absent where there is none.
    let distance: [Double]?
  }

  private struct Cases: Decodable { let cases: [Case] }

  @Test func agreesWithSciPy() throws {
    let cases = try ReferenceFixtures.load(Cases.self, "distance").cases
    #expect(Set(cases.map(\.shape.count)) == [1, 2, 3])
    #expect(cases.contains { $0.distance == nil })
    #expect(cases.contains { !$0.mask.contains("1") })
    for reference in cases {
      let grid = try Grid(shape: reference.shape, spacing: reference.spacing)
      let mask = try Mask(reference.mask.map { $0 == "1" }, on: grid)
      let distances = mask.distanceToBackground()
      let inverse = mask.replacing(mask.elements.map { !$0 })
      #expect(inverse.distanceToForeground() == distances)
      guard let expected = reference.distance else {
        #expect(distances.allSatisfy { $0 == .infinity }, "\(grid)")
        continue
      }
      for (distance, other) in zip(distances, expected) {
        #expect(abs(distance - other) <= 1e-12 * max(1, other), "\(grid) \(reference.mask)")
      }
    }
  }
}
