import Losses
import TestSupport
import Testing

/// Results do not depend on the number of threads, down to the last bit.
@Suite struct ThreadTests {
  static let losses = Catalogue.standard.specifications.map(\.id)

  /// More than four pieces of a field, and no whole number of them.
  private func sample(shape: [Int], seed: UInt64) throws -> Sample {
    var random = SeededGenerator(seed: seed)
    return try RandomSamples.sample(
      shape: shape, predictions: .interior, truths: .mixed, using: &random)
  }

  @Test(arguments: losses, [[311, 293], [41, 47, 43]])
  func lossesAreEqualOnAnyNumberOfThreads(id: String, shape: [Int]) throws {
    try expectEqualOnAnyNumberOfThreads(id, shape)
  }

  /// So large that cheap passes are shared among threads, too.
  @Test(arguments: [
    "hausdorff-distance-transform", "hausdorff-one-sided", "hausdorff-erosion",
    "transformation-consistency",
  ])
  func largeFieldsAreEqualOnAnyNumberOfThreads(id: String) throws {
    let shape = [389, 401]
    #expect(shape[0] * shape[1] >= Parallelism.cheapCount)
    try expectEqualOnAnyNumberOfThreads(id, shape)
  }

  private func expectEqualOnAnyNumberOfThreads(_ id: String, _ shape: [Int]) throws {
    let loss = try Catalogue.standard.loss(id: id)
    func bits(threads: Int) throws -> [UInt64] {
      // A new sample each time: none may profit from what another one made.
      let sample = try sample(shape: shape, seed: 62)
      return try Parallelism.$threads.withValue(threads) {
        try [loss.value(sample).bitPattern] + loss.gradient(sample).values.map(\.bitPattern)
      }
    }
    let one = try bits(threads: 1)
    for threads in [2, 8] {
      #expect(try bits(threads: threads) == one, "\(threads) threads")
    }
  }

  @Test(arguments: [[311, 293], [1, 70_001], [70_001, 1], [41, 47, 43], [40, 1, 2001]])
  func distancesAreEqualOnAnyNumberOfThreads(shape: [Int]) throws {
    let sample = try sample(shape: shape, seed: 63)
    func bits(threads: Int) -> [UInt64] {
      Parallelism.$threads.withValue(threads) {
        Mask(sample.truth).signedDistance().map(\.bitPattern)
      }
    }
    let one = bits(threads: 1)
    for threads in [2, 8] {
      #expect(bits(threads: threads) == one, "\(threads) threads")
    }
  }
}
