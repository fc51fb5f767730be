import Foundation

/// The map from values to positions along one axis.
struct AxisMap: Equatable, Sendable {
  var scale: AxisScale
  /// The limits; their base-10 logarithms on a logarithmic axis.
  var domain: ClosedRange<Double>
  /// The positions of the limits, in points.
  var start: Double
  var end: Double

  /// The position of a value, or nil where it has none.
  func callAsFunction(_ value: Double) -> Double? {
    guard let value = scale.transformed(value) else { return nil }
    let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    // Far outside the plot the exact place is of no matter, but Cairo's coordinates overflow.
    return start + min(max(share, -50), 50) * (end - start)
  }

  /// Whether the value lies within the limits.
  func contains(_ value: Double) -> Bool {
    guard let value = scale.transformed(value) else { return false }
    let slack = 1e-9 * (domain.upperBound - domain.lowerBound)
    return value >= domain.lowerBound - slack && value <= domain.upperBound + slack
  }
}

extension AxisScale {
  /// The largest magnitude that is drawn, so that no difference overflows.
  private static let largest = 1e300

  /// The number that is proportional to the position, or nil where a value has no position.
  func transformed(_ value: Double) -> Double? {
    guard value.isFinite, abs(value) <= AxisScale.largest else { return nil }
    switch self {
    case .linear: return value
    case .logarithmic: return value > 0 ? log10(value) : nil
    }
  }

  /// The value of a transformed number: the inverse of `transformed`.
  func value(_ transformed: Double) -> Double {
    switch self {
    case .linear: transformed
    case .logarithmic: pow(10, transformed)
    }
  }
}

extension Axis {
  /// The limits in transformed numbers: those given, or those of `values`, widened where all
  /// values are the same.
  func domain(of values: some Sequence<Double>) throws -> ClosedRange<Double> {
    if let range {
      guard let lower = scale.transformed(range.lowerBound),
        let upper = scale.transformed(range.upperBound), lower < upper
      else {
        throw PlotError.invalidRange(axis: label, lower: range.lowerBound, upper: range.upperBound)
      }
      return lower...upper
    }
    var limits: ClosedRange<Double>?
    for value in values {
      guard let value = scale.transformed(value) else { continue }
      limits = min(limits?.lowerBound ?? value, value)...max(limits?.upperBound ?? value, value)
    }
    guard let limits else { return scale == .linear ? 0...1 : 0...2 }
    let magnitude = max(abs(limits.lowerBound), abs(limits.upperBound))
    guard limits.upperBound - limits.lowerBound <= max(1e-9 * magnitude, 1e-290) else {
      return limits
    }
    let margin = scale == .logarithmic || magnitude < 1e-280 ? 0.5 : magnitude / 2
    return (limits.lowerBound - margin)...(limits.upperBound + margin)
  }

  /// The ticks within `domain`, in rising order, of which about `count` are labelled.
  func resolvedTicks(_ domain: ClosedRange<Double>, count: Int) -> [AxisTick] {
    let map = AxisMap(scale: scale, domain: domain, start: 0, end: 1)
    switch ticks {
    case .automatic where scale == .linear: return Ticks.linear(domain, count: count)
    case .automatic: return Ticks.logarithmic(domain, count: count)
    case .labelled(let ticks, _):
      return ticks.filter { map.contains($0.position) }.sorted { $0.position < $1.position }
    }
  }
}
