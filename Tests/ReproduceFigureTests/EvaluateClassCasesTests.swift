import FieldFiles
import Foundation
import Losses
import TestSupport
import Testing

/// The evaluate command on files as networks of several classes write them, one by one and in folders.
@Suite struct EvaluateClassCasesTests {
  private struct Expected: Decodable {
    let caseName: String
    let dice: [Double]
    let entropy: Double
    let score: [Double]

    enum CodingKeys: String, CodingKey {
      case caseName = "case"
      case dice
      case entropy = "cross-entropy"
      case score = "dice-score"
    }
  }

  private struct Rows: Decodable { let rows: [Expected] }

  private struct Output: Decodable {
    struct Value: Decodable {
      let id: String
      let value: Double?
      let tables: [ClassTable]
    }
    struct Table: Decodable {
      let id: String
      let values: [[Double?]]
    }
    let losses: [Value]
    let metrics: [Table]?
  }

  private struct CasesOutput: Decodable {
    struct Case: Decodable {
      let `case`: String
      let losses: [Output.Value]
      let metrics: [Output.Table]?
    }
    let cases: [Case]
  }

  private static let fixtures = checkout.appendingPathComponent(
    "Tests/ReproduceFigureTests/Fixtures")

  private static func expected() throws -> [Expected] {
    let data = try Data(contentsOf: fixtures.appendingPathComponent("cases.json"))
    return try JSONDecoder().decode(Rows.self, from: data).rows
  }

  private static func path(_ name: String) -> String {
    checkout.appendingPathComponent("Examples/classes/cases/\(name)").path
  }

  private static let judges = [
    "--classes", "exclusive", "--losses", "dice,cross-entropy", "--metrics", "dice-score",
  ]

  private static func isNear(_ first: Double?, _ second: Double) -> Bool {
    first.map { abs($0 - second) < 1e-10 } ?? false
  }

  /// An archive has the axes of SimpleITK's arrays, a NIfTI those of nibabel, with classes last.
  @Test(arguments: [("probabilities", "npz", ["--axes", "CZYX"]), ("volumes", "nii", [])])
  func filesOfNetworksAreRead(folder: String, ending: String, options: [String]) throws {
    for expected in try Self.expected() {
      let outcome = try Program.run(
        [
          "evaluate", "--truth", Self.path("truth/\(expected.caseName).nii"), "--prediction",
          Self.path("\(folder)/\(expected.caseName).\(ending)"), "--json",
        ] + options + Self.judges)
      try #require(outcome.status == 0, "\(outcome.errors)")
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      for (ours, theirs) in zip(output.losses[0].tables[0].values[0], expected.dice) {
        #expect(Self.isNear(ours, theirs), "\(expected.caseName)")
      }
      #expect(Self.isNear(output.losses[1].value, expected.entropy))
      for (ours, theirs) in zip(try #require(output.metrics)[0].values[0], expected.score) {
        #expect(Self.isNear(ours, theirs), "\(expected.caseName)")
      }
    }
  }

  @Test func foldersGiveRowsByCaseItemAndClass() throws {
    let outcome = try Program.run(
      [
        "evaluate", "--truth", Self.path("truth"), "--prediction", Self.path("probabilities"),
        "--axes", "CZYX",
      ] + Self.judges)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      rows[0] == ["case", "epoch", "item", "class", "dice", "cross-entropy", "dice-score"])
    let expected = try Self.expected()
    #expect(rows.count == 1 + 4 * expected.count)
    for (index, one) in expected.enumerated() {
      let own = rows[(1 + 4 * index)..<(5 + 4 * index)].map(\.self)
      #expect(own.map { $0[0] } == Array(repeating: one.caseName, count: 4))
      #expect(own.map { $0[3] } == ["0", "1", "2", "all"])
      for number in 0..<3 {
        #expect(Self.isNear(Double(own[number][4]), one.dice[number]))
        #expect(own[number][5].isEmpty)
        #expect(Self.isNear(Double(own[number][6]), one.score[number]))
      }
      #expect(Self.isNear(Double(own[3][4]), one.dice.reduce(0, +) / 3))
      #expect(Self.isNear(Double(own[3][5]), one.entropy))
    }
  }

  @Test func foldersGiveJSON() throws {
    let outcome = try Program.run(
      [
        "evaluate", "--truth", Self.path("truth"), "--prediction", Self.path("volumes"), "--json",
        "--pool", "batch",
      ] + Self.judges)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let output = try JSONDecoder().decode(CasesOutput.self, from: Data(outcome.output.utf8))
    let expected = try Self.expected()
    #expect(output.cases.map(\.case) == expected.map(\.caseName))
    for (ours, theirs) in zip(output.cases, expected) {
      #expect(Self.isNear(ours.losses[0].value, theirs.dice.reduce(0, +) / 3))
    }
  }

  /// A case that cannot be read costs itself alone.
  @Test func aBadCaseIsNamed() throws {
    try withTemporaryFolder { folder in
      let truths = folder.appendingPathComponent("truth")
      try FileManager.default.copyItem(atPath: Self.path("truth"), toPath: truths.path)
      try Data("no field".utf8).write(to: truths.appendingPathComponent("case-0.nii"))
      let arguments =
        [
          "evaluate", "--truth", truths.path, "--prediction", Self.path("volumes"),
        ] + Self.judges
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.output.split(separator: "\n").count == 5)
      #expect(outcome.errors.contains("case-0"))
      #expect(try Program.run(arguments + ["--strict"]).status == 65)
    }
  }

  /// An image and a second prediction reach the losses that look at them.
  @Test func imagesAndSecondPredictionsAreLookedAt() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let first = [0.9, 0.2, 0.4, 0.1, 0.8, 0.6]
      let p = first + first.map { 1 - $0 }
      let image = [0.1, 0.5, 0.9, 0.3, 0.2, 0.7]
      try writeNumPy([0, 1, 1, 1, 0, 0], shape: [2, 3], to: path("truth.npy"))
      try writeNumPy(p, shape: [2, 2, 3], to: path("p.npy"))
      try writeNumPy(p.map { 1 - $0 }, shape: [2, 2, 3], to: path("q.npy"))
      try writeNumPy(image, shape: [2, 3], to: path("image.npy"))
      let start = [
        "evaluate", "--truth", path("truth.npy"), "--prediction", path("p.npy"), "--axes", "CYX",
        "--classes", "exclusive", "--losses",
      ]
      func value(_ options: [String]) throws -> Double {
        let outcome = try Program.run(start + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let last = outcome.output.split(whereSeparator: \.isWhitespace).last
        return try #require(last.flatMap { Double($0) })
      }
      // Region alone: Σ_n mean[(x − c_n)² y_n].
      let region = try value([
        "level-set", "--image", path("image.npy"), "--parameter", "level-set.mu=0", "--parameter",
        "level-set.nu=0",
      ])
      var expected = 0.0
      for y in [first, first.map { 1 - $0 }] {
        let weighted = zip(image, y).map { $0 * $1 }.reduce(0, +)
        let centre = weighted / (y.reduce(0, +) + 1e-7)
        for (x, share) in zip(image, y) {
          let distance = x - centre
          expected += distance * distance * share / 6
        }
      }
      #expect(abs(region - expected) < 1e-6)
      // Of class 0 and of class 1 alike the difference is 2p − 1.
      let consistency = ["transformation-consistency", "--second-prediction", path("q.npy")]
      let weight = "transformation-consistency.lambda"
      let with = try value(consistency + ["--parameter", "\(weight)=1"])
      let without = try value(consistency + ["--parameter", "\(weight)=0"])
      let squares = first.map { (2 * $0 - 1) * (2 * $0 - 1) }
      let difference = squares.reduce(0, +) / 6
      #expect(abs(with - without - difference) < 1e-12)
    }
  }

  @Test(arguments: [
    (["--losses", "lovasz", "--smoothing-numerator", "0"], "lovasz"),
    (["--losses", "dice", "--smoothing-denominator=-1"], "smoothing of the denominator"),
    (["--losses", "dice", "--volume-weighting", "inverse"], "dice"),
    (["--losses", "dice", "--skeletons", "together"], "'dice' has nothing"),
    (["--losses", "dice", "--masked", "background"], "give --mask"),
    (
      ["--losses", "dice", "--mask", "m.npy", "--masked", "background", "--gradient", "g"],
      "leave out --gradient"
    ),
    (["--losses", "dice", "--image", "a.npy"], "--image"),
    (["--losses", "dice", "--activation", "tanh"], "exclusive"),
  ])
  func mistakesAreNamed(options: [String], words: String) throws {
    let isFolder = options.contains("--image")
    let outcome = try Program.run(
      [
        "evaluate", "--truth", Self.path(isFolder ? "truth" : "truth/case-0.nii"), "--prediction",
        Self.path(isFolder ? "volumes" : "volumes/case-0.nii"), "--classes", "exclusive",
      ] + options)
    #expect([64, 65].contains(outcome.status), "\(options): \(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(options): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  /// Beside a folder of truths lie a mask and an image of each, by name, and gradients are written by case.
  @Test func foldersHaveWhatLiesBesideTruths() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      var random = SeededGenerator(seed: 15)
      for name in ["truth", "prediction", "mask", "image"] {
        try FileManager.default.createDirectory(
          atPath: path(name), withIntermediateDirectories: true)
        let shape = name == "prediction" ? [2, 3, 4] : [3, 4]
        for item in ["a", "b"] {
          let values = (0..<shape.reduce(1, *)).map { _ in
            let number = random.uniform()
            return name == "truth" || name == "mask" ? (number < 0.6 ? 1.0 : 0) : number * 4
          }
          try writeNumPy(values, shape: shape, to: path("\(name)/\(item).npy"))
        }
      }
      func arguments(_ item: String, gradient: String) -> [String] {
        [
          "evaluate", "--truth", path("truth\(item)"), "--prediction", path("prediction\(item)"),
          "--mask", path("mask\(item)"), "--image", path("image\(item)"), "--gradient",
          path(gradient), "--axes", "CYX", "--classes", "exclusive", "--activation", "softmax",
          "--losses", "dice,level-set",
          "--metrics", "dice-score,hausdorff", "--json",
        ]
      }
      let both = try Program.run(arguments("", gradient: "both"))
      try #require(both.status == 0, "\(both.errors)")
      let cases = try JSONDecoder().decode(CasesOutput.self, from: Data(both.output.utf8)).cases
      #expect(cases.map(\.case) == ["a", "b"])
      for one in cases {
        let alone = try Program.run(arguments("/\(one.case).npy", gradient: one.case))
        try #require(alone.status == 0, "\(alone.errors)")
        let output = try JSONDecoder().decode(Output.self, from: Data(alone.output.utf8))
        #expect(one.losses.map(\.value) == output.losses.map(\.value))
        #expect(one.metrics?.map(\.values) == output.metrics?.map(\.values))
        for loss in ["dice", "level-set"] {
          #expect(
            FileManager.default.contentsEqual(
              atPath: path("both/\(one.case)/\(loss).npy"), andPath: path("\(one.case)/\(loss).npy")
            ))
        }
      }
      try FileManager.default.removeItem(atPath: path("mask/b.npy"))
      let without = try Program.run(arguments("", gradient: "again"))
      #expect(without.status == 0 && without.errors.contains("there is no mask of that name"))
      #expect(!FileManager.default.fileExists(atPath: path("again/b")))
    }
  }

  /// Ignored elements are left out of what is counted: as if the field ended before them.
  @Test func metricsLeaveIgnoredElementsOut() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let p = [0.9, 0.2, 0.7, 0.1, 0.8, 0.6, 0.3, 0.9]
      for (name, count) in [("whole", 8), ("part", 6)] {
        let truth = [1, 1, 0, 0, 1, 0].map(Double.init) + [255, 255]
        try writeNumPy(Array(truth.prefix(count)), shape: [count], to: path("\(name)-truth.npy"))
        let first = Array(p.prefix(count))
        try writeNumPy(
          first + first.map { 1 - $0 }, shape: [2, count], to: path("\(name)-p.npy"))
      }
      func output(_ name: String) throws -> Output {
        let outcome = try Program.run([
          "evaluate", "--truth", path("\(name)-truth.npy"), "--prediction", path("\(name)-p.npy"),
          "--axes", "CX", "--classes", "exclusive", "--ignore-label", "255", "--losses", "dice",
          "--metrics", "all", "--json",
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      }
      let (whole, part) = (try output("whole"), try output("part"))
      #expect(try #require(whole.metrics).count > 15)
      for (one, other) in zip(try #require(whole.metrics), try #require(part.metrics)) {
        #expect(one.values == other.values, "\(one.id)")
      }
    }
  }
}
