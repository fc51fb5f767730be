/// The value below which a share of some values lies, with linear interpolation between the two
/// nearest, as `numpy.percentile`: for n sorted values x₀ … x_{n−1}, x at position (n − 1) · share.
///
/// Both are selected, without sorting, in a time linear in the number of values.
///
/// - Parameters:
///   - share: in [0, 1].
///   - values: finite, at least one; anything else is a mistake of the caller and stops the program.
package func percentile(_ share: Double, of values: [Double]) -> Double {
  precondition((0...1).contains(share) && !values.isEmpty)
  let position = Double(values.count - 1) * share
  let lower = Int(position)
  return values.withUnsafeBufferPointer { values in
    // The value at a place in rising order is so many from the largest.
    let low = TopSelection(values.count - lower, of: values).threshold
    guard position > Double(lower) else { return low }
    let high = TopSelection(values.count - lower - 1, of: values).threshold
    return low + (high - low) * (position - Double(lower))
  }
}
