import Losses

/// What a metric looks at: a prediction and the truth on one grid.
///
/// What metrics derive from the masks (counts, distances of surfaces, components, skeletons) is made
/// once, by the first that asks, and shared by all metrics of the sample; what they derive from the
/// truth alone is shared by all predictions of it.
public struct MetricSample: Sendable {
  /// The predicted object: elements with a probability over one half.
  public let prediction: Mask

  /// The true object.
  public let truth: Mask

  /// The probabilities p behind the prediction, if there are any.
  private let givenProbabilities: ProbabilityMap?

  private let ofPrediction = DerivedValues()
  private let ofTruth: DerivedValues
  private let ofPair = DerivedValues()

  /// A sample of probabilities; what is over one half is foreground.
  ///
  /// - Throws: `GridError.gridsDiffer(_:_:_:_:)` or `GridError.spacingsDiffer(_:_:_:_:)`.
  public init(prediction: ProbabilityMap, truth: ProbabilityMap) throws(GridError) {
    try self.init(Mask(prediction), prediction, truth: Mask(truth), ofTruth: DerivedValues())
  }

  /// A sample of masks; their probabilities are 0 and 1.
  ///
  /// - Throws: `GridError.gridsDiffer(_:_:_:_:)` or `GridError.spacingsDiffer(_:_:_:_:)`.
  public init(prediction: Mask, truth: Mask) throws(GridError) {
    try self.init(prediction, nil, truth: truth, ofTruth: DerivedValues())
  }

  /// A sample of a mask that was made from probabilities otherwise than by one half, as where the largest
  /// of several classes wins.
  ///
  /// - Throws: `GridError.gridsDiffer(_:_:_:_:)` or `GridError.spacingsDiffer(_:_:_:_:)`.
  public init(
    prediction: Mask, probabilities: ProbabilityMap, truth: Mask
  ) throws(GridError) {
    guard probabilities.grid.shape == prediction.grid.shape else {
      throw .gridsDiffer(
        "probabilities", probabilities.grid.shape, "prediction", prediction.grid.shape)
    }
    try self.init(prediction, probabilities, truth: truth, ofTruth: DerivedValues())
  }

  private init(
    _ prediction: Mask, _ probabilities: ProbabilityMap?, truth: Mask, ofTruth: DerivedValues
  ) throws(GridError) {
    guard prediction.grid.shape == truth.grid.shape else {
      throw .gridsDiffer("prediction", prediction.grid.shape, "truth", truth.grid.shape)
    }
    guard prediction.grid.spacing == truth.grid.spacing else {
      throw .spacingsDiffer("prediction", prediction.grid.spacing, "truth", truth.grid.spacing)
    }
    self.prediction = prediction
    self.truth = truth
    self.ofTruth = ofTruth
    givenProbabilities = probabilities
  }

  /// Another prediction of the same truth.
  ///
  /// - Throws: `GridError` when it lies on another grid.
  public func replacingPrediction(
    with prediction: ProbabilityMap
  ) throws(GridError) -> MetricSample {
    try MetricSample(Mask(prediction), prediction, truth: truth, ofTruth: ofTruth)
  }

  /// Another prediction of the same truth, of which the caller has decided what is foreground.
  ///
  /// - Throws: `GridError` when it lies on another grid.
  package func replacingPrediction(
    with prediction: Mask, _ probabilities: ProbabilityMap
  ) throws(GridError) -> MetricSample {
    try MetricSample(prediction, probabilities, truth: truth, ofTruth: ofTruth)
  }

  /// Another prediction of the same truth.
  ///
  /// - Throws: `GridError` when it lies on another grid.
  public func replacingPrediction(with prediction: Mask) throws(GridError) -> MetricSample {
    try MetricSample(prediction, nil, truth: truth, ofTruth: ofTruth)
  }

  /// The grid that prediction and truth lie on.
  public var grid: Grid { truth.grid }

  /// p of each element.
  var probabilities: ProbabilityMap { givenProbabilities ?? ProbabilityMap(prediction) }

  /// TP, FP, FN and TN.
  var counts: ElementCounts { ofPair.value { ElementCounts(self) } }

  /// Both masks in the box around them.
  func framedMasks() throws(GridError) -> FramedMasks? {
    try ofPair.value { () throws(GridError) -> FramedMasks? in
      try FramedMasks(prediction: prediction, truth: truth)
    }
  }

  /// D_pg and D_gp; `nil` when either mask is empty.
  var surfaceDistances: SurfaceDistances? {
    ofPair.value { SurfaceDistances(prediction: prediction, truth: truth) }
  }

  /// Which components of the prediction and of the truth overlap.
  var componentOverlaps: ComponentOverlaps {
    ofPair.value { ComponentOverlaps(prediction: predictionComponents, truth: truthComponents) }
  }

  /// The components of the prediction, with full connectivity.
  var predictionComponents: ComponentRuns {
    ofPrediction.value { ComponentRuns(of: prediction, connectivity: .full) }
  }

  /// The components of the truth, with full connectivity.
  var truthComponents: ComponentRuns {
    ofTruth.value { ComponentRuns(of: truth, connectivity: .full) }
  }

  /// The skeletons of prediction and truth, made at once.
  var skeletons: (prediction: Mask, truth: Mask) {
    Parallelism.forEachPart(min(2, Parallelism.partCount(grid.count)), of: 2) { _, sides in
      for side in sides { _ = side == 0 ? predictionSkeleton : truthSkeleton }
    }
    return (predictionSkeleton, truthSkeleton)
  }

  private var predictionSkeleton: Mask { ofPrediction.value { prediction.skeleton() } }

  private var truthSkeleton: Mask { ofTruth.value { truth.skeleton() } }
}
