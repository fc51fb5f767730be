import Documents
import Foundation
import Losses
import Texts

extension FieldFile {
  /// The probabilities that a file holds. A file of 0 and 1 alone, or of 0 and the largest grey, is the
  /// hard map of a mask.
  ///
  /// - Parameter options: labels or threshold make the hard map of a mask; an activation makes
  ///   probabilities of other values, and `.none` says that they are probabilities.
  /// - Throws: `FileError` where values are further outside [0, 1] than rounding leaves them, or
  ///   where they look like labels.
  public func probabilityMap(
    _ options: ReadingOptions = ReadingOptions()
  ) throws(FileError) -> ProbabilityMap {
    try choosing(options).chosenProbabilityMap(options)
  }

  /// The truth that a file holds: a mask where it has two values or the options choose labels or a
  /// threshold, otherwise probabilities, which then are those of soft targets.
  ///
  /// - Throws: `FileError` as ``mask(_:)`` does for pictures and labels.
  public func truthMap(
    _ options: ReadingOptions = ReadingOptions()
  ) throws(FileError) -> ProbabilityMap {
    try choosing(options).chosenTruthMap(options)
  }

  func chosenTruthMap(_ options: ReadingOptions) throws(FileError) -> ProbabilityMap {
    // Real numbers in [0, 1] are what they are, whether they are soft or those of a mask.
    if options.labels == nil, options.threshold == nil, palette == nil, !isPicture {
      let (values, range) = try unitValues()
      if Self.unitInterval.contains(range) {
        return try field(on: grid()) { grid throws(GridError) in
          try ProbabilityMap(values, on: grid)
        }
      }
    }
    return ProbabilityMap(try chosenMask(options, names: .truth))
  }

  func chosenProbabilityMap(
    _ options: ReadingOptions
  ) throws(FileError) -> ProbabilityMap {
    if options.labels != nil || options.threshold != nil {
      return ProbabilityMap(try chosenMask(options, names: .prediction))
    }
    if palette != nil { throw choiceOfColour(.prediction) }
    let grid = try grid()
    switch options.activation {
    case .softmax:
      throw .malformed(
        path, reason: "a softmax is taken over classes, and a class is chosen; leave --channel out")
    case .sigmoid: return try sigmoidMap(on: grid)
    case Activation.none?: return try map(on: grid)
    case nil: break
    }
    // Of real numbers those of a mask are its hard map already.
    guard elementType.isInteger, array.slope == nil else { return try map(on: grid) }
    let survey = try surveyed()
    if let object = hardObject(survey) {
      return ProbabilityMap(try mask(ofElementsOver: object / 2, on: grid))
    }
    if isPicture && looksLikeLabels(survey) { throw labelsOrGreys(survey) }
    return try map(on: grid)
  }

  /// The intensities that a file holds: as they are, or shares of the largest grey of a picture.
  ///
  /// - Throws: `FileError` where a value is not finite.
  public func image(_ options: ReadingOptions = ReadingOptions()) throws(FileError) -> ScalarField {
    try choosing(options).chosenImage()
  }

  func chosenImage() throws(FileError) -> ScalarField {
    if palette != nil { throw choiceOfColour(.prediction) }
    return try field(on: grid()) { grid throws(GridError) in try ScalarField(values(), on: grid) }
  }

  // MARK: - Values

  /// The values, scaled as the file says, and divided by the largest grey.
  private func values() -> [Double] {
    if isPicture {
      return array.map(
        shape: shape, strides: strides, ShareOfFullScale(fullScale: fullScale))
    }
    guard let slope = array.slope else {
      return array.map(shape: shape, strides: strides, RealValue())
    }
    return array.map(
      shape: shape, strides: strides,
      ScaledValue(slope: slope, intercept: array.intercept))
  }

  /// What rounding leaves of [0, 1].
  private static var unitInterval: ClosedRange<Double> { -rounding...(1 + rounding) }

  /// The values with those outside [0, 1] clamped, and how far outside they were.
  ///
  /// - Throws: `FileError` where one is not a finite number.
  private func unitValues() throws(FileError) -> (values: [Double], range: ClosedRange<Double>) {
    var values = values()
    var (minimum, maximum) = (0.0, 1.0)
    for index in values.indices {
      let value = values[index]
      guard !(value >= 0 && value <= 1) else { continue }
      guard value.isFinite else { throw notFinite(at: index) }
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      values[index] = min(max(value, 0), 1)
    }
    return (values, minimum...maximum)
  }

  /// Probabilities, rounding outside [0, 1] clamped.
  private func map(on grid: Grid) throws(FileError) -> ProbabilityMap {
    let (values, range) = try unitValues()
    guard Self.unitInterval.contains(range) else { throw outsideUnitInterval(try surveyed()) }
    return try field(on: grid) { grid throws(GridError) in try ProbabilityMap(values, on: grid) }
  }

  private func sigmoidMap(on grid: Grid) throws(FileError) -> ProbabilityMap {
    // Logits in a picture are whole numbers, no shares of a largest grey.
    var plain = self
    plain.fullScale = 1
    var values = plain.values()
    for index in values.indices {
      guard !values[index].isNaN else { throw notFinite(at: index) }
      values[index] = 1 / (1 + exp(-values[index]))
    }
    return try field(on: grid) { grid throws(GridError) in try ProbabilityMap(values, on: grid) }
  }

  // MARK: - What the values mean

  /// The value of the object's elements where a prediction is a hard mask beyond doubt.
  private func hardObject(_ survey: ValueSurvey) -> Double? {
    guard case .mask(let object) = kind(of: survey) else { return nil }
    // Greys between are probabilities.
    return object == 1 || object == fullScale || !isPicture ? object : nil
  }

  /// Whether a picture holds few values that use little of its depth, or neighbours of 0: numbers of
  /// classes, if it is not a map that is nearly empty.
  private func looksLikeLabels(_ survey: ValueSurvey) -> Bool {
    guard let values = survey.values, values.count <= 32, let largest = values.last else {
      return false
    }
    return values.contains(1) || (largest > 0 && largest < fullScale / 2)
  }

  private func labelsOrGreys(_ survey: ValueSurvey) -> FileError {
    .malformed(
      path,
      reason: "it holds \(list(survey)) out of 0 to \(shortNumber(fullScale)): for labels give "
        + "--prediction-label, for probabilities in greys --activation none")
  }

  private func outsideUnitInterval(_ survey: ValueSurvey) -> FileError {
    let hint =
      survey.isWhole
      ? "for labels give --prediction-label, for logits --activation sigmoid"
      : "for logits give --activation sigmoid; divide other values by the largest first"
    let range = "from \(shortNumber(survey.minimum)) to \(shortNumber(survey.maximum))"
    let labels = survey.isWhole ? " (\(list(survey)))" : ""
    return .malformed(
      path, reason: "the values reach \(range)\(labels), probabilities lie in [0, 1]: \(hint)")
  }
}
