import Foundation

/// What is made of an element.
protocol ElementTransform: Sendable {
  associatedtype Output: BitwiseCopyable
  /// Whether it takes so long that it pays to remember what became of the last element.
  static var isSlow: Bool { get }
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Output
}

extension ElementTransform {
  static var isSlow: Bool { false }
}

/// The number that an element stands for.
struct RealValue: ElementTransform {
  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double { element.real }
}

/// The number that an element stands for, scaled.
struct ScaledValue: ElementTransform {
  let slope: Double
  let intercept: Double

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double {
    slope * element.real + intercept
  }
}

/// The share of the largest grey that an element is.
struct ShareOfFullScale: ElementTransform {
  let fullScale: Double

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double {
    element.real / fullScale
  }
}

/// Whether an element has one label.
struct HasLabel: ElementTransform {
  let label: Int128

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    element.whole == label
  }
}

/// Whether an element has one of several labels.
struct HasLabelAmong: ElementTransform {
  static let isSlow = true
  let labels: Set<Int128>

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    element.whole.map(labels.contains) ?? false
  }
}

/// Whether a scaled element has one of several labels: scaling slopes in single precision leave numbers
/// that are whole but for rounding.
struct HasScaledLabel: ElementTransform {
  static let isSlow = true
  let labels: [Double]
  let slope: Double
  let intercept: Double

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    let value = slope * element.real + intercept
    return labels.contains { abs(value - $0) <= 1e-6 * max(1, abs($0)) }
  }
}

/// Whether an element, scaled, is over a threshold.
struct IsOver: ElementTransform {
  let threshold: Double
  let slope: Double
  let intercept: Double

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    slope * element.real + intercept > threshold
  }
}

/// 1 where an element is over a threshold, and 0 elsewhere.
struct HardProbability: ElementTransform {
  let isOver: IsOver

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double {
    isOver(element) ? 1 : 0
  }
}

/// The probability whose logit an element is.
struct Sigmoid: ElementTransform {
  let slope: Double
  let intercept: Double

  @inline(__always)
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double {
    1 / (1 + exp(-(slope * element.real + intercept)))
  }
}
