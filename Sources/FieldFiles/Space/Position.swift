/// A place or a step in space, in millimetres: to the right, to the front (anterior) and up (superior)
/// where the space is anatomical.
public typealias Position = SIMD3<Double>

/// What positions are measured from.
public enum Space: Hashable, Sendable {
  /// A patient or scanner: x to the right, y to the front, z up.
  case anatomical
  /// Anything else, by the name that the file gives it.
  case other(String)
}

extension Position {
  /// The scalar product.
  func dot(_ other: Position) -> Double { (self * other).sum() }

  /// The length.
  var length: Double { dot(self).squareRoot() }

  var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }
}

extension Space {
  /// What messages call it.
  var name: String {
    switch self {
    case .anatomical: "anatomical directions (right, anterior, superior)"
    case .other(let name): "the space '\(name)'"
    }
  }

  /// A position in words of anatomy, in both conventions that files use.
  func description(of position: Position) -> String {
    let numbers = (0..<3).map { position[$0] }
    guard self == .anatomical else {
      return "(" + numbers.map(rounded).joined(separator: ", ") + ") mm"
    }
    let words = zip(numbers, [("R", "L"), ("A", "P"), ("S", "I")]).map { number, letters in
      "\(rounded(abs(number))) mm \(number < 0 ? letters.1 : letters.0)"
    }
    let other = [-numbers[0], -numbers[1], numbers[2]].map(rounded).joined(separator: ", ")
    return words.joined(separator: ", ") + " (RAS; in LPS: \(other))"
  }

  /// The directions of axes, fastest first, as letters (`RAS`: to the right, to the front, up), with
  /// the vectors where they lie obliquely.
  func description(ofSteps steps: [Position]) -> String {
    guard self == .anatomical else { return vectors(steps) }
    let letters = steps.map { step in
      let axis = (0..<3).max { abs(step[$0]) < abs(step[$1]) } ?? 0
      return [["R", "A", "S"], ["L", "P", "I"]][step[axis] < 0 ? 1 : 0][axis]
    }.joined()
    let isOblique = steps.contains { step in
      (0..<3).contains {
        abs(step[$0]) > 1e-5 * step.length && abs(step[$0]) < 0.99999 * step.length
      }
    }
    return isOblique ? "\(letters), obliquely: \(vectors(steps))" : letters
  }

  private func vectors(_ steps: [Position]) -> String {
    steps.map { step in
      let unit = step / max(step.length, .leastNonzeroMagnitude)
      return "(" + (0..<3).map { rounded(unit[$0]) }.joined(separator: ", ") + ")"
    }.joined(separator: " ")
  }
}

/// A number with four decimals at most.
private func rounded(_ number: Double) -> String {
  let value = (number * 1e4).rounded() / 1e4
  guard abs(value) < 1e12 else { return "\(number)" }
  return value == value.rounded() ? "\(Int(value))" : "\(value)"
}
