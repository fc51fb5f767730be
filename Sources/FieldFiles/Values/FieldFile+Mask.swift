import Documents
import Losses
import Texts

extension FieldFile {
  /// The mask that a file holds: the elements with one of the labels, or over the threshold, or, where
  /// neither is given, those of a file that holds nothing but 0 and one other value.
  ///
  /// - Parameter options: labels, threshold, channel, volume, axes and spacing.
  /// - Throws: `FileError`, above all where the file holds more values and nothing says which of them
  ///   is the object; the message lists them.
  public func mask(_ options: ReadingOptions = ReadingOptions()) throws(FileError) -> Mask {
    try choosing(options).chosenMask(options, names: .truth)
  }

  /// The same once channel, volume and axes are chosen.
  func chosenMask(
    _ options: ReadingOptions, names: OptionNames
  ) throws(FileError) -> Mask {
    let grid = try grid()
    if options.labels != nil && options.threshold != nil {
      throw .malformed(path, reason: "\(names.label) and \(names.threshold) exclude each other")
    }
    if let labels = options.labels {
      return try mask(labels: labels, on: grid, names, mayBeAbsent: options.labelsMayBeAbsent)
    }
    if let threshold = options.threshold { return try mask(over: threshold, on: grid, names) }
    if palette != nil { return try maskOfPalette(on: grid, names) }
    let survey = try surveyed()
    guard case .mask(let object) = kind(of: survey) else { throw choiceOfObject(survey, names) }
    return try mask(ofElementsOver: object / 2, on: grid)
  }

  /// What to call the options in messages.
  struct OptionNames: Sendable {
    let label: String
    let threshold: String

    static let truth = Self(label: "--label", threshold: "--threshold")
    static let prediction = Self(
      label: "--prediction-label", threshold: "--prediction-threshold")
  }

  /// Lays elements on the grid; what is wrong becomes an error of the file.
  func field<Field>(
    on grid: Grid, _ make: (Grid) throws(GridError) -> Field
  ) throws(FileError) -> Field {
    do throws(GridError) {
      return try make(grid)
    } catch {
      throw .malformed(path, reason: error.description)
    }
  }

  /// The elements whose values are over a threshold.
  func mask(ofElementsOver threshold: Double, on grid: Grid) throws(FileError) -> Mask {
    try field(on: grid) { grid throws(GridError) in
      try Mask(array.map(shape: shape, strides: strides, isOver(threshold)), on: grid)
    }
  }

  /// Whether an element is over a threshold, once it is scaled as the file says.
  func isOver(_ threshold: Double) -> IsOver {
    IsOver(threshold: threshold, slope: array.slope ?? 1, intercept: array.intercept)
  }

  private func mask(
    labels: [Label], on grid: Grid, _ names: OptionNames, mayBeAbsent: Bool = false
  ) throws(FileError) -> Mask {
    let mask = try field(on: grid) { grid throws(GridError) in
      try Mask(elements(with: labels), on: grid)
    }
    if mask.isEmpty || labels.count > 1 {
      try requirePresent(labels, names, mayBeAbsent: mayBeAbsent)
    }
    return mask
  }

  /// Whether each element has one of some labels.
  private func elements(with labels: [Label]) -> [Bool] {
    if let slope = array.slope {
      return array.map(
        shape: shape, strides: strides,
        HasScaledLabel(
          labels: labels.map { Double($0.value) }, slope: slope, intercept: array.intercept))
    }
    if labels.count == 1 {
      return array.map(shape: shape, strides: strides, HasLabel(label: labels[0].value))
    }
    return array.map(
      shape: shape, strides: strides, HasLabelAmong(labels: Set(labels.map(\.value))))
  }

  /// - Throws: `FileError` where no element has one of the labels, which is a mistake in the label
  ///   more often than an absent object.
  private func requirePresent(
    _ labels: [Label], _ names: OptionNames, mayBeAbsent: Bool
  ) throws(FileError) {
    let survey = try surveyed()
    guard survey.isWhole else {
      throw .malformed(
        path, reason: "it holds no labels but \(list(survey)); give \(names.threshold)")
    }
    guard !mayBeAbsent else { return }
    let absent = labels.first { label in
      !elements(with: [label]).contains(true)
    }
    if let absent {
      throw .malformed(
        path, reason: "no element has the label \(absent); there are \(list(survey))")
    }
  }

  private func mask(
    over threshold: Double, on grid: Grid, _ names: OptionNames
  ) throws(FileError) -> Mask {
    if palette != nil { throw choiceOfColour(names) }
    let survey = try surveyed()
    // No whole number lies between 0 and 1, so such a threshold speaks of the largest grey.
    let limit = isPicture && 0 < threshold && threshold < 1 ? threshold * fullScale : threshold
    guard limit >= survey.minimum || survey.minimum == survey.maximum, limit < survey.maximum
    else {
      throw .malformed(
        path,
        reason: "\(names.threshold) \(shortNumber(threshold)) leaves all or no elements: it holds "
          + list(survey))
    }
    return try mask(ofElementsOver: limit, on: grid)
  }

  /// A file that holds several values, and nothing says which of them is the object.
  private func choiceOfObject(_ survey: ValueSurvey, _ names: OptionNames) -> FileError {
    let whole = survey.isWhole || isPicture
    return .malformed(
      path,
      reason: "it holds \(list(survey)), and which of them is the object is not said: "
        + (whole ? "give the object's \(names.label), or " : "")
        + "a \(names.threshold) that the object's elements are over")
  }

  // MARK: - Palettes

  private func maskOfPalette(on grid: Grid, _ names: OptionNames) throws(FileError) -> Mask {
    let used = try surveyed().labels ?? []
    let colours = used.map { palette?.colour(of: $0) }
    guard used.count == 2, let black = colours.firstIndex(of: .black) else {
      throw choiceOfColour(names)
    }
    return try mask(labels: [used[1 - black]], on: grid, names)
  }

  /// A picture in colours of a palette, and nothing says which of them is the object.
  func choiceOfColour(_ names: OptionNames) -> FileError {
    let used = array.survey(shape: shape, strides: strides).labels ?? []
    let list = used.prefix(12).map { label in
      "\(label) = \(palette?.colour(of: label)?.description ?? "none")"
    }.joined(separator: ", ")
    return .malformed(
      path,
      reason: "it is a picture in the colours \(list)\(used.count > 12 ? ", …" : "") of a palette: "
        + "choose one by \(names.label), or a channel by --channel red, green or blue")
  }
}
