import Foundation

/// The JSON of this program: sorted keys, so that equal values give equal bytes.
public enum JSON {
  /// A value on one line.
  public static func line(_ value: some Encodable) throws -> Data {
    try data(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  /// A value for people to read, too, with a newline at the end.
  public static func document(_ value: some Encodable) throws -> Data {
    try data(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + Data("\n".utf8)
  }

  /// A value out of the bytes of a file.
  ///
  /// - Parameters:
  ///   - type: what the file holds.
  ///   - bytes: its bytes.
  ///   - path: names it in messages.
  /// - Throws: ``DocumentError/inFile(_:_:)``.
  public static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>, path: String
  ) throws(DocumentError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw .inFile(path, "\(DocumentError(error))")
    } catch {
      throw .inFile(path, "\(error)")
    }
  }

  private static func data(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    return try encoder.encode(value)
  }
}
