/// Which values a field has, so far as that tells a mask from labels, probabilities and intensities.
struct ValueSurvey: Sendable {
  /// The different values in rising order; `nil` where there are more than ``mostValues``.
  var values: [Double]?
  /// The same as exact labels, where all are whole.
  var labels: [Label]?
  /// Whether every value is a whole number.
  var isWhole = true
  /// The smallest and the largest value that is a number.
  var (minimum, maximum) = (Double.infinity, -Double.infinity)
  /// Where the first element stands, in row-major order, that is not a finite number.
  var firstNotFinite: Int?

  /// So many different values are told apart.
  static let mostValues = 4096
}

extension StoredArray {
  /// Looks at every element.
  func survey(shape: [Int], strides: [Int]) -> ValueSurvey {
    type.accept(SurveyVisitor(array: self, shape: shape, strides: strides))
  }
}

private struct SurveyVisitor: ElementVisitor {
  let array: StoredArray
  let shape: [Int]
  let strides: [Int]

  func visit<Element: StoredElement>(_ type: Element.Type) -> ValueSurvey {
    var survey = ValueSurvey()
    var different: [Element.Bits: Element] = [:]
    var last: Element.Bits?
    let isSwapped = array.isBigEndian != machineIsBigEndian
    var index = 0
    let (slope, intercept) = (array.slope ?? 1, array.intercept)
    // A scaling slope in single precision leaves numbers that are whole but for rounding.
    let tolerance = array.slope == nil ? 0 : 1e-6
    array.bytes.withUnsafeBytes { buffer in
      array.forEachRun(shape: shape, strides: strides) { run in
        let size = MemoryLayout<Element.Bits>.size
        var place = array.offset + run.start * size
        for _ in 0..<run.count {
          let stored = buffer.loadUnaligned(fromByteOffset: place, as: Element.Bits.self)
          place += run.stride * size
          index += 1
          // Neighbours are often equal, and then there is nothing new to see.
          guard stored != last else { continue }
          last = stored
          let element = Element(bits: isSwapped ? stored.byteSwapped : stored)
          let value = slope * element.real + intercept
          if !value.isFinite && survey.firstNotFinite == nil { survey.firstNotFinite = index - 1 }
          survey.minimum = min(survey.minimum, value)
          survey.maximum = max(survey.maximum, value)
          if survey.isWhole && value.isFinite
            && abs(value - value.rounded()) > tolerance * max(1, abs(value))
          {
            survey.isWhole = false
          }
          if different.count <= ValueSurvey.mostValues { different[stored] = element }
        }
      }
    }
    if different.count <= ValueSurvey.mostValues { note(Array(different.values), in: &survey) }
    return survey
  }

  private func note<Element: StoredElement>(_ elements: [Element], in survey: inout ValueSurvey) {
    let (slope, intercept) = (array.slope ?? 1, array.intercept)
    survey.values = Set(elements.map { slope * $0.real + intercept }).sorted()
    guard survey.isWhole, survey.firstNotFinite == nil else { return }
    let whole =
      array.slope == nil
      ? elements.compactMap(\.whole)
      : elements.compactMap { Int128(exactly: (slope * $0.real + intercept).rounded()) }
    survey.labels = Set(whole).sorted().compactMap { Label($0) }
  }
}
