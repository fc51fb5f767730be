import FieldFiles
import Foundation
import TestSupport
import Testing

/// The value tests of segmentation losses in MONAI's own suite, said on our command line.
@Suite struct MonaiValueTests {
  private struct Document: Decodable { let rows: [Row] }

  private struct Row: Decodable {
    struct Stored: Decodable {
      let shape: [Int]
      let values: [Double]
    }

    struct Term: Decodable {
      let factor: Double
      let prediction: String
      let truth: String
      let options: [String]
    }

    let name: String
    let arrays: [String: Stored]
    /// Sums, whose values follow each other.
    let parts: [[Term]]
    let expected: [Double]
    let relative: Double
    let absolute: Double
  }

  private struct Output: Decodable {
    struct Value: Decodable {
      let value: Double?
      let values: [Double]?
    }
    let losses: [Value]
  }

  private static let rows: [Row] = {
    let file = checkout.appendingPathComponent(
      "Tests/ReproduceFigureTests/Fixtures/monai-tests.json")
    return (try? JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).rows) ?? []
  }()

  @Test func valuesAreThoseThatMonaiExpects() throws {
    #expect(Self.rows.count == 162)
    for row in Self.rows {
      try withTemporaryFolder { folder in
        for (name, array) in row.arrays {
          try writeNumPy(
            array.values, shape: array.shape,
            to: folder.appendingPathComponent("\(name).npy").path)
        }
        let values = try row.parts.flatMap { try Self.sum($0, in: folder, row.name) }
        #expect(values.count == row.expected.count, "\(row.name)")
        for (ours, theirs) in zip(values, row.expected) {
          #expect(
            abs(ours - theirs) <= row.absolute + row.relative * abs(theirs),
            "\(row.name): \(ours), expected \(theirs)")
        }
      }
    }
  }

  private static func sum(
    _ terms: [Row.Term], in folder: URL, _ name: String
  ) throws -> [Double] {
    try terms.reduce(into: []) { sum, term in
      let options = term.options.map { $0 == "mask" ? "mask.npy" : $0 }
      let outcome = try Program.run(
        [
          "evaluate", "--truth", "\(term.truth).npy", "--prediction", "\(term.prediction).npy",
          "--json",
        ] + options, in: folder)
      try #require(outcome.status == 0, "\(name): \(outcome.errors)")
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      let loss = try #require(output.losses.first)
      let values = try loss.values ?? [#require(loss.value)]
      sum =
        sum.isEmpty
        ? values.map { term.factor * $0 } : zip(sum, values).map { $0 + term.factor * $1 }
    }
  }
}
