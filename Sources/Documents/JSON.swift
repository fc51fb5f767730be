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
    let data = Data(bytes)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch DecodingError.dataCorrupted(let context)
      where context.codingPath.isEmpty && context.underlyingError == nil
    {
      throw .inFile(path, syntaxProblem(in: data))
    } catch let error as DecodingError {
      throw .inFile(path, "\(DocumentError(error))")
    } catch {
      throw .inFile(path, "\(error)")
    }
  }

  /// Why a text is no JSON, which the decoder does not tell.
  private static func syntaxProblem(in data: Data) -> String {
    do {
      _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      return "it has a number that is none of those expected, as 1.5 where there are whole numbers"
    } catch {
      let reason = (error as NSError).userInfo["NSDebugDescription"] as? String
      return "it is no JSON: \(reason ?? "\(error)")"
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
