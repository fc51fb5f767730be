import Texts

/// Any key of a keyed container, known or not.
struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}

extension Decoder {
  /// The container of a type's keys, refusing keys that the type does not have: a misspelt key that
  /// is passed over in silence gives another experiment than the one that was asked for.
  ///
  /// - Throws: ``DocumentError/unknownKey(_:at:nearest:)``.
  package func strictContainer<Key: CodingKey & CaseIterable>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let known = Key.allCases.map(\.stringValue)
    let given = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    if let unknown = given.filter({ !known.contains($0) }).sorted().first {
      throw DocumentError.unknownKey(
        unknown, at: codingPath.description, nearest: nearestName(to: unknown, among: known) ?? "")
    }
    return try container(keyedBy: type)
  }
}

extension KeyedDecodingContainer {
  /// The value of a key, or what it is when the key is left out.
  package func decode<Value: Decodable>(_ key: Key, default defaultValue: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? defaultValue
  }
}

extension [any CodingKey] {
  /// Where in a document a key is, as `losses[2].parameters`; `the top level` for none.
  package var description: String {
    let path = reduce("") { path, key in
      if let index = key.intValue { return path + "[\(index)]" }
      return path.isEmpty ? key.stringValue : path + "." + key.stringValue
    }
    return path.isEmpty ? "the top level" : path
  }
}
