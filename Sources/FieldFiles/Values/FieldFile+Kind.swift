import Documents
import Texts

/// What the values of a field can be.
enum FieldKind {
  /// 0 and one other value, or only one of them; the value of the object's elements.
  case mask(object: Double)
  /// Whole numbers that are no mask.
  case labels
  /// Numbers in [0, 1], but for rounding; not all whole.
  case probabilities
  /// Anything else.
  case other
}

extension FieldFile {
  /// How far outside [0, 1] a value is taken for rounding.
  static let rounding = 1e-6

  /// What all values say of the whole.
  ///
  /// - Throws: `FileError` where a value is not a number.
  func surveyed() throws(FileError) -> ValueSurvey {
    let survey = array.survey(shape: shape, strides: strides)
    if let index = survey.firstNotFinite { throw notFinite(at: index) }
    return survey
  }

  func notFinite(at index: Int) -> FileError {
    var (rest, coordinates) = (index, [Int]())
    for axis in axes.reversed() {
      coordinates.insert(rest % max(1, axis.extent), at: 0)
      rest /= max(1, axis.extent)
    }
    return .malformed(
      path,
      reason: "the value at \(coordinates) is infinite or not a number; replace or mask it first")
  }

  /// What a field with such values is.
  func kind(of survey: ValueSurvey) -> FieldKind {
    if let values = survey.values, let object = values.last, survey.isWhole, values[0] >= 0 {
      if values == [0] { return .mask(object: 1) }
      if values.count == 2 && values[0] == 0 { return .mask(object: object) }
      // Where all elements are of one kind, only the usual values of a mask can be told.
      if values.count == 1 && (object == 1 || object == fullScale || object == 255) {
        return .mask(object: object)
      }
    }
    if isPicture { return fullScale == 1 ? .other : .probabilities }
    if survey.isWhole { return .labels }
    let isWithin = survey.minimum >= -Self.rounding && survey.maximum <= 1 + Self.rounding
    return isWithin ? .probabilities : .other
  }

  /// Whether it holds grey values, which are shares of a largest grey.
  var isPicture: Bool { fullScale != 1 }

  /// The values in words, for messages.
  func list(_ survey: ValueSurvey) -> String {
    let shown = 24
    if let labels = survey.labels {
      let list = labels.prefix(shown).map(\.description).joined(separator: ", ")
      return labels.count > shown
        ? "\(labels.count) values \(list), …, \(labels[labels.count - 1])" : "the values \(list)"
    }
    if let values = survey.values, values.count <= shown {
      return "the values " + values.map(shortNumber).joined(separator: ", ")
    }
    return (survey.isWhole ? "more than \(ValueSurvey.mostValues) whole numbers" : "values")
      + " from \(shortNumber(survey.minimum)) to \(shortNumber(survey.maximum))"
  }
}
