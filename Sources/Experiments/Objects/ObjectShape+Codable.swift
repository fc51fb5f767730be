import Documents
import Texts
import Losses

/// In a configuration a shape is a mapping with its kind and its numbers, for example
/// `{kind: disc, radius: 60}`.
extension ObjectShape: Codable {
  /// The kinds of shape.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case disc, ellipse, rectangle, annulus, tube, blobs
    case spreadBlobs = "spread-blobs"
    case empty
  }

  /// Which kind of shape it is.
  public var kind: Kind {
    switch self {
    case .disc: .disc
    case .ellipse: .ellipse
    case .rectangle: .rectangle
    case .annulus: .annulus
    case .tube: .tube
    case .blobs: .blobs
    case .spreadBlobs: .spreadBlobs
    case .empty: .empty
    }
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case kind, radius, semiaxes, angle, sides, inner, outer, length, count, seed
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .kind)
    guard let kind = Kind(rawValue: name) else {
      throw DocumentError.unknownKey(
        name, at: decoder.codingPath.description,
        nearest: nearestName(to: name, among: Kind.allCases.map(\.rawValue)) ?? "")
    }
    func number(_ key: CodingKeys) throws -> Double {
      try container.decode(Double.self, forKey: key)
    }
    switch kind {
    case .disc: self = .disc(radius: try number(.radius))
    case .ellipse:
      self = .ellipse(
        semiaxes: try container.decode([Double].self, forKey: .semiaxes),
        angle: try container.decode(.angle, default: 0))
    case .rectangle:
      self = .rectangle(sides: try container.decode([Double].self, forKey: .sides))
    case .annulus: self = .annulus(inner: try number(.inner), outer: try number(.outer))
    case .tube: self = .tube(radius: try number(.radius), length: try number(.length))
    case .blobs:
      self = .blobs(
        count: try container.decode(Int.self, forKey: .count), radius: try number(.radius),
        seed: try container.decode(.seed, default: 0))
    case .spreadBlobs:
      self = .spreadBlobs(
        count: try container.decode(Int.self, forKey: .count), radius: try number(.radius),
        seed: try container.decode(.seed, default: 0))
    case .empty: self = .empty
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .disc(let radius): try container.encode(radius, forKey: .radius)
    case .ellipse(let semiaxes, let angle):
      try container.encode(semiaxes, forKey: .semiaxes)
      try container.encode(angle, forKey: .angle)
    case .rectangle(let sides): try container.encode(sides, forKey: .sides)
    case .annulus(let inner, let outer):
      try container.encode(inner, forKey: .inner)
      try container.encode(outer, forKey: .outer)
    case .tube(let radius, let length):
      try container.encode(radius, forKey: .radius)
      try container.encode(length, forKey: .length)
    case .empty: break
    case .blobs(let count, let radius, let seed), .spreadBlobs(let count, let radius, let seed):
      try container.encode(count, forKey: .count)
      try container.encode(radius, forKey: .radius)
      try container.encode(seed, forKey: .seed)
    }
  }
}
