/// 3 × 3 convolutions with zero padding on planes that carry their padding with them.
///
/// A plane of H × W elements is stored as (H + 2) × (W + 2) numbers whose border is 0. All taps of
/// an output lie at fixed distances from it, so that a convolution is one loop over a flat range
/// from the first element to the last. It passes over the border between two rows too; what it
/// writes there is set to 0 again by whoever uses the output.
struct PaddedPlane: Hashable, Sendable {
  /// H.
  let rows: Int
  /// W.
  let columns: Int

  /// Numbers from one row to the next.
  var stride: Int { columns + 2 }
  /// Numbers of the whole plane.
  var count: Int { (rows + 2) * stride }
  /// Where the first element is stored.
  var first: Int { stride + 1 }
  /// Numbers from the first element to the last, those between the rows included.
  var span: Int { rows * stride - 2 }

  /// Where the element stands that is number `element`, counted row by row.
  func index(_ element: Int) -> Int {
    (element / columns + 1) * stride + element % columns + 1
  }

  /// output += input ∗ kernel, a cross-correlation as in PyTorch.
  ///
  /// - Parameters:
  ///   - input: a plane whose border is 0.
  ///   - kernel: nine weights, row by row.
  ///   - output: another plane.
  func convolve(
    _ input: UnsafePointer<Double>, _ kernel: Kernel, into output: UnsafeMutablePointer<Double>
  ) {
    let above = input + (first - stride)
    let here = input + first
    let below = input + (first + stride)
    let target = output + first
    for index in 0..<span {
      let upper =
        kernel.k0 * above[index - 1] + kernel.k1 * above[index] + kernel.k2 * above[index + 1]
      let middle =
        kernel.k3 * here[index - 1] + kernel.k4 * here[index] + kernel.k5 * here[index + 1]
      let lower =
        kernel.k6 * below[index - 1] + kernel.k7 * below[index] + kernel.k8 * below[index + 1]
      target[index] += upper + middle + lower
    }
  }

  /// gradient[k] += Σ slopes · (input shifted to tap k): the derivative of Σ slopes · (input ∗
  /// kernel) with respect to each weight.
  ///
  /// - Parameters:
  ///   - input: a plane whose border is 0.
  ///   - slopes: a plane whose border is 0.
  ///   - gradient: nine numbers.
  func correlate(
    _ input: UnsafePointer<Double>, _ slopes: UnsafePointer<Double>,
    into gradient: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<3 {
      let taps = input + (first + (row - 1) * stride)
      let slopes = slopes + first
      var left = SIMD4<Double>.zero
      var middle = SIMD4<Double>.zero
      var right = SIMD4<Double>.zero
      let whole = span & ~3
      for index in Swift.stride(from: 0, to: whole, by: 4) {
        let slope = load(slopes + index)
        left += slope * load(taps + (index - 1))
        middle += slope * load(taps + index)
        right += slope * load(taps + (index + 1))
      }
      for index in whole..<span {
        left[0] += slopes[index] * taps[index - 1]
        middle[0] += slopes[index] * taps[index]
        right[0] += slopes[index] * taps[index + 1]
      }
      gradient[3 * row] += left.sum()
      gradient[3 * row + 1] += middle.sum()
      gradient[3 * row + 2] += right.sum()
    }
  }

  /// Sets the border to 0.
  func clearBorder(_ plane: UnsafeMutablePointer<Double>) {
    plane.update(repeating: 0, count: stride)
    (plane + (rows + 1) * stride).update(repeating: 0, count: stride)
    for row in 1...rows {
      plane[row * stride] = 0
      plane[row * stride + columns + 1] = 0
    }
  }

  @inline(__always)
  private func load(_ pointer: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Double>.self)
  }
}

/// The nine weights of a 3 × 3 kernel, row by row.
struct Kernel {
  let k0, k1, k2, k3, k4, k5, k6, k7, k8: Double

  /// Reads nine weights.
  init(_ weights: UnsafePointer<Double>) {
    (k0, k1, k2) = (weights[0], weights[1], weights[2])
    (k3, k4, k5) = (weights[3], weights[4], weights[5])
    (k6, k7, k8) = (weights[6], weights[7], weights[8])
  }

  /// The kernel turned by half a turn: what carries slopes of the output back to the input.
  init(turning weights: UnsafePointer<Double>) {
    (k0, k1, k2) = (weights[8], weights[7], weights[6])
    (k3, k4, k5) = (weights[5], weights[4], weights[3])
    (k6, k7, k8) = (weights[2], weights[1], weights[0])
  }
}
