/// What a loss looks at: a prediction, the truth it is compared with, and for the few losses that
/// need them an image and a second prediction.
public struct Sample: Sendable {
  /// Predicted foreground probability `p`.
  public private(set) var prediction: ProbabilityMap {
    didSet {
      stretches = findStretches()
      predictionCache = servesManyPredictions ? DerivedValues() : nil
    }
  }

  /// Ground truth `g`; soft targets are accepted.
  public let truth: ProbabilityMap

  /// Intensities `x` for losses that look at the image. They make one from the truth and ``seed``
  /// when there is none.
  public let image: ScalarField?

  /// A second prediction of the same object, for consistency losses. They make one from the
  /// prediction and ``seed`` when there is none.
  public let secondPrediction: ProbabilityMap?

  /// Seed of everything random that a loss makes for itself: equal seeds give equal values.
  public let seed: UInt64

  /// Where neighbours in prediction and truth are alike, if that is known.
  private(set) var stretches: Stretches?

  /// The elements that count for nothing, which are background in prediction and truth; `nil` where all
  /// count.
  package private(set) var ignored: Mask?

  /// How many elements count: losses take means over these.
  package private(set) var keptCount: Int

  /// What losses derive from the truth, shared by all samples made from this one.
  private(set) var cache: TruthCache

  /// What losses derive from the prediction, where several are likely to ask for it.
  private(set) var predictionCache: DerivedValues?

  /// Brings together what a loss looks at.
  ///
  /// - Parameters:
  ///   - prediction: p.
  ///   - truth: g.
  ///   - image: intensities, if there are any.
  ///   - secondPrediction: another prediction of the object, if there is one.
  ///   - seed: of what losses draw at random.
  ///   - servesManyPredictions: whether many more predictions will take the place of this one, so that
  ///     losses may keep what takes several fields and speeds up the next value.
  /// - Throws: ``GridError/gridsDiffer(_:_:_:_:)`` or ``GridError/spacingsDiffer(_:_:_:_:)`` when
  ///   the fields do not lie on one grid.
  public init(
    prediction: ProbabilityMap, truth: ProbabilityMap, image: ScalarField? = nil,
    secondPrediction: ProbabilityMap? = nil, seed: UInt64 = 0,
    servesManyPredictions: Bool = false
  ) throws(GridError) {
    try Self.require("prediction", prediction.grid, on: truth.grid)
    if let image { try Self.require("image", image.grid, on: truth.grid) }
    if let secondPrediction {
      try Self.require("second prediction", secondPrediction.grid, on: truth.grid)
    }
    self.prediction = prediction
    self.truth = truth
    self.image = image
    self.secondPrediction = secondPrediction
    self.seed = seed
    keptCount = truth.grid.count
    cache = TruthCache(servesManyPredictions: servesManyPredictions)
    predictionCache = servesManyPredictions ? DerivedValues() : nil
  }

  /// The same sample without some elements.
  ///
  /// - Parameter ignored: not all of the elements; the caller has made them background. `nil` for none.
  func ignoring(_ ignored: Mask?) -> Sample {
    var sample = self
    sample.ignored = ignored
    sample.keptCount = grid.count - (ignored?.foregroundCount ?? 0)
    return sample
  }

  /// The same sample, for a loss that has little to share with those before it: what they have derived from the
  /// truth takes no memory once they have gone, unless many predictions are to come.
  package func forOneLoss() -> Sample {
    guard !servesManyPredictions else { return self }
    var sample = self
    sample.cache = TruthCache(servesManyPredictions: false)
    return sample
  }

  /// The grid that all fields lie on.
  public var grid: Grid { truth.grid }

  /// The same sample with another prediction.
  ///
  /// - Throws: ``GridError`` when the new prediction lies on another grid.
  public func replacingPrediction(with prediction: ProbabilityMap) throws(GridError) -> Sample {
    try Self.require("prediction", prediction.grid, on: grid)
    var sample = self
    sample.prediction = prediction
    return sample
  }

  /// Makes the prediction the hard map of a mask, in the memory of the last one if nobody else
  /// holds it.
  ///
  /// - Parameters:
  ///   - mask: the object, on the grid of this sample; another grid is a mistake of the caller and
  ///     stops the program.
  ///   - confidence: probability given to the foreground, in [0, 1]; clamped to that range.
  public mutating func setPrediction(to mask: Mask, confidence: Double) {
    precondition(mask.grid == grid)
    prediction.set(to: mask, confidence: confidence)
  }

  /// Changes the prediction in the memory in which it is if nobody else holds it.
  ///
  /// - Parameter body: is given p in row-major order and writes numbers of [0, 1] alone.
  package mutating func updatePrediction(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    prediction.update(body)
  }

  private static func require(_ name: String, _ grid: Grid, on other: Grid) throws(GridError) {
    guard grid.shape == other.shape else {
      throw .gridsDiffer(name, grid.shape, "truth", other.shape)
    }
    guard grid.spacing == other.spacing else {
      throw .spacingsDiffer(name, grid.spacing, "truth", other.spacing)
    }
  }
}
