import RealModule

/// The discrete Fourier transform along one axis, of four lines at once.
///
///     X_k = Σ_j x_j e^(−2πi jk/F)
///
/// for lengths F = 2ᵃ, 3 · 2ᵃ or 5 · 2ᵃ. The forward transform (decimation in frequency) leaves the
/// frequencies in an order of its own, which the inverse (decimation in time, without the factor
/// 1/F) takes back: enough for convolution, which multiplies frequency by frequency.
/// Source: Cooley and Tukey (1965), "An algorithm for the machine calculation of complex Fourier
/// series"; Gentleman and Sande (1966) for decimation in frequency.
package struct FourierAxis: Sendable {
  /// One number of each of four lines.
  typealias Lanes = SIMD4<Double>

  /// F.
  let length: Int
  /// Their product is F; the first splits the whole.
  private let radices: [Int]
  /// e^(−2πi k/F).
  private let roots: [SIMD2<Double>]

  /// Prepares for one of ``lengths(upTo:)``, or 1.
  init(length: Int) {
    self.length = length
    let odd = [5, 3].first { length % $0 == 0 }
    var rest = length / (odd ?? 1)
    var radices = odd.map { [$0] } ?? []
    while rest % 4 == 0 {
      radices.append(4)
      rest /= 4
    }
    if rest == 2 { radices.append(2) }
    precondition(radices.reduce(1, *) == length)
    self.radices = radices
    roots = (0..<length).map {
      let angle = 2 * Double.pi * Double($0) / Double(length)
      return SIMD2(.cos(angle), -.sin(angle))
    }
  }

  /// The lengths from 8 to the first that is at least `bound`, rising.
  package static func lengths(upTo bound: Int) -> [Int] {
    var lengths: [Int] = []
    var power = 8
    while lengths.last.map({ $0 < bound }) ?? true {
      // 5 · 2ᵃ⁻² and 3 · 2ᵃ⁻¹ lie between 2ᵃ and 2ᵃ⁺¹; four columns are transformed at once.
      lengths += [power] + (power >= 16 ? [power / 4 * 5] : []) + [power / 2 * 3]
      power *= 2
    }
    return Array(lengths[...(lengths.firstIndex { $0 >= bound } ?? 0)])
  }

  /// Transforms in place.
  func forward(_ lines: ComplexLanes) {
    var size = length
    for radix in radices {
      stage(lines, radix: radix, size: size, twiddlesFirst: false)
      size /= radix
    }
  }

  /// Undoes ``forward(_:)`` but for a factor F.
  func inverse(_ lines: ComplexLanes) {
    // With real and imaginary part exchanged a transform becomes its conjugate.
    let exchanged = ComplexLanes(real: lines.imaginary, imaginary: lines.real)
    var size = 1
    for radix in radices.reversed() {
      size *= radix
      stage(exchanged, radix: radix, size: size, twiddlesFirst: true)
    }
  }

  private func stage(_ lines: ComplexLanes, radix: Int, size: Int, twiddlesFirst: Bool) {
    roots.withUnsafeBufferPointer { roots in
      FourierStage(lines: lines, length: length, size: size, part: size / radix, roots: roots)
        .run(radix: radix, twiddlesFirst: twiddlesFirst)
    }
  }
}

/// Lines of complex numbers, four side by side.
struct ComplexLanes {
  let real: UnsafeMutablePointer<FourierAxis.Lanes>
  let imaginary: UnsafeMutablePointer<FourierAxis.Lanes>

  @inline(__always)
  subscript(index: Int) -> ComplexVector {
    get { ComplexVector(real: real[index], imaginary: imaginary[index]) }
    nonmutating set {
      real[index] = newValue.real
      imaginary[index] = newValue.imaginary
    }
  }
}

/// Four complex numbers.
struct ComplexVector {
  var real: FourierAxis.Lanes
  var imaginary: FourierAxis.Lanes

  @inline(__always)
  static func + (first: Self, second: Self) -> Self {
    Self(real: first.real + second.real, imaginary: first.imaginary + second.imaginary)
  }

  @inline(__always)
  static func - (first: Self, second: Self) -> Self {
    Self(real: first.real - second.real, imaginary: first.imaginary - second.imaginary)
  }

  @inline(__always)
  static func * (factor: Double, vector: Self) -> Self {
    Self(real: factor * vector.real, imaginary: factor * vector.imaginary)
  }

  /// −i times this.
  @inline(__always)
  var turned: Self { Self(real: imaginary, imaginary: -real) }

  /// Times a complex number.
  @inline(__always)
  func times(_ root: SIMD2<Double>) -> Self {
    Self(
      real: root.x * real - root.y * imaginary, imaginary: root.x * imaginary + root.y * real)
  }
}

/// One stage: small transforms, and factors before or after them.
private struct FourierStage {
  let lines: ComplexLanes
  let length: Int
  /// The stage splits transforms of this size …
  let size: Int
  /// … into some of this size.
  let part: Int
  let roots: UnsafeBufferPointer<SIMD2<Double>>

  /// Runs the stage with factors before the small transforms or after them.
  func run(radix: Int, twiddlesFirst: Bool) {
    // A branch for each keeps the choice out of the loops.
    switch (radix, twiddlesFirst) {
    case (2, false): run2(twiddlesFirst: false)
    case (2, true): run2(twiddlesFirst: true)
    case (3, false): run3(twiddlesFirst: false)
    case (3, true): run3(twiddlesFirst: true)
    case (4, false): run4(twiddlesFirst: false)
    case (4, true): run4(twiddlesFirst: true)
    case (5, false): run5(twiddlesFirst: false)
    default: run5(twiddlesFirst: true)
    }
  }

  /// Calls `body` with the first index of each small transform and the step of its factors' angle.
  @inline(__always)
  private func forEach(_ body: (_ index: Int, _ step: Int) -> Void) {
    let step = length / size
    for block in stride(from: 0, to: length, by: size) {
      // The factors of the first are 1.
      body(block, 0)
      for offset in 1..<max(1, part) { body(block + offset, offset * step) }
    }
  }

  @inline(__always)
  private func load(_ index: Int, _ number: Int, _ step: Int, _ twiddles: Bool) -> ComplexVector {
    let value = lines[index + number * part]
    return twiddles && step > 0 ? value.times(roots[number * step]) : value
  }

  @inline(__always)
  private func store(
    _ value: ComplexVector, _ index: Int, _ number: Int, _ step: Int, _ twiddles: Bool
  ) {
    lines[index + number * part] =
      twiddles && step > 0 ? value.times(roots[number * step]) : value
  }

  @inline(__always)
  private func run2(twiddlesFirst first: Bool) {
    forEach { index, step in
      let (a, b) = (load(index, 0, step, first), load(index, 1, step, first))
      store(a + b, index, 0, step, !first)
      store(a - b, index, 1, step, !first)
    }
  }

  @inline(__always)
  private func run3(twiddlesFirst first: Bool) {
    let sine = 0.75.squareRoot()
    forEach { index, step in
      let a = load(index, 0, step, false)
      let (b, c) = (load(index, 1, step, first), load(index, 2, step, first))
      let sum = b + c
      let middle = a - 0.5 * sum
      let turned = (sine * (b - c)).turned
      store(a + sum, index, 0, step, false)
      store(middle + turned, index, 1, step, !first)
      store(middle - turned, index, 2, step, !first)
    }
  }

  @inline(__always)
  private func run4(twiddlesFirst first: Bool) {
    forEach { index, step in
      let (a, c) = (load(index, 0, step, false), load(index, 2, step, first))
      let (even, difference) = (a + c, a - c)
      let (b, d) = (load(index, 1, step, first), load(index, 3, step, first))
      let (odd, turned) = (b + d, (b - d).turned)
      store(even + odd, index, 0, step, false)
      store(even - odd, index, 2, step, !first)
      store(difference + turned, index, 1, step, !first)
      store(difference - turned, index, 3, step, !first)
    }
  }

  @inline(__always)
  private func run5(twiddlesFirst first: Bool) {
    let (cosine1, cosine2) = (Double.cos(0.4 * .pi), Double.cos(0.8 * .pi))
    let (sine1, sine2) = (Double.sin(0.4 * .pi), Double.sin(0.8 * .pi))
    forEach { index, step in
      let a = load(index, 0, step, false)
      let (b, c) = (load(index, 1, step, first), load(index, 2, step, first))
      let (d, e) = (load(index, 3, step, first), load(index, 4, step, first))
      let (outer, inner) = (b + e, c + d)
      let (outerRest, innerRest) = (b - e, c - d)
      let middle1 = a + cosine1 * outer + cosine2 * inner
      let middle2 = a + cosine2 * outer + cosine1 * inner
      let turned1 = (sine1 * outerRest + sine2 * innerRest).turned
      let turned2 = (sine2 * outerRest - sine1 * innerRest).turned
      store(a + outer + inner, index, 0, step, false)
      store(middle1 + turned1, index, 1, step, !first)
      store(middle2 + turned2, index, 2, step, !first)
      store(middle2 - turned2, index, 3, step, !first)
      store(middle1 - turned1, index, 4, step, !first)
    }
  }
}
