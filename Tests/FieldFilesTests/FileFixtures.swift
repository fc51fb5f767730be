import FieldFiles
import Foundation
import Losses

/// The files beside these tests; `Tests/Reference/make_files.py` has written them and what is in them.
enum FileFixtures {
  /// A file or folder.
  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("Fixtures").appendingPathComponent(name).path
  }

  /// The `cases` of a list.
  static func cases<Case: Decodable>(_ type: Case.Type, _ name: String) throws -> [Case] {
    let content = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    return try JSONDecoder().decode([String: [Case]].self, from: content)["cases"] ?? []
  }

  /// How a file is to be read.
  struct Options: Decodable {
    let labels: [Label]?
    let threshold: Double?
    let channel: String?
    let volume: Int?
    let axes: String?
    let spacings: [Double]?
    let activation: Activation?

    var reading: ReadingOptions {
      ReadingOptions(
        labels: labels, threshold: threshold, channel: channel, volume: volume,
        axes: axes.flatMap { AxisOrder($0) }, spacing: spacings, activation: activation)
    }
  }
}
