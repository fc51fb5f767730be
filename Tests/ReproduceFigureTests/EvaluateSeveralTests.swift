import Foundation
import TestSupport
import Testing

/// `evaluate` on folders of predictions and on tables of pairs.
@Suite struct EvaluateSeveralTests {
  /// A disc of a radius in a field of 12 × 14, moved along x.
  private static func disc(_ radius: Double, shift: Double) -> [Double] {
    (0..<168).map { (index: Int) -> Double in
      let (x, y) = (Double(index % 14) - 6 - shift, Double(index / 14) - 6)
      return hypot(x, y) <= radius ? 1 : 0
    }
  }

  /// Truths `gt/c1.npy` … and predictions `epoch1/c1.npy` … `epoch10/c4.npy` that come nearer to them.
  private static func write(to folder: URL) throws {
    let folders: [String: Double] = ["gt": 0, "epoch1": 4, "epoch2": 2.5, "epoch10": 1]
    for (name, shift) in folders {
      let path = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      for number in 1...4 {
        try writeArray(
          disc(1.5 + Double(number) / 2, shift: shift), shape: [12, 14],
          to: path.appendingPathComponent("c\(number).npy"))
      }
    }
  }

  private static let options = [
    "--losses", "dice,cross-entropy", "--metrics", "dice-score,hausdorff-95",
  ]

  private static let folders = ["--truth", "gt", "--prediction", "epoch1", "epoch10", "epoch2"]

  @Test func foldersGiveARowForEachCaseAndEpoch() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let outcome = try Program.run(["evaluate"] + Self.folders + Self.options, in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      let rows = outcome.output.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(
        rows[0] == [
          "case", "epoch", "class", "elements", "dice", "cross-entropy", "dice-score",
          "hausdorff-95",
        ])
      try #require(rows.count == 13)
      // Numbers in names count as numbers, whatever the order of the folders.
      #expect(rows[1...3].map { "\($0[0]) \($0[1])" } == ["c1 epoch1", "c1 epoch2", "c1 epoch10"])
      // What evaluate says of one of the pairs.
      let single = try Program.run(
        ["evaluate", "--truth", "gt/c2.npy", "--prediction", "epoch10/c2.npy"] + Self.options,
        in: folder)
      let values = single.output.split(separator: "\n").map { $0.split(separator: " ").last ?? "" }
      #expect(rows[6].suffix(4) == values[...])
    }
  }

  /// What a run takes is known before its first case; one into a folder can be resumed and may take long.
  @Test func runThatTakesTooMuchIsRefused() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let arguments = ["evaluate"] + Self.folders + Self.options
      for (limit, words) in [
        (["--hours", "1e-12"], ["12 predictions of 168 elements", "--output", "--hours 1"]),
        (["--memory", "1e-6"], ["168 elements", "--memory 1"]),
      ] {
        let outcome = try Program.run(arguments + limit, in: folder)
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
      }
      let kept = try Program.run(arguments + ["--hours", "1e-12", "--output", "out"], in: folder)
      #expect(kept.status == 0, "\(kept.errors)")
    }
  }

  @Test func outputsHaveTablesReportAndFigures() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let arguments =
        ["evaluate"] + Self.folders + Self.options + [
          "--output", "out", "--resamples", "100", "--format", "svg", "--scatter",
          "cross-entropy,dice-score",
        ]
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("between epochs") && outcome.output.contains("4 cases"))
      let names = folder.appendingPathComponent("out").fileNames
      for name in [
        "evaluate.csv", "evaluate-agreement.csv", "evaluate-epochs.csv", "evaluate.md",
        "evaluate.json",
        "evaluate.svg", "evaluate-scatter.svg", "evaluate-course.svg", "evaluate.cells.jsonl",
      ] { #expect(names.contains(name), "\(name)") }
      let report = try String(
        contentsOf: folder.appendingPathComponent("out/evaluate.md"), encoding: .utf8)
      for part in ["12 predictions of 4 cases at 3 epochs", "![Evaluation](evaluate.svg)"] {
        #expect(report.contains(part), "\(part)")
      }
      // Shares, merged, are the same outputs.
      for share in 1...2 {
        let part = try Program.run(
          Array(arguments.dropLast(8)) + [
            "--resamples", "100", "--scatter", "cross-entropy,dice-score", "--shard", "\(share)/2",
            "--output", "share\(share)",
          ], in: folder)
        #expect(part.status == 0, "\(part.errors)")
      }
      let merged = try Program.run(
        ["merge", "share1", "share2", "--output", "merged", "--format", "svg"], in: folder)
      #expect(merged.status == 0, "\(merged.errors)")
      for name in ["evaluate.csv", "evaluate.json", "evaluate.svg", "evaluate.md"] {
        #expect(
          try Data(contentsOf: folder.appendingPathComponent("merged/\(name)"))
            == Data(contentsOf: folder.appendingPathComponent("out/\(name)")), "\(name)")
      }
    }
  }

  @Test func whatIsLeftOutIsNamed() throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("epoch2/c3.npy"))
      try Data("x".utf8).write(to: folder.appendingPathComponent("epoch1/c1.npy"))
      try Data().write(to: folder.appendingPathComponent("epoch1/other.npy"))
      let outcome = try Program.run(["evaluate"] + Self.folders + Self.options, in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.output.split(separator: "\n").count == 1 + 12 - 2)
      #expect(outcome.errorLines.count == 3, "\(outcome.errors)")
      for file in ["gt/c3.npy", "epoch1/c1.npy", "epoch1/other.npy"] {
        #expect(outcome.errors.contains("warning: ") && outcome.errors.contains(file))
      }
      let strict = try Program.run(
        ["evaluate", "--strict"] + Self.folders + Self.options, in: folder)
      #expect(strict.status == 65 && strict.output == outcome.output)
    }
  }

  @Test func tablesOfPairsAndLabels() throws {
    try withTemporaryFolder { folder in
      let labels = Self.disc(4, shift: 0).enumerated().map { $0 % 14 > 6 ? 2 * $1 : $1 }
      try writeArray(labels, shape: [12, 14], to: folder.appendingPathComponent("t.npy"))
      try writeArray(
        labels.map { $0 == 2 ? 0 : $0 }, shape: [12, 14], to: folder.appendingPathComponent("p.npy")
      )
      try Data("truth,prediction,case,epoch\nt.npy,p.npy,me,last\n".utf8)
        .write(to: folder.appendingPathComponent("pairs.csv"))
      let outcome = try Program.run(
        [
          "evaluate", "--pairs", "pairs.csv", "--each-label", "1,2", "--losses", "dice",
          "--metrics",
          "dice-score",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let rows = outcome.output.split(separator: "\n").map { $0.split(separator: ",") }
      #expect(rows.count == 3 && rows[1][0...2] == ["me", "last", "1"])
      #expect(rows[1].last == "1.0" && rows[2].last == "0.0")
      // A label that no truth has is a mistake most often.
      let wrong = try Program.run(
        [
          "evaluate", "--pairs", "pairs.csv", "--each-label", "1,7", "--losses", "dice", "--strict",
        ],
        in: folder)
      #expect(
        wrong.status == 65 && wrong.errors.contains("no truth has an element with the label 7"))
      // All of it as JSON, with the values as for a single pair.
      let json = try Program.run(
        [
          "evaluate", "--pairs", "pairs.csv", "--each-label", "1,2", "--losses", "dice",
          "--metrics",
          "dice-score", "--json",
        ], in: folder)
      #expect(json.status == 0)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let predictions = try #require(object["predictions"] as? [[String: Any]])
      #expect(predictions.count == 2 && predictions[0]["class"] as? String == "1")
      let metrics = try #require(predictions[1]["metrics"] as? [[String: Any]])
      #expect(metrics[0]["id"] as? String == "dice-score" && metrics[0]["value"] as? Double == 0)
    }
  }

  @Test(arguments: [
    (["--truth", "gt"], 64, "give --truth and --prediction"),
    (["--pairs", "x.csv", "--truth", "gt"], 64, "leave out"),
    (["--pairs", "none.csv"], 65, "none.csv"),
    (["--truth", "gt", "--prediction", "gt/c1.npy"], 65, "folder"),
    (["--truth", "gt", "--prediction", "epoch1", "--gradient", "g"], 64, "--gradient"),
    (["--truth", "gt", "--prediction", "epoch1", "--shard", "1/2"], 64, "--output"),
    (["--truth", "gt", "--prediction", "epoch1", "--each-label", "one"], 64, "--each-label"),
    (["--truth", "gt", "--prediction", "epoch1", "--activation", "softmax"], 64, "labels"),
    (["--truth", "gt", "--prediction", "epoch1", "--scatter", "dice,iou"], 64, "iou"),
  ]) func mistakesAreSaidInOneLine(arguments: [String], status: Int32, expected: String) throws {
    try withTemporaryFolder { folder in
      try Self.write(to: folder)
      let outcome = try Program.run(["evaluate"] + arguments, in: folder)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.errors.contains(expected), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func nothingThatCanBeEvaluatedIsAnError() throws {
    try withTemporaryFolder { folder in
      for name in ["gt", "epoch1"] {
        let path = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: path.appendingPathComponent("a.npy"))
      }
      let outcome = try Program.run(
        ["evaluate", "--truth", "gt", "--prediction", "epoch1", "--json"], in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains("no prediction could be evaluated"))
    }
  }
}
