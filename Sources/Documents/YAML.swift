import Foundation
import Texts
import Yams

/// The YAML of this program.
public enum YAML {
  /// A value as YAML, one key or entry a line.
  public static func text(_ value: some Encodable) throws -> String {
    // JSON is YAML, and has numbers as people write them: Yams would write 60 as 6e+1.
    let json = String(decoding: try JSON.line(value), as: UTF8.self)
    guard let node = try Yams.compose(yaml: json) else { return "" }
    return try Yams.serialize(node: node.inBlockStyle)
  }

  /// A value out of a text.
  ///
  /// - Parameters:
  ///   - type: what the text holds.
  ///   - text: YAML (or JSON, which is YAML too).
  ///   - path: names it in messages.
  ///   - empty: what a text without keys stands for.
  /// - Throws: ``DocumentError/inFile(_:_:)``.
  public static func value<Value: Decodable>(
    _ type: Value.Type, from text: String, path: String, empty: Value
  ) throws(DocumentError) -> Value {
    do {
      let isEmpty = try Yams.compose(yaml: text) == nil
      return isEmpty ? empty : try YAMLDecoder().decode(type, from: text)
    } catch let error as DecodingError {
      throw DocumentError(error).inFile(path, text: text)
    } catch let error as DocumentError {
      throw error.inFile(path, text: text)
    } catch let error as YamlError {
      throw .inFile(path, summary(of: error))
    } catch {
      throw .inFile(path, "\(error)")
    }
  }

  /// What is wrong and where, without the excerpt that would take more lines.
  private static func summary(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line), column \(mark.column): \(problem)"
    case .duplicatedKeysInMapping(let keys, let context):
      "line \(context.mark.line): the key '\(keys.sorted().first ?? "")' is there twice"
    default: oneLine("\(error)")
    }
  }
}

extension Node {
  /// The same document with one key or entry a line, but lists of numbers on one line.
  fileprivate var inBlockStyle: Node {
    switch self {
    case .mapping(let mapping):
      let pairs = mapping.map { ($0.key.inBlockStyle, $0.value.inBlockStyle) }
      return .mapping(Mapping(pairs, mapping.tag, .block))
    case .sequence(let sequence):
      let isOfNumbers = sequence.allSatisfy { $0.float != nil }
      return .sequence(
        Sequence(sequence.map(\.inBlockStyle), sequence.tag, isOfNumbers ? .flow : .block))
    case .scalar(let scalar):
      // A text keeps its quotes only where it would be something else without them.
      let plain = Node.Scalar(scalar.string, .implicit, .any)
      let isText = scalar.style == .doubleQuoted
      let isSafe =
        Node.scalar(plain).float == nil && Node.scalar(plain).bool == nil
        && Node.scalar(plain).null == nil
      return isText && !isSafe ? self : .scalar(plain)
    case .alias:
      return self
    }
  }
}
