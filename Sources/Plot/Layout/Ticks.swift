import Foundation

/// Round numbers along an axis.
package enum Ticks {
  /// Numbers of 1, 2 or 5 times a power of 10 within `domain`, about `count` of them.
  package static func linear(_ domain: ClosedRange<Double>, count: Int) -> [AxisTick] {
    let span = domain.upperBound - domain.lowerBound
    guard span > 0, span.isFinite else { return [] }
    let rough = span / Double(max(count, 1))
    let power = pow(10, floor(log10(rough)))
    guard power > 0 else { return [] }
    let step = ([1, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10) * power
    let first = ceil(domain.lowerBound / step - 1e-9)
    let last = floor(domain.upperBound / step + 1e-9)
    guard last >= first, last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).map {
      AxisTick(position: $0 * step, labels: [label($0 * step, step: step)])
    }
  }

  /// Powers of 10 within `domain`, the base-10 logarithms of the limits, with unlabelled ticks
  /// between them; over less than two decades also their 2- and 5-fold.
  package static func logarithmic(_ domain: ClosedRange<Double>, count: Int) -> [AxisTick] {
    let (lower, upper) = (domain.lowerBound - 1e-9, domain.upperBound + 1e-9)
    let decades = Int(floor(lower))...Int(ceil(upper))
    let first = Int(ceil(lower))
    let stride = max(1, (Int(floor(upper)) - first) / max(count, 2) + 1)
    let labelled: Set<Int> = upper - lower < 2 ? [1, 2, 5] : [1]
    let factors = stride > 1 ? 1...1 : 1...9
    var ticks: [AxisTick] = []
    for decade in decades where (decade - first) % stride == 0 {
      for factor in factors {
        let position = Double(decade) + log10(Double(factor))
        guard position >= lower, position <= upper else { continue }
        let value = Double(factor) * pow(10, Double(decade))
        let text = labelled.contains(factor) ? label(value, step: value) : ""
        ticks.append(AxisTick(position: value, labels: [text]))
      }
    }
    return ticks
  }

  /// A number with as many decimals as tell it from its neighbours at distance `step`, with a
  /// power of 10 where it has more than five digits before or four zeros after the point.
  package static func label(_ value: Double, step: Double) -> String {
    if abs(value) < step / 2 { return "0" }
    let magnitude = max(abs(value), step)
    let smallest = Int(floor(log10(step) + 1e-9))
    if magnitude < 1e5 && step > 0.9e-4 {
      return number(value, decimals: max(0, -smallest))
    }
    let exponent = Int(floor(log10(abs(value)) + 1e-9))
    let mantissa = value / pow(10, Double(exponent))
    let digits = min(max(0, exponent - smallest), 15)
    if digits == 0, abs(abs(mantissa) - 1) < 1e-6 {
      return (value < 0 ? "−" : "") + "10" + superscript(exponent)
    }
    return number(mantissa, decimals: digits) + "×10" + superscript(exponent)
  }

  /// A decimal number with a true minus sign.
  static func number(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private static func superscript(_ exponent: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String(
      String(exponent).map { character in
        character.wholeNumberValue.map { digits[$0] } ?? "⁻"
      })
  }

  /// The smallest step at which labels do not crowd: every `thinning`-th of `count` is kept.
  ///
  /// A slightly larger step is preferred where it keeps the last label as well as the first.
  package static func thinning(count: Int, fits: (Int) -> Bool) -> Int {
    guard count > 1 else { return 1 }
    let smallest = (1..<count).first(where: fits) ?? count
    let reachesEnd = (smallest...max(smallest, min(count, 2 * smallest))).first {
      (count - 1) % $0 == 0 && fits($0)
    }
    return reachesEnd ?? smallest
  }
}
