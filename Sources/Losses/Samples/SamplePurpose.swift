/// What a loss makes for a sample that lacks it. Each purpose has a sequence of random numbers of its
/// own, so that one does not depend on whether another was needed.
enum SamplePurpose: UInt64 {
  case image = 1
  case secondPrediction
}

extension SeededGenerator {
  /// Starts the sequence that belongs to a sample's seed and a purpose.
  init(seed: UInt64, purpose: SamplePurpose) {
    self.init(seed: seed, stream: purpose.rawValue)
  }
}
