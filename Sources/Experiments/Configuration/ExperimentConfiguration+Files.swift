import Foundation
import Yams

extension ExperimentConfiguration {
  /// Reads a configuration in YAML (or JSON, which is YAML too).
  ///
  /// - Throws: ``FileError`` or ``ConfigurationError``.
  public init(yamlAt path: String) throws {
    let text = String(decoding: try readFile(at: path), as: UTF8.self)
    do {
      // An empty file is a configuration without keys, which is the default one.
      let isEmpty = try Yams.compose(yaml: text) == nil
      self = isEmpty ? Self() : try YAMLDecoder().decode(Self.self, from: text)
    } catch let error as DecodingError {
      throw ConfigurationError.inFile(path, "\(ConfigurationError(error))")
    } catch {
      throw ConfigurationError.inFile(path, "\(error)")
    }
  }

  /// Takes the configuration out of a report.
  ///
  /// - Throws: ``FileError`` or ``ConfigurationError``.
  public init(reportAt path: String) throws {
    struct Embedding: Decodable { let configuration: ExperimentConfiguration }
    do {
      self = try JSONDecoder().decode(Embedding.self, from: Data(readFile(at: path))).configuration
    } catch let error as FileError {
      throw error
    } catch let error as DecodingError {
      throw ConfigurationError.inFile(path, "\(ConfigurationError(error))")
    } catch {
      throw ConfigurationError.inFile(path, "\(error)")
    }
  }
}
