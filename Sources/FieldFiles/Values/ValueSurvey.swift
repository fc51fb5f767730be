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
    MemoryLayout<Element.Bits>.size <= 2 ? surveyOfTable(type) : surveyOfElements(type)
  }

  // MARK: - Of few possible elements

  /// Marks in a table what there is, and looks at each of that once.
  private func surveyOfTable<Element: StoredElement>(_ type: Element.Type) -> ValueSurvey {
    let found = patterns(Element.Bits.self)
    var survey = ValueSurvey()
    for bits in found { note(array.element(type, bits: bits).real, in: &survey) }
    if survey.firstNotFinite != nil { survey.firstNotFinite = firstNotFinite(type) }
    if found.count <= ValueSurvey.mostValues {
      conclude(found.map { array.element(type, bits: $0) }, in: &survey)
    }
    return survey
  }

  /// The different elements, as they are stored.
  private func patterns<Bits: FixedWidthInteger & BitwiseCopyable>(_ type: Bits.Type) -> [Bits] {
    let size = MemoryLayout<Bits>.size
    let wordSize = MemoryLayout<UInt64>.size
    var isThere = [Bool](repeating: false, count: 1 << (8 * size))
    var last: UInt64?
    isThere.withUnsafeMutableBufferPointer { isThere in
      forEachRun(size, inOrder: false) { source, count, step in
        var index = 0
        // Neighbours are often equal: whole words at once, then.
        while step == size, (count - index) * size >= wordSize {
          let word = (source + index * size).loadUnaligned(as: UInt64.self)
          index += wordSize / size
          guard word != last else { continue }
          last = word
          for element in 0..<(wordSize / size) {
            isThere[Int(truncatingIfNeeded: word &>> (8 * size * element)) & (isThere.count - 1)] =
              true
          }
        }
        for index in index..<count {
          let bits = (source + index * step).loadUnaligned(as: Bits.self)
          isThere[Int(truncatingIfNeeded: bits) & (isThere.count - 1)] = true
        }
      }
    }
    return isThere.indices.filter { isThere[$0] }.map { Bits(truncatingIfNeeded: $0) }
  }

  // MARK: - Of any elements

  private func surveyOfElements<Element: StoredElement>(_ type: Element.Type) -> ValueSurvey {
    var survey = ValueSurvey()
    var different: [Element.Bits: Element] = [:]
    var last: Element.Bits?
    forEachRun(MemoryLayout<Element.Bits>.size, inOrder: false) { source, count, step in
      for place in 0..<count {
        let bits = (source + place * step).loadUnaligned(as: Element.Bits.self)
        // Neighbours are often equal, and then there is nothing new to see.
        guard bits != last else { continue }
        last = bits
        let element = array.element(type, bits: bits)
        note(element.real, in: &survey)
        if different.count <= ValueSurvey.mostValues { different[bits] = element }
      }
    }
    if survey.firstNotFinite != nil { survey.firstNotFinite = firstNotFinite(type) }
    if different.count <= ValueSurvey.mostValues {
      conclude(Array(different.values), in: &survey)
    }
    return survey
  }

  // MARK: - What is noted

  /// Calls `body` with where each run starts, how many elements it has, and how many bytes apart
  /// these stand.
  ///
  /// - Parameter inOrder: whether runs follow each other in row-major order; otherwise as they stand
  ///   in memory, which is quicker.
  @inline(__always)
  private func forEachRun(
    _ size: Int, inOrder: Bool, _ body: (UnsafeRawPointer, Int, Int) -> Void
  ) {
    let axes = zip(shape, strides).sorted { !inOrder && abs($0.1) > abs($1.1) }
    array.bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      array.forEachRun(shape: axes.map(\.0), strides: axes.map(\.1)) { run in
        body(start + array.offset + run.start * size, run.count, run.stride * size)
      }
    }
  }

  /// Where the first element stands, in row-major order, that is not a finite number.
  private func firstNotFinite<Element: StoredElement>(_ type: Element.Type) -> Int? {
    var (index, found) = (0, Int?.none)
    forEachRun(MemoryLayout<Element.Bits>.size, inOrder: true) { source, count, step in
      for place in 0..<count where found == nil {
        let bits = (source + place * step).loadUnaligned(as: Element.Bits.self)
        if !array.element(type, bits: bits).real.isFinite { found = index + place }
      }
      index += count
    }
    return found
  }

  /// Notes a stored number.
  @inline(__always)
  private func note(_ stored: Double, in survey: inout ValueSurvey) {
    let value = scaled(stored)
    if !value.isFinite && survey.firstNotFinite == nil { survey.firstNotFinite = 0 }
    survey.minimum = min(survey.minimum, value)
    survey.maximum = max(survey.maximum, value)
    guard survey.isWhole, value.isFinite else { return }
    // A scaling slope in single precision leaves numbers that are whole but for rounding.
    let tolerance = array.slope == nil ? 0 : 1e-6
    survey.isWhole = abs(value - value.rounded()) <= tolerance * max(1, abs(value))
  }

  @inline(__always)
  private func scaled(_ stored: Double) -> Double { (array.slope ?? 1) * stored + array.intercept }

  private func conclude<Element: StoredElement>(
    _ elements: [Element], in survey: inout ValueSurvey
  ) {
    survey.values = Set(elements.map { scaled($0.real) }).sorted()
    guard survey.isWhole, survey.firstNotFinite == nil else { return }
    let whole =
      array.slope == nil
      ? elements.compactMap(\.whole)
      : elements.compactMap { Int128(exactly: scaled($0.real).rounded()) }
    survey.labels = Set(whole).sorted().compactMap { Label($0) }
  }
}
