import Foundation
import Texts

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

  /// A value for people to read, too, that says its kind and the version of the program: what this program
  /// may read again.
  public static func document(_ value: some Encodable, kind: String) throws -> Data {
    try document(OwnDocument(kind: kind, value: value))
  }

  /// Tells what another program or a later version wrote apart before it can be misunderstood. Versions
  /// that did not say kind or version are let through.
  ///
  /// - Parameters:
  ///   - kinds: what the file may be.
  ///   - bytes: its bytes.
  ///   - path: names it in messages.
  /// - Throws: ``DocumentError/inFile(_:_:)``.
  package static func requireOrigin(
    _ kinds: [String], of bytes: [UInt8], path: String
  ) throws(DocumentError) {
    let origin = try value(Origin.self, from: bytes, path: path)
    if let kind = origin.kind, !kinds.contains(kind) {
      let expected = kinds.map { "'\($0)'" }.joined(separator: " or ")
      throw .inFile(path, "kind is '\(printable(kind))'; expected \(expected)")
    }
    if let version = origin.version, !isVersionKnown(version) {
      throw .inFile(
        path,
        "version is '\(printable(version))'; expected at most \(programVersion), which this "
          + "program is: use the one that wrote the file")
    }
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
      throw DocumentError(error).inFile(path, text: String(decoding: data, as: UTF8.self))
    } catch let error as DocumentError {
      throw error.inFile(path, text: String(decoding: data, as: UTF8.self))
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

/// What a file of this program says of itself.
private struct Origin: Decodable {
  let kind: String?
  let version: String?
}

/// A value with kind and version beside its own keys.
private struct OwnDocument<Value: Encodable>: Encodable {
  let kind: String
  let value: Value

  private enum Keys: CodingKey { case kind, version }

  func encode(to encoder: any Encoder) throws {
    try value.encode(to: encoder)
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(programVersion, forKey: .version)
  }
}
