import Synchronization

/// What losses derive from the truth and the seed of a sample, made when it is first asked for and
/// kept for all samples with the same truth; and the memory in which they compute.
final class TruthFields: Sendable {
  let scratch = ScratchMemory()
  private let signedDistance = Mutex<[Double]?>(nil)
  private let image = Mutex<[Double]?>(nil)
  private let largestDistances = Mutex<SIMD2<Double>?>(nil)
  private let noise = Mutex<[Double]?>(nil)
  private let means = Mutex<[[Int]: ErrorConvolution.TruthMeans]>([:])

  /// Whether it pays to keep what takes more than a field.
  let servesManyPredictions: Bool

  init(servesManyPredictions: Bool = false) { self.servesManyPredictions = servesManyPredictions }

  /// The field that was kept, or what `make` gives.
  func signedDistance(_ make: () -> [Double]) -> [Double] { Self.kept(signedDistance, make) }

  /// The field that was kept, or what `make` gives.
  func image(_ make: () -> [Double]) -> [Double] { Self.kept(image, make) }

  /// The two distances that were kept, or what `make` gives.
  func largestDistances(_ make: () -> SIMD2<Double>) -> SIMD2<Double> {
    Self.kept(largestDistances, make)
  }

  /// The field that was kept, or what `make` gives.
  func noise(_ make: () -> [Double]) -> [Double] { Self.kept(noise, make) }

  /// The means over balls of some radii that were kept, or what `make` gives.
  func means(
    radii: [Int], _ make: () -> ErrorConvolution.TruthMeans
  ) -> ErrorConvolution.TruthMeans {
    means.withLock { kept in
      if let means = kept[radii] { return means }
      let made = make()
      kept[radii] = made
      return made
    }
  }

  /// Others wait while one makes the value, rather than make it too.
  private static func kept<Value: Sendable>(
    _ value: borrowing Mutex<Value?>, _ make: () -> Value
  ) -> Value {
    value.withLock { value in
      if let value { return value }
      let made = make()
      value = made
      return made
    }
  }
}
