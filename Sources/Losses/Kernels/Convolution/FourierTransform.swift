import CKernels

/// The discrete Fourier transform of complex fields of up to three axes, each as `FourierAxis`
/// does it.
///
/// Every pass transforms the first axis and makes it the last one, so that after as many passes as
/// there are axes they are back in their order. Columns are independent of each other and shared
/// among threads. The cost is proportional to N Σ log F over the axes.
package struct FourierTransform: Sendable {
  /// Number of elements of a field.
  package let count: Int
  private let axes: [FourierAxis]
  private let scratch: ScratchMemory
  /// How many axes are transformed.
  var passCount: Int { axes.count }

  /// Prepares for fields of some extents, at least one of them over 1; some lines are borrowed.
  package init(shape: [Int], scratch: ScratchMemory) {
    self.scratch = scratch
    // Turning an axis of one element around changes nothing.
    axes = shape.filter { $0 > 1 }.map { FourierAxis(length: $0) }
    count = shape.reduce(1, *)
    precondition(!axes.isEmpty)
  }

  /// Transforms `field` and returns it; `spare` is overwritten.
  ///
  /// - Returns: the one of the two that holds the transform.
  package func forward(_ field: ComplexPlanes, spare: ComplexPlanes) -> ComplexPlanes {
    var (source, target) = (field, spare)
    for axis in axes {
      pass(axis, from: source, times: nil, to: target, inverse: false)
      swap(&source, &target)
    }
    return source
  }

  /// The inverse transform, without the factor 1 / ``count``, of the product of a field with
  /// factors; `first` and `second` are overwritten.
  ///
  /// - Returns: the one of the two that holds the result.
  package func inverse(
    _ field: ComplexPlanes, times factors: ComplexFactors?, first: ComplexPlanes,
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
    _ axis: FourierAxis, from source: ComplexPlanes, times factors: ComplexFactors?,
    to target: ComplexPlanes, inverse: Bool
  ) {
    let columns = count / axis.length
    // A cache line of eight columns.
    let shares = (columns + 7) / 8
    Parallelism.forEachShare(of: shares, worthwhile: count >= 1 << 13) { share in
      let (length, lineCount) = (axis.length, FourierAxis.laneCount)
      scratch.withBuffer(of: Double.self, count: 16 * length) { memory in
        guard let start = memory.baseAddress else { return }
        for column in stride(from: 8 * share.lowerBound, to: 8 * share.upperBound, by: 8) {
          let width = min(8, columns - column)
          if width == 8 {
            ck_fourier_read_eight(
              start, source.real + column, source.imaginary + column,
              factors.map { $0.real + column }, factors?.imaginary.map { $0 + column }, length,
              columns)
          }
          for half in stride(from: 0, to: width, by: lineCount) {
            let lanes = min(lineCount, width - half)
            let first = start + 2 * half * length
            let lines = ComplexLanes(real: first, imaginary: first + lineCount * length)
            if width < 8 {
              source.read(
                lines, rows: length, stride: columns, column: column + half, lanes: lanes,
                times: factors)
            }
            inverse ? axis.inverse(lines) : axis.forward(lines)
            target.writeTurned(lines, rows: length, column: column + half, lanes: lanes)
          }
        }
      }
    }
  }
}

/// A complex field, real and imaginary part apart.
// Unchecked, but true: each thread works on rows of its own, and the memory is borrowed for longer.
package struct ComplexPlanes: @unchecked Sendable {
  package let real: UnsafeMutablePointer<Double>
  package let imaginary: UnsafeMutablePointer<Double>
  /// Number of elements.
  let count: Int

  package init(
    real: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>, count: Int
  ) {
    self.real = real
    self.imaginary = imaginary
    self.count = count
  }

  var realField: FieldBuffer<Double> {
    FieldBuffer(buffer: UnsafeBufferPointer(start: real, count: count))
  }
  var imaginaryField: FieldBuffer<Double> {
    FieldBuffer(buffer: UnsafeBufferPointer(start: imaginary, count: count))
  }

  /// Makes all elements 0.
  func clear() {
    real.update(repeating: 0, count: count)
    imaginary.update(repeating: 0, count: count)
  }

  /// Reads up to four neighbouring columns of a field with `stride` columns.
  fileprivate func read(
    _ lines: ComplexLanes, rows: Int, stride: Int, column: Int, lanes: Int,
    times factors: ComplexFactors?
  ) {
    if lanes == FourierAxis.laneCount {
      return ck_fourier_read(
        lines.real, lines.imaginary, real + column, imaginary + column,
        factors.map { $0.real + column }, factors?.imaginary.map { $0 + column }, rows, stride)
    }
    for row in 0..<rows {
      for lane in 0..<FourierAxis.laneCount {
        let place = FourierAxis.laneCount * row + lane
        guard lane < lanes else {
          (lines.real[place], lines.imaginary[place]) = (0, 0)
          continue
        }
        let offset = row * stride + column + lane
        let (x, y) = (real[offset], imaginary[offset])
        let factor = factors?.real[offset] ?? 1
        let turning = factors?.imaginary?[offset] ?? 0
        lines.real[place] = x * factor - y * turning
        lines.imaginary[place] = y * factor + x * turning
      }
    }
  }

  /// Writes columns as rows.
  fileprivate func writeTurned(_ lines: ComplexLanes, rows: Int, column: Int, lanes: Int) {
    for (plane, source) in [(real, lines.real), (imaginary, lines.imaginary)] {
      if lanes == FourierAxis.laneCount {
        ck_fourier_write(plane + column * rows, source, rows)
        continue
      }
      for lane in 0..<lanes {
        for row in 0..<rows {
          plane[(column + lane) * rows + row] = source[FourierAxis.laneCount * row + lane]
        }
      }
    }
  }
}

/// Factors of a complex field, which several threads may read; real ones without an imaginary part.
// Unchecked, but true: the factors are written before threads share them, and only read then.
package struct ComplexFactors: @unchecked Sendable {
  let real: UnsafePointer<Double>
  var imaginary: UnsafePointer<Double>?
}
