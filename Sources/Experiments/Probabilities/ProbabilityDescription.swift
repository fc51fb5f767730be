import Documents
import Texts

/// How predictions are made of objects, as it stands in a configuration and on a command line:
/// `sigmoid:width=1,floor=1e-4`, `two-valued:0.99`, either with `blur=σ`, and with `noise=σ,length=ℓ`
/// and `fresh` or `frozen`.
public struct ProbabilityDescription: Hashable, Sendable {
  /// Identifier of the model.
  public var model: String
  /// Its numbers as far as they are given; one without a name has an empty one.
  public var parameters: [String: Double]
  /// Standard deviation in elements of a Gaussian that softens the probabilities; 0 for none.
  public var blur = 0.0
  /// Standard deviation of a Gaussian field that is added to the logits ln p/(1 − p); 0 for none.
  public var noise = 0.0
  /// ℓ, the correlation length of the noise in elements: two elements at a distance r correlate by
  /// exp(−r²/2ℓ²).
  public var length = 2.0
  /// Whether the noise of a seed is the same at all steps.
  public var isFrozen = false

  /// Names a model and its numbers.
  public init(_ model: String, _ parameters: [String: Double] = [:]) {
    self.model = model
    self.parameters = parameters
  }

  /// What the figure takes, fixed before any claim was looked at: a sigmoid of one element with a floor
  /// of 1e-4.
  public static let standard = ProbabilityDescription("sigmoid", ["width": 1, "floor": 1e-4])

  /// A network that is equally sure everywhere.
  public static func twoValued(_ confidence: Double) -> ProbabilityDescription {
    ProbabilityDescription("two-valued", ["confidence": confidence])
  }

  static let commonNames = ["blur", "noise", "length", "fresh", "frozen"]
}

extension ProbabilityDescription {
  /// Reads a description from a text.
  ///
  /// - Throws: ``ConfigurationError/probabilities(_:reason:)``.
  public init(argument text: String) throws(ConfigurationError) {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(String(halves[0]))
    for part in halves.dropFirst().flatMap({ $0.split(separator: ",") }) {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      let name = sides.count == 2 ? sides[0] : ""
      if ["fresh", "frozen"].contains(part) {
        isFrozen = part == "frozen"
        continue
      }
      guard let value = sides.last.flatMap(Double.init) else {
        throw .probabilities(
          text, reason: "'\(part)' is no number; expected for example width=1, or fresh or frozen")
      }
      switch name {
      case "blur": blur = value
      case "noise": noise = value
      case "length": length = value
      default:
        guard parameters.updateValue(value, forKey: name) == nil else {
          throw .probabilities(text, reason: "'\(part)' says something twice")
        }
      }
    }
  }

  /// Checks what all models have.
  func checkCommon() throws(ConfigurationError) {
    let checks: [(String, Double, ClosedRange<Double>)] = [
      ("blur", blur, 0...1000), ("noise", noise, 0...1000), ("length", length, 0...100),
    ]
    for (name, value, range) in checks where !range.contains(value) {
      throw .probabilities(
        "\(self)",
        reason: "\(name) is \(value); expected a number in [\(range.lowerBound), "
          + "\(range.upperBound)]")
    }
  }
}

extension ProbabilityDescription: CustomStringConvertible {
  /// The text that gives this description.
  public var description: String {
    var parts = parameters.sorted { $0.key < $1.key }.map { name, value in
      name.isEmpty ? shortNumber(value) : "\(name)=\(shortNumber(value))"
    }
    if blur != 0 { parts.append("blur=\(shortNumber(blur))") }
    if noise != 0 {
      parts += ["noise=\(shortNumber(noise))", "length=\(shortNumber(length))"]
      parts.append(isFrozen ? "frozen" : "fresh")
    }
    return parts.isEmpty ? model : model + ":" + parts.joined(separator: ",")
  }
}

extension ProbabilityDescription: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(argument: decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
