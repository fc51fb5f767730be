import Foundation
import Texts

/// What outputs say of themselves, so that they can be trusted and made again.
public enum Provenance {
  /// Version and configuration on one line of JSON, to be embedded in other outputs.
  public static func line(_ configuration: some Encodable) throws -> String {
    let configuration = String(decoding: try JSON.line(configuration), as: UTF8.self)
    return "{\"version\":\"\(programVersion)\",\"configuration\":\(configuration)}"
  }

  /// Version and configuration as pictures embed them.
  public static func metadata(_ configuration: some Encodable) throws -> [String: String] {
    [
      "Software": "reproduce-figure \(programVersion)",
      "Description": try line(configuration),
    ]
  }

  /// What a report says of itself.
  ///
  /// - Parameter version: of the program that computed it.
  public static func statement(version: String = programVersion) -> String {
    "Written by reproduce-figure \(version). Everything below is computed; no verdict is typed in."
  }

  /// The section of a report in Markdown that holds the configuration.
  public static func markdown(_ configuration: some Encodable) throws -> [String] {
    ["## Configuration", ""]
      + Markdown.code(
        try YAML.text(configuration).trimmingCharacters(in: .newlines), language: "yaml") + [""]
  }
}
