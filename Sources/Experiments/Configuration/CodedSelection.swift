import Documents

/// What is selected of a catalogue, as it stands in YAML: an identifier, or a mapping with parameters.
struct CodedSelection<Value: Codable> {
  let id: String
  let parameters: [String: Value]
}

extension CodedSelection: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case id, parameters }

  init(from decoder: any Decoder) throws {
    if let id = try? decoder.singleValueContainer().decode(String.self) {
      self.init(id: id, parameters: [:])
      return
    }
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(String.self, forKey: .id),
      parameters: try container.decode(.parameters, default: [:]))
  }

  func encode(to encoder: any Encoder) throws {
    guard !parameters.isEmpty else {
      var container = encoder.singleValueContainer()
      return try container.encode(id)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(parameters, forKey: .parameters)
  }
}
