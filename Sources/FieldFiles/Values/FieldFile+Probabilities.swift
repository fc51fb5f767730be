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
  /// - Throws: ``FileError`` where values are further outside [0, 1] than rounding leaves them, or
  ///   where they look like labels.
  public func probabilityMap(
    _ options: ReadingOptions = ReadingOptions()
  ) throws(FileError) -> ProbabilityMap {
    try choosing(options).chosenProbabilityMap(options)
  }

  /// The truth that a file holds: a mask where it has two values or the options choose labels or a
  /// threshold, otherwise probabilities, which then are those of soft targets.
  ///
  /// - Throws: ``FileError`` as ``mask(_:)`` does for pictures and labels.
  public func truthMap(
    _ options: ReadingOptions = ReadingOptions()
  ) throws(FileError) -> ProbabilityMap {
    try choosing(options).chosenTruthMap(options)
  }

  func chosenTruthMap(_ options: ReadingOptions) throws(FileError) -> ProbabilityMap {
    if options.labels == nil, options.threshold == nil, palette == nil, !isPicture,
      case .probabilities = kind(of: try surveyed())
    {
      return try map(on: grid())
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
    case .sigmoid: return try sigmoidMap(on: grid)
    case Activation.none?: return try map(on: grid)
    case nil: break
    }
    let survey = try surveyed()
    if let object = hardObject(survey) {
      return ProbabilityMap(try mask(ofElementsOver: object / 2, on: grid))
    }
    if isPicture && looksLikeLabels(survey) { throw labelsOrGreys(survey) }
    return try map(on: grid, survey)
  }

  /// The intensities that a file holds: as they are, or shares of the largest grey of a picture.
  ///
  /// - Throws: ``FileError`` where a value is not finite.
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
    let transform: any ElementTransform<Double> =
      if isPicture {
        ShareOfFullScale(fullScale: fullScale)
      } else if let slope = array.slope {
        ScaledValue(slope: slope, intercept: array.intercept)
      } else {
        RealValue()
      }
    return array.map(shape: shape, strides: strides, transform)
  }

  /// Probabilities, rounding outside [0, 1] clamped.
  private func map(
    on grid: Grid, _ survey: ValueSurvey? = nil
  ) throws(FileError) -> ProbabilityMap {
    var values = values()
    var (minimum, maximum) = (0.0, 1.0)
    for index in values.indices {
      guard !(values[index] >= 0 && values[index] <= 1) else { continue }
      guard values[index].isFinite else { throw notFinite(at: index) }
      minimum = min(minimum, values[index])
      maximum = max(maximum, values[index])
      values[index] = min(max(values[index], 0), 1)
    }
    guard minimum >= -Self.rounding, maximum <= 1 + Self.rounding else {
      if let survey { throw outsideUnitInterval(survey) }
      throw outsideUnitInterval(try surveyed())
    }
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
    // Greys between are probabilities, and so may two whole real numbers be logits.
    if object == 1 || object == fullScale { return object }
    return elementType.isInteger && array.slope == nil && !isPicture ? object : nil
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
