/// The discrete Fourier transform of complex fields of up to three axes, each as ``FourierAxis``
/// does it.
///
/// Every pass transforms the first axis and makes it the last one, so that after as many passes as
/// there are axes they are back in their order. Columns are independent of each other and shared
/// among threads. The cost is proportional to N Σ log F over the axes.
struct FourierTransform: Sendable {
  /// Number of elements of a field.
  let count: Int
  private let axes: [FourierAxis]
  /// How many axes are transformed.
  var passCount: Int { axes.count }

  /// Prepares for fields of some extents, at least one of them over 1.
  init(shape: [Int]) {
    // Turning an axis of one element around changes nothing.
    axes = shape.filter { $0 > 1 }.map { FourierAxis(length: $0) }
    count = shape.reduce(1, *)
    precondition(!axes.isEmpty)
  }

  /// Transforms `field` and returns it; `spare` is overwritten.
  ///
  /// - Returns: the one of the two that holds the transform.
  func forward(_ field: ComplexPlanes, spare: ComplexPlanes) -> ComplexPlanes {
    var (source, target) = (field, spare)
    for axis in axes {
      pass(axis, from: source, times: nil, to: target, inverse: false)
      swap(&source, &target)
    }
    return source
  }

  /// The inverse transform, without the factor 1 / ``count``, of the product of a field with
  /// real factors; `first` and `second` are overwritten.
  ///
  /// - Returns: the one of the two that holds the result.
  func inverse(
    _ field: ComplexPlanes, times factors: UnsafePointer<Double>?, first: ComplexPlanes,
    second: ComplexPlanes
  ) -> ComplexPlanes {
    var (source, target, next) = (field, first, second)
    for (number, axis) in axes.enumerated() {
      pass(axis, from: source, times: number == 0 ? factors : nil, to: target, inverse: true)
      (source, target, next) = (target, next, target)
    }
    return source
  }

  /// Transforms along the first axis of `source`, which becomes the last one of `target`.
  private func pass(
    _ axis: FourierAxis, from source: ComplexPlanes, times factors: UnsafePointer<Double>?,
    to target: ComplexPlanes, inverse: Bool
  ) {
    let columns = count / axis.length
    // A cache line of eight columns.
    let shares = (columns + 7) / 8
    let factors = ReadablePlane(factors)
    Parallelism.forEachShare(of: shares, worthwhile: count >= 1 << 13) { share in
      withUnsafeTemporaryAllocation(of: FourierAxis.Lanes.self, capacity: 4 * axis.length) {
        scratch in
        guard let start = scratch.baseAddress else { return }
        let halves = (0..<2).map {
          ComplexLanes(
            real: start + 2 * $0 * axis.length, imaginary: start + (2 * $0 + 1) * axis.length)
        }
        for number in share {
          let first = 8 * number
          let lanes = (0..<2).map { min(4, max(0, columns - first - 4 * $0)) }
          for (half, lines) in halves.enumerated() where lanes[half] > 0 {
            source.read(
              lines, rows: axis.length, stride: columns, column: first + 4 * half,
              lanes: lanes[half], times: factors.start)
            inverse ? axis.inverse(lines) : axis.forward(lines)
            target.writeTurned(
              lines, rows: axis.length, column: first + 4 * half, lanes: lanes[half])
          }
        }
      }
    }
  }
}

/// A complex field, real and imaginary part apart.
struct ComplexPlanes: @unchecked Sendable {
  let real: UnsafeMutablePointer<Double>
  let imaginary: UnsafeMutablePointer<Double>
  /// Number of elements.
  let count: Int

  /// Makes all elements 0.
  func clear() {
    real.update(repeating: 0, count: count)
    imaginary.update(repeating: 0, count: count)
  }

  /// Reads up to four neighbouring columns of a field with `stride` columns.
  @inline(__always)
  fileprivate func read(
    _ lines: ComplexLanes, rows: Int, stride: Int, column: Int, lanes: Int,
    times factors: UnsafePointer<Double>?
  ) {
    if lanes == 4 {
      for row in 0..<rows {
        let offset = row * stride + column
        var value = ComplexVector(
          real: vector(real + offset), imaginary: vector(imaginary + offset))
        if let factors {
          let factor = vector(factors + offset)
          value.real *= factor
          value.imaginary *= factor
        }
        lines[row] = value
      }
      return
    }
    for row in 0..<rows {
      var value = ComplexVector(real: .zero, imaginary: .zero)
      for lane in 0..<lanes {
        let offset = row * stride + column + lane
        value.real[lane] = real[offset] * (factors?[offset] ?? 1)
        value.imaginary[lane] = imaginary[offset] * (factors?[offset] ?? 1)
      }
      lines[row] = value
    }
  }

  @inline(__always)
  private func vector(_ pointer: UnsafePointer<Double>) -> FourierAxis.Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: FourierAxis.Lanes.self)
  }

  /// Writes columns as rows.
  @inline(__always)
  fileprivate func writeTurned(_ lines: ComplexLanes, rows: Int, column: Int, lanes: Int) {
    for (plane, source) in [(real, lines.real), (imaginary, lines.imaginary)] {
      for lane in 0..<lanes {
        let target = UnsafeMutableRawPointer(plane + (column + lane) * rows)
        // Lengths are multiples of four.
        for row in stride(from: 0, to: rows, by: 4) {
          let turned = FourierAxis.Lanes(
            source[row][lane], source[row + 1][lane], source[row + 2][lane], source[row + 3][lane])
          target.storeBytes(of: turned, toByteOffset: 8 * row, as: FourierAxis.Lanes.self)
        }
      }
    }
  }
}

/// Numbers that several threads may read.
private struct ReadablePlane: @unchecked Sendable {
  let start: UnsafePointer<Double>?

  init(_ start: UnsafePointer<Double>?) { self.start = start }
}
