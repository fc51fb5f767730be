import Foundation
import Yams

extension ExperimentConfiguration {
  /// Reads a configuration in YAML (or JSON, which is YAML too).
  ///
  /// - Throws: ``FileError`` or ``ConfigurationError``.
  public init(yamlAt path: String) throws {
    try self.init(yaml: String(decoding: readFile(at: path), as: UTF8.self), path: path)
  }

  /// A configuration from its text; `path` names it in messages.
  package init(yaml text: String, path: String) throws(ConfigurationError) {
    do {
      // An empty file is a configuration without keys, which is the default one.
      let isEmpty = try Yams.compose(yaml: text) == nil
      self = isEmpty ? Self() : try YAMLDecoder().decode(Self.self, from: text)
    } catch let error as DecodingError {
      throw ConfigurationError.inFile(path, "\(ConfigurationError(error))")
    } catch let error as YamlError {
      throw ConfigurationError.inFile(path, Self.summary(of: error))
    } catch {
      throw ConfigurationError.inFile(path, "\(error)")
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

  /// Takes the configuration out of a report.
  ///
  /// - Throws: ``FileError`` or ``ConfigurationError``.
  public init(reportAt path: String) throws {
    try self.init(report: readFile(at: path), path: path)
  }

  /// The configuration of a report from its bytes; `path` names it in messages.
  package init(report bytes: [UInt8], path: String) throws(ConfigurationError) {
    struct Embedding: Decodable { let configuration: ExperimentConfiguration }
    do {
      self = try JSONDecoder().decode(Embedding.self, from: Data(bytes)).configuration
    } catch let error as DecodingError {
      throw ConfigurationError.inFile(path, "\(ConfigurationError(error))")
    } catch {
      throw ConfigurationError.inFile(path, "\(error)")
    }
  }
}
