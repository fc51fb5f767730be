import Foundation
import TestSupport
import Testing

/// Losses of other processes and impossible objects, from the command line.
@Suite struct ExternalCommandTests {
  private static let small = [
    "--objects", "large=disc:6,small=disc:1", "--grid", "16x40", "--steps", "4", "--losses",
    "focal,dice", "--format", "svg",
  ]

  private static func run(_ arguments: [String], in folder: URL) throws -> Program.Outcome {
    try Program.run(small + ["--output", folder.path] + arguments)
  }

  /// However soon or late Ctrl-C comes, no folder and no process is left behind.
  @Test func interruptionLeavesNothingBehind() throws {
    try withTemporaryFolder { folder in
      for attempt in 0..<12 {
        // The process under test looks for a place for its files where the system tells it to.
        let scratch = folder.appendingPathComponent("scratch-\(attempt)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let pause = Double(attempt) * 0.04
        let outcome = try Program.bash(
          """
          set +e -m
          "$PROGRAM" \(Self.small.map { "'\($0)'" }.joined(separator: " ")) \\
            --external "slow=while read x; do sleep 0.03; echo 1; done; sleep 31$RANDOM" \\
            --steps 4 --output "$TMPDIR/../out" > /dev/null 2>&1 &
          sleep \(pause); kill -INT $!; wait $!; echo "status $?"; ls -A "$TMPDIR"
          """,
          environment: ["TMPDIR": scratch.path, "PROGRAM": Program.executable.path])
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 1, "after \(pause) s: \(outcome.output)")
      }
    }
  }

  @Test func impossibleObjectIsAWarningAndWithStrictAnError() throws {
    try withTemporaryFolder { folder in
      let arguments = ["--path", "shrink", "--steps", "9"]
      let lenient = try Self.run(arguments, in: folder)
      #expect(lenient.status == 0, "\(lenient.errors)")
      #expect(lenient.errorLines.count == 1)
      #expect(lenient.errors.contains("warning: small along shrink is left out"))
      #expect(lenient.output.contains("small along shrink is left out"))
      #expect(try Self.run(arguments + ["--strict"], in: folder).status == 65)
    }
  }

  @Test func brokenExternalLossCostsItself() throws {
    try withTemporaryFolder { folder in
      let outcome = try Self.run(["--external", "mine=echo why >&2; exit 3"], in: folder)
      #expect(outcome.status == 65)
      for part in ["'mine'", "status 3", "why"] { #expect(outcome.errors.contains(part)) }
      #expect(outcome.output.contains("dice"))
      let figure = folder.appendingPathComponent("figure.svg").path
      #expect(FileManager.default.fileExists(atPath: figure))
    }
  }

  /// Studies that need only values take a loss of another process like any other.
  @Test(arguments: [
    ("landscape --sizes 2 --largest 4 --grid 24x24", "landscape.csv", ",mine,"),
    ("robustness --objects large=disc:6,small=disc:2", "robustness.cells.jsonl", #""mine""#),
    ("agreement --objects small=disc:2 --grid 24x24", "agreement.csv", "\nmine,"),
  ])
  func externalLossTakesPartInStudies(study: String, file: String, mark: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        study.split(separator: " ").map(String.init) + [
          "--path", "grow", "--steps", "3", "--losses", "dice", "--format", "svg",
          "--external", "mine=while read x; do echo 2.5; done", "--output", folder.path,
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let content = try String(
        contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      #expect(content.contains(mark), "\(content.prefix(400))")
    }
  }

  /// A loss with gradients takes part where these are needed; one without is refused before the first cell.
  @Test(arguments: [
    ("gradients --objects small=disc:3 --path grow", "gradients.csv"),
    (
      "descend --problems logits --optimisers adam --learning-rates 0.1 --seeds 1 --iterations 2",
      "descend.csv"
    ),
  ])
  func externalLossWithGradientsTakesPart(study: String, file: String) throws {
    let script = checkout.appendingPathComponent("Examples/external/dice_with_gradient.py").path
    try withTemporaryFolder { folder in
      let arguments =
        study.split(separator: " ").map(String.init)
        + (study.hasPrefix("gradients") ? ["--grid", "12x24", "--steps", "3"] : [])
        + ["--losses", "dice", "--format", "svg", "--output", folder.path, "--external"]
      let refused = try Program.run(arguments + ["mine=while read x; do echo 2.5; done"])
      #expect(refused.status == 65 && refused.errors.contains("gives values and no gradient"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      let outcome = try Program.run(arguments + ["mine=python3 '\(script)'"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let content = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      let rows = content.split(separator: "\n").map { $0.split(separator: ",") }
      let (ours, theirs) = (
        rows.filter { $0.contains("dice") }, rows.filter { $0.contains("mine") }
      )
      #expect(!ours.isEmpty && ours.count == theirs.count)
    }
  }

  /// `serve` is the other side of the protocol: a loss of ours is the same by way of it, in every form.
  @Test(arguments: [
    ["--losses", "dice"], ["--losses", "cross-entropy", "--activation", "softmax"],
    ["--losses", "focal", "--activation", "softmax"],
  ])
  func servedLossIsTheLossItself(options: [String]) throws {
    try withTemporaryFolder { folder in
      let classes = checkout.appendingPathComponent("Examples/classes").path
      let (program, id) = (Program.executable.path, options[1])
      let outcome = try Program.run([
        "evaluate", "--truth", classes + "/labels.npy", "--prediction", classes + "/logits.npy",
        "--axes", "BCYX", "--activation", "softmax", "--ignore-label", "255", "--losses", id,
        "--external", "mine='\(program)' serve " + options.joined(separator: " "), "--gradient",
        folder.path, "--json",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let values = try JSONDecoder().decode(Values.self, from: Data(outcome.output.utf8)).losses
      #expect(values.count == 2)
      #expect(abs(values[0].value - values[1].value) <= 1e-12 * abs(values[0].value))
      let gradients = try [id, "mine"].map {
        try Self.numbers(of: folder.appendingPathComponent($0 + ".npy"))
      }
      #expect(gradients[0].count == gradients[1].count && gradients[0].contains { $0 != 0 })
      for (a, b) in zip(gradients[0], gradients[1]) { #expect(abs(a - b) <= 1e-12) }
    }
  }

  private struct Values: Decodable {
    struct Value: Decodable { let value: Double }
    let losses: [Value]
  }

  /// The numbers of an array of float64 in NumPy's format.
  private static func numbers(of file: URL) throws -> [Double] {
    let bytes = [UInt8](try Data(contentsOf: file))
    return bytes.dropFirst(10 + Int(bytes[8]) + 256 * Int(bytes[9])).withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map { index in
        bytes.loadUnaligned(fromByteOffset: 8 * index, as: Double.self)
      }
    }
  }

  @Test func externalLossIsEvaluatedOnAPair() throws {
    try withTemporaryFolder { folder in
      let scenes = folder.appendingPathComponent("scenes").path
      let export = try Program.run([
        "export", "--objects", "a=disc:3", "--grid", "12x24", "--steps", "2", "--output", scenes,
      ])
      #expect(export.status == 0, "\(export.errors)")
      let pair = ["--truth", scenes + "/0-truth.npy", "--prediction", scenes + "/0-run0-step1.npy"]
      let evaluate = ["evaluate", "--losses", "dice"] + pair
      let good = try Program.run(evaluate + ["--external", "mine=while read x; do echo 2.5; done"])
      #expect(good.status == 0 && good.output.contains("mine  2.5"), "\(good.errors)")
      let bad = try Program.run(evaluate + ["--external", "mine=exit 1"])
      #expect(bad.status == 65 && bad.output.hasPrefix("dice"), "\(bad.output)")
    }
  }

  @Test func severalTruthsAreSeveralObjects() throws {
    try withTemporaryFolder { folder in
      let scenes = folder.appendingPathComponent("scenes").path
      _ = try Program.run([
        "export", "--objects", "a=disc:3", "--grid", "12x24", "--steps", "2", "--output", scenes,
      ])
      let file = scenes + "/0-truth.npy"
      let outcome = try Program.run([
        "config", "--truth", file, "--truth", "liver=\(file):1",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      for part in ["name: 0-truth", "name: liver", "1"] {
        #expect(outcome.output.contains(part), "\(outcome.output)")
      }
    }
  }
}
