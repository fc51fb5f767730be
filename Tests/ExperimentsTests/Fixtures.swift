import Experiments
import Foundation
import Losses

/// The files beside these tests.
enum Fixtures {
  /// A file or folder.
  static func url(_ name: String) -> URL {
    Bundle.module.bundleURL.appendingPathComponent("Fixtures").appendingPathComponent(name)
  }

  /// The `cases` of a fixture.
  static func cases<Case: Decodable>(_ type: Case.Type, _ name: String) throws -> [Case] {
    try JSONDecoder().decode([String: [Case]].self, from: Data(contentsOf: url(name)))["cases"]
      ?? []
  }
}

extension NamedObject {
  /// A shape on a grid.
  init(_ shape: ObjectShape, on extents: [Int]) throws {
    try self.init(name: "object", mask: shape.mask(on: Grid(shape: extents)))
  }

  /// A picture of `#` and `.`, one text a row.
  init(_ name: String = "object", picture rows: [String]) throws {
    let grid = try Grid(shape: [rows.count, rows[0].count])
    try self.init(name: name, mask: Mask(rows.joined().map { $0 == "#" }, on: grid))
  }
}
