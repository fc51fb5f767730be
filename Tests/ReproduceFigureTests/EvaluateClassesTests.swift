import FieldFiles
import Foundation
import Losses
import TestSupport
import Testing

/// The evaluate command on several classes, batches and ignored elements.
@Suite struct EvaluateClassesTests {
  /// What other programs make of the batch in `Examples/classes`.
  private struct Row: Decodable {
    let loss: String
    let options: [String]
    let values: [Double]
  }

  private struct Rows: Decodable { let rows: [Row] }

  private struct Output: Decodable {
    struct Value: Decodable {
      let id: String
      let value: Double?
      let values: [Double]?
      let tables: [ClassTable]
      let ignoredItems: [Int]?
    }
    let losses: [Value]
  }

  private static func example(_ name: String) -> String {
    checkout.appendingPathComponent("Examples/classes/\(name)").path
  }

  private static let batch = [
    "evaluate", "--truth", example("labels.npy"), "--prediction", example("logits.npy"), "--axes",
    "BCYX", "--activation", "softmax", "--ignore-label", "255",
  ]

  private static func output(_ outcome: Program.Outcome) throws -> Output {
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
  }

  @Test func agreesWithOtherPrograms() throws {
    let fixtures = checkout.appendingPathComponent(
      "Tests/ReproduceFigureTests/Fixtures/classes.json")
    let rows = try JSONDecoder().decode(Rows.self, from: Data(contentsOf: fixtures)).rows
    for row in rows {
      let outcome = try Program.run(
        Self.batch + row.options + ["--losses", row.loss, "--json"])
      let value = try #require(try Self.output(outcome).losses.first)
      let values = try value.values ?? [#require(value.value)]
      #expect(values.count == row.values.count, "\(row)")
      for (ours, theirs) in zip(values, row.values) {
        #expect(abs(ours - theirs) <= 1e-10 * abs(theirs), "\(row)")
      }
    }
  }

  @Test func tableIsByItemAndClass() throws {
    let outcome = try Program.run(
      Self.batch + ["--losses", "dice-cross-entropy", "--background", "exclude", "--json"])
    let tables = try #require(try Self.output(outcome).losses.first).tables
    #expect(tables.map(\.classes) == [[1, 2], nil])
    #expect(tables.map { $0.values.map(\.count) } == [[2, 2], [1, 1]])
  }

  /// One-hot truths with a mask say what labels with an ignored one do, whatever the order of axes.
  @Test func oneHotTruthsAndOrdersOfAxesAreTheSame() throws {
    let labels = try FieldFile(contentsOf: Self.example("labels.npy"))
      .fieldsByItemAndClass(AxisOrder("BYX")).map { try $0[0].labels() }
    let logits = try FieldFile(contentsOf: Self.example("logits.npy"))
      .fieldsByItemAndClass(AxisOrder("BCYX")).map { try $0.map { try $0.image().values } }
    let count = labels[0].count
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      // Classes last: BYXC.
      try writeNumPy(
        labels.flatMap { $0.flatMap { label in (0..<3).map { $0 == label ? 1.0 : 0 } } },
        shape: [2, 24, 24, 3], to: path("truth.npy"))
      try writeNumPy(
        logits.flatMap { item in (0..<count).flatMap { index in item.map { $0[index] } } },
        shape: [2, 24, 24, 3], to: path("logits.npy"))
      try writeNumPy(
        labels.flatMap { $0.map { $0 == 255 ? 0.0 : 1 } }, shape: [2, 24, 24], to: path("mask.npy"))
      let losses = ["--losses", "dice,boundary,top-k-cross-entropy"]
      let plain = try Program.run(Self.batch + losses)
      let other = try Program.run(
        [
          "evaluate", "--truth", path("truth.npy"), "--prediction", path("logits.npy"), "--axes",
          "BYXC", "--activation", "softmax", "--mask", path("mask.npy"),
        ] + losses)
      #expect(plain.status == 0, "\(plain.errors)")
      #expect(other.output == plain.output, "\(other.errors)")
    }
  }

  @Test func gradientHasTheAxesOfTheBatch() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        Self.batch + ["--losses", "dice", "--gradient", folder.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let file = try FieldFile(contentsOf: folder.appendingPathComponent("dice.npy").path)
      #expect(file.shape == [2, 3, 24, 24])
      // Logits of an element may all grow alike.
      let fields = try file.fieldsByItemAndClass(AxisOrder("BCYX"))
        .map { try $0.map { try $0.image().values } }
      for item in fields {
        for index in item[0].indices {
          #expect(abs(item.reduce(0) { $0 + $1[index] }) < 1e-12)
        }
      }
    }
  }

  @Test func whollyIgnoredItemsAreNamed() throws {
    try withTemporaryFolder { folder in
      let truth = folder.appendingPathComponent("truth.npy").path
      try writeNumPy(
        [Double](repeating: 255, count: 1152), shape: [2, 24, 24], to: truth)
      let outcome = try Program.run([
        "evaluate", "--truth", truth, "--prediction", Self.example("logits.npy"), "--axes", "BCYX",
        "--activation", "softmax", "--ignore-label", "255", "--losses", "dice", "--json",
      ])
      let value = try #require(try Self.output(outcome).losses.first)
      #expect(value.value == 0)
      #expect(value.ignoredItems == [0, 1])
      #expect(outcome.errorLines.count == 2)
    }
  }

  @Test(arguments: [
    (["--ignore-label", "254"], 65, "label at"),
    (["--class-weights", "1,2"], 64, "2 class weights"),
    (["--class-weights", "1,x,2"], 64, "--class-weights"), (["--channel", "1"], 64, "--channel"),
    (["--reduce-classes", "weighted"], 64, "no weights"),
    (["--class-distances", "0,1;1,0"], 64, "'dice' has nothing"),
    (["--label-smoothing", "1.5"], 64, "expected a number in [0, 1]"),
    (["--class-distances", "0,1;1"], 64, "the number of distances of label 1 is 1.0; expected 2"),
    (["--class-distances", "0,1,2;1,0,3;2,1,0"], 64, "expected 3.0, that of labels 1 and 2"),
    (["--class-distances", "0,-1;-1,0"], 64, "at least 0"),
    (["--class-distances", "1,1;1,0"], 64, "labels 0 and 0 is 1.0; expected 0"),
    (["--class-distances", "0,one;1,0"], 64, "expected rows of numbers"),
    (["--class-distances", ""], 64, "expected rows of numbers"),
    (
      ["--losses", "generalised-wasserstein-dice", "--class-distances", "0,1;1,0"], 64,
      "expected 3, the number of classes"
    ),
    (["--classes", "independent"], 65, "softmax does not fit"),
    (["--activation", "none"], 65, "logits"), (["--axes", "CYX"], 65, "axes CYX"),
    (["--losses", "boundary", "--pool", "batch"], 64, "pool by item"),
    (["--reduce-classes", "none", "--gradient", "unused"], 64, "reduce classes"),
  ])
  func mistakesAreNamed(options: [String], status: Int32, words: String) throws {
    // Of an option that is given twice the last one counts.
    let defaults =
      options.contains("--activation") ? ["--classes", "exclusive"] : []
    try withTemporaryFolder { folder in
      let losses = options.contains("--losses") ? [] : ["--losses", "dice"]
      let outcome = try Program.run(Self.batch + losses + options + defaults, in: folder)
      #expect(outcome.status == status, "\(options): \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(options): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func distancesOfClassesComeFromAFileToo() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("distances.csv")
      try Data("0,1,1\r\n1,0,0.5\n1,0.5,0\n".utf8).write(to: file)
      let values = try [file.path, "0,1,1; 1,0,0.5; 1,0.5,0"].map { distances in
        try Self.output(
          Program.run(
            Self.batch + [
              "--losses", "generalised-wasserstein-dice", "--class-distances", distances, "--json",
            ])
        ).losses[0].value
      }
      #expect(values[0] == values[1])
    }
  }

  @Test func whatALossCannotSeeOfAClassIsSaid() throws {
    let outcome = try Program.run(
      Self.batch + ["--losses", "cl-dice", "--parameter", "cl-dice.erosions=2"])
    #expect(outcome.status == 0)
    #expect(outcome.errorLines.contains { $0.contains("cl-dice") && $0.contains("class 1") })
  }

  @Test func optionsOfClassesNeedClasses() throws {
    let outcome = try Program.run([
      "evaluate", "--truth", "a", "--prediction", "b", "--pool", "batch",
    ])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--classes exclusive"))
  }
}
