import Documents

/// A disc that gradient descent has to find, perhaps beside others that are classes of their own.
public struct DescentObject: Hashable, Sendable {
  /// What names it.
  public var name: String
  /// Its radius in elements.
  public var radius: Double

  /// The radii of the discs of further classes, all of which are to be found with it; none where there is
  /// one class.
  public var beside: [Double]

  /// Names a disc.
  public init(name: String, radius: Double, beside: [Double] = []) {
    self.name = name
    self.radius = radius
    self.beside = beside
  }

  /// The radius of the disc of each class.
  public var radii: [Double] { [radius] + beside }
}

extension DescentObject: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, radius, beside }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      radius: try container.decode(Double.self, forKey: .radius),
      beside: try container.decode(.beside, default: []))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(radius, forKey: .radius)
    if !beside.isEmpty { try container.encode(beside, forKey: .beside) }
  }
}
