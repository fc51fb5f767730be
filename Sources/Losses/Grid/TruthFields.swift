import Synchronization

/// What losses derive from the truth and the seed of a sample, made when it is first asked for and
/// kept for all samples with the same truth; and the memory in which they compute.
final class TruthFields: Sendable {
  let scratch = ScratchMemory()
  private let signedDistance = Mutex<[Double]?>(nil)
  private let image = Mutex<[Double]?>(nil)

  /// The field that was kept, or what `make` gives.
  func signedDistance(_ make: () -> [Double]) -> [Double] { Self.kept(signedDistance, make) }

  /// The field that was kept, or what `make` gives.
  func image(_ make: () -> [Double]) -> [Double] { Self.kept(image, make) }

  /// Others wait while one makes the field, rather than make it too.
  private static func kept(
    _ field: borrowing Mutex<[Double]?>, _ make: () -> [Double]
  ) -> [Double] {
    field.withLock { field in
      if let field { return field }
      let made = make()
      field = made
      return made
    }
  }
}
