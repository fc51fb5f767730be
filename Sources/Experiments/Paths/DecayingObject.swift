import Losses

/// An object that loses half of its elements, those with the least score first; one element is always
/// left.
struct DecayingObject {
  /// The score of the element at some coordinates, slowest axis first.
  typealias Score = (_ coordinates: [Int]) -> Double

  private let truth: Mask
  private let shares: ErrorShares

  /// - Throws: ``PathError/tooManySteps(path:object:steps:possible:reason:)``.
  init(_ object: NamedObject, along path: any ErrorPath, steps: Int) throws(PathError) {
    truth = object.mask
    shares = try ErrorShares(
      losses: ErrorShares.Kind(
        wanted: truth.foregroundCount / 2, available: truth.foregroundCount - 1),
      of: object, along: path, steps: steps)
  }

  /// The path on which a random score decides.
  ///
  /// - Parameter score: given a generator, the grid and the elements of the object, the score.
  func prepared(
    _ score: @escaping @Sendable (inout SeededGenerator, Grid, [UInt32]) -> Score
  ) -> PreparedPath {
    PreparedPath(settings: shares.settings) { [truth, shares] seed in
      var random = SeededGenerator(seed: seed)
      let elements = truth.indices(where: true)
      let score = score(&random, truth.grid, elements)
      let strides = truth.grid.strides
      var coordinates = strides
      let scored = elements.map { index in
        var remainder = Int(index)
        for axis in strides.indices {
          (coordinates[axis], remainder) = remainder.quotientAndRemainder(
            dividingBy: strides[axis])
        }
        return (score(coordinates), index)
      }
      return shares.trajectory(losing: scored.sorted { $0 < $1 }.map(\.1))
    }
  }
}
