import Documents
import Losses
import Synchronization
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
    if options.labels == nil, options.threshold == nil, palette == nil, !isPicture,
      let map = try unitMap(on: grid())
    {
      return map
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
    case .tanh, .logSoftmax:
      throw .malformed(
        path,
        reason:
          "tanh and log-softmax make no probabilities, which one class needs; use sigmoid, or give "
          + "--classes independent")
    case .sigmoid: return try sigmoidMap(on: grid)
    case Activation.none?: return try map(on: grid)
    case nil: break
    }
    // Of real numbers those of a mask are its hard map already.
    guard elementType.isInteger, array.slope == nil else { return try map(on: grid) }
    let survey = try surveyed()
    if let object = hardObject(survey) {
      let values = array.map(
        shape: shape, strides: strides, HardProbability(isOver: isOver(object / 2)))
      return ProbabilityMap(unchecked: values, on: grid)
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
    let grid = try grid()
    let exception = FirstException()
    let values = values { piece, first in
      guard !Self.holds(piece, { ($0 - $0) .== 0 }) else { return }
      exception.note(piece.firstIndex { !$0.isFinite }, after: first)
    }
    if let index = exception.index { throw notFinite(at: index) }
    return ScalarField(unchecked: values, on: grid)
  }

  // MARK: - Values

  /// Looks at values that have just been written, and at the number of the first of them.
  private typealias Inspection = @Sendable (UnsafeMutableBufferPointer<Double>, Int) -> Void

  /// The first of the elements that something is wrong with, whichever thread comes upon it.
  private final class FirstException: Sendable {
    private let lowest = Atomic(Int.max)

    /// Notes an element of a piece, if there is one.
    func note(_ place: Int?, after first: Int) {
      guard let place else { return }
      lowest.min(first + place, ordering: .relaxed)
    }

    /// Its number; `nil` where nothing is wrong.
    var index: Int? {
      let index = lowest.load(ordering: .relaxed)
      return index == .max ? nil : index
    }
  }

  /// The values, scaled as the file says, and divided by the largest grey.
  private func values(inspect: Inspection? = nil) -> [Double] {
    if isPicture {
      return array.map(
        shape: shape, strides: strides, ShareOfFullScale(fullScale: fullScale), inspect: inspect)
    }
    guard let slope = array.slope else {
      return array.map(shape: shape, strides: strides, RealValue(), inspect: inspect)
    }
    return array.map(
      shape: shape, strides: strides, ScaledValue(slope: slope, intercept: array.intercept),
      inspect: inspect)
  }

  /// The values as probabilities, rounding outside [0, 1] clamped; `nil` where one is further outside.
  ///
  /// - Throws: `FileError` where one is not a finite number.
  private func unitMap(on grid: Grid) throws(FileError) -> ProbabilityMap? {
    // Small integers are surveyed sooner than they are converted, and most often are labels.
    if elementType.size <= 2, elementType.isInteger, array.slope == nil, !isPicture {
      let survey = try surveyed()
      guard survey.minimum >= 0, survey.maximum <= 1 else { return nil }
      return ProbabilityMap(unchecked: values(), on: grid)
    }
    // Greys are shares of the largest that there can be.
    if (elementType, fullScale) == (.uint8, 255) {
      return ProbabilityMap(unchecked: values(), on: grid)
    }
    // What is left to see once one is outside is whether all are numbers.
    let (notANumber, outside) = (FirstException(), FirstException())
    let values = values { piece, first in
      guard !Self.holds(piece, { ($0 .>= 0) .& ($0 .<= 1) }) else { return }
      for index in piece.indices where !(piece[index] >= 0 && piece[index] <= 1) {
        if !piece[index].isFinite { notANumber.note(index, after: first) }
        if !(-Self.rounding...(1 + Self.rounding)).contains(piece[index]) {
          outside.note(index, after: first)
        }
        piece[index] = min(max(piece[index], 0), 1)
      }
    }
    if let index = notANumber.index { throw notFinite(at: index) }
    return outside.index == nil ? ProbabilityMap(unchecked: values, on: grid) : nil
  }

  /// Whether something holds for all values, eight at a time; those that fill no vector are taken for
  /// exceptions, so that somebody looks at them.
  @inline(__always)
  private static func holds(
    _ values: UnsafeMutableBufferPointer<Double>,
    _ condition: (SIMD8<Double>) -> SIMDMask<SIMD8<Int64>>
  ) -> Bool {
    guard values.count % 8 == 0, let start = values.baseAddress else { return false }
    var isTrue = SIMDMask<SIMD8<Int64>>(repeating: true)
    for index in stride(from: 0, to: values.count, by: 8) {
      isTrue .&= condition(Double.load(start + index))
    }
    return all(isTrue)
  }

  /// Probabilities, rounding outside [0, 1] clamped.
  private func map(on grid: Grid) throws(FileError) -> ProbabilityMap {
    guard let map = try unitMap(on: grid) else { throw outsideUnitInterval(try surveyed()) }
    return map
  }

  private func sigmoidMap(on grid: Grid) throws(FileError) -> ProbabilityMap {
    let notANumber = FirstException()
    // Logits in a picture are whole numbers, no shares of a largest grey.
    let sigmoid = Sigmoid(slope: array.slope ?? 1, intercept: array.intercept)
    let values = array.map(shape: shape, strides: strides, sigmoid) { piece, first in
      notANumber.note(piece.firstIndex { $0.isNaN }, after: first)
    }
    if let index = notANumber.index { throw notFinite(at: index) }
    return ProbabilityMap(unchecked: values, on: grid)
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
