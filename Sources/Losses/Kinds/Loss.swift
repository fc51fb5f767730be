/// A segmentation loss: a number that should grow as a prediction drifts from the truth.
///
/// The gradient is taken by central differences where a loss does not bring its own. To add a loss,
/// write a ``ParameterisedLoss`` in a file of its own and name it in ``Catalogue/standard``.
public protocol Loss: Sendable {
  /// The loss of a sample; finite for every sample that can be made.
  ///
  /// - Throws: ``LossError`` where the loss has no meaning for the sample, as its specification says.
  func value(_ sample: Sample) throws -> Double

  /// The derivative ∂L/∂p of the value with respect to each predicted probability.
  ///
  /// Constants that the value computes from `p` (a distance map, a threshold, a sorted order) are
  /// held constant, as PyTorch does under `no_grad`.
  ///
  /// - Returns: a field of the shape of the prediction, finite everywhere.
  /// - Throws: ``LossError`` where the value does.
  func gradient(_ sample: Sample) throws -> ScalarField

  /// Whether it matters where an element lies: to distances, neighbours, components, or what is drawn
  /// at random for each place. A loss that does not look is the same for the same elements in any
  /// order and grid, so that ignored ones can be left out and those of a batch be put together.
  ///
  /// `true` unless the kind of loss or the loss itself says otherwise.
  var looksAtPlaces: Bool { get }

  /// Whether the formula has a meaning for numbers that are no probabilities, such as those that a tanh
  /// makes; `false` unless the loss says otherwise.
  var takesAnyNumbers: Bool { get }

  /// What a setting of the loss cannot see of the truth of a sample, in one line with how to mend it;
  /// `nil` for nothing.
  func caution(_ sample: Sample) -> String?

  /// The loss of a sample in single precision.
  ///
  /// Unless a loss has an arithmetic of its own for it (``SinglePrecisionLoss``), that is the loss of
  /// the same numbers in double precision.
  ///
  /// - Throws: as of a ``Sample``.
  func value(_ sample: SinglePrecisionSample) throws -> Double

  /// The loss of a sample in single precision, and its derivative with respect to each predicted
  /// probability, rounded.
  ///
  /// - Throws: as of a ``Sample``.
  func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) throws -> (value: Double, gradient: [Float])

  /// The loss over several classes.
  ///
  /// One class against the rest, class by class, unless the loss has a form of its own.
  func overClasses(_ relation: ClassRelation) -> any ClassLoss

  /// The loss in another form; `nil` where it has nothing that the form concerns.
  func written(as form: OverlapForm) -> (any Loss)?
}

extension Loss {
  public var looksAtPlaces: Bool { true }

  public var takesAnyNumbers: Bool { false }

  public func caution(_ sample: Sample) -> String? { nil }

  public func value(_ sample: SinglePrecisionSample) throws -> Double {
    try value(sample.inDoublePrecision())
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) throws -> (value: Double, gradient: [Float]) {
    let sample = try sample.inDoublePrecision()
    return (try value(sample), try gradient(sample).values.map { Float($0) })
  }

  public func overClasses(_ relation: ClassRelation) -> any ClassLoss { OneVersusRest(self) }

  public func written(as form: OverlapForm) -> (any Loss)? { nil }
}

extension Loss {
  /// The gradient by central differences: slow (two values per element), for losses without one.
  public func gradient(_ sample: Sample) throws -> ScalarField {
    try finiteDifferenceGradient(sample)
  }

  /// (L(p + h eᵢ) − L(p − h eᵢ)) / 2h for each element; one-sided where p ± h leaves [0, 1].
  ///
  /// - Parameters:
  ///   - sample: where to take it.
  ///   - step: h, in (0, 0.5); 1e-5 balances truncation against rounding in Double.
  public func finiteDifferenceGradient(
    _ sample: Sample, step: Double = 1e-5
  ) throws -> ScalarField {
    var probabilities = sample.prediction.values
    func value(replacing index: Int, with probability: Double) throws -> Double {
      let original = probabilities[index]
      defer { probabilities[index] = original }
      probabilities[index] = probability
      let prediction = ProbabilityMap(unchecked: probabilities, on: sample.grid)
      return try self.value(sample.replacingPrediction(with: prediction))
    }
    let slopes = try sample.prediction.values.enumerated().map { index, probability in
      let upper = min(probability + step, 1)
      let lower = max(probability - step, 0)
      let rise =
        try value(replacing: index, with: upper) - value(replacing: index, with: lower)
      return rise / (upper - lower)
    }
    return try ScalarField(slopes, on: sample.grid)
  }
}
