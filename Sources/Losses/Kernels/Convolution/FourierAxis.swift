import CKernels
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
  /// How many lines are transformed together.
  static let laneCount = 4

  /// F.
  let length: Int
  /// Their product is F; the first splits the whole.
  private let radices: [Int]
  /// e^(−2πi k/F), real and imaginary part in turn.
  private let roots: [Double]

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
    roots = (0..<length).flatMap {
      let angle = 2 * Double.pi * Double($0) / Double(length)
      return [Double.cos(angle), -Double.sin(angle)]
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
      ck_fourier_stage(
        lines.real, lines.imaginary, length, size, radix, twiddlesFirst ? 1 : 0, roots.baseAddress)
    }
  }
}

/// Lines of complex numbers, four side by side: the numbers of a place follow each other.
struct ComplexLanes {
  let real: UnsafeMutablePointer<Double>
  let imaginary: UnsafeMutablePointer<Double>
}
