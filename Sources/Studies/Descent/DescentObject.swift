import Documents

/// A disc that gradient descent has to find.
public struct DescentObject: Hashable, Sendable {
  /// What names it.
  public var name: String
  /// Its radius in elements.
  public var radius: Double

  /// Names a disc.
  public init(name: String, radius: Double) {
    self.name = name
    self.radius = radius
  }
}

extension DescentObject: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, radius }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      radius: try container.decode(Double.self, forKey: .radius))
  }
}
