import Documents
import Experiments
import Foundation
import Processes
import TestSupport
import Testing

/// What this program wrote is no more believed than what others did.
@Suite struct OwnFileTests {
  private func read(_ text: String) throws -> ExperimentConfiguration {
    try ExperimentConfiguration(report: Array(text.utf8), path: "report.json")
  }

  @Test(arguments: [
    #"{"configuration": {}}"#, #"{"version": "1.0.0", "configuration": {}}"#,
    #"{"kind": "experiment", "version": "0.9.12", "configuration": {}}"#,
    #"{"kind": "scenes", "version": "1.0.0", "configuration": {}}"#,
  ])
  func reportsOfThisAndEarlierVersionsAreRead(text: String) throws {
    #expect(try read(text) == ExperimentConfiguration())
  }

  @Test(arguments: [
    (#"{"kind": "landscape", "configuration": {}}"#, "kind is 'landscape'"),
    (#"{"version": "1.0.1", "configuration": {}}"#, "version is '1.0.1'"),
    (#"{"version": "99.0.0", "configuration": {"later": 1}}"#, "version is '99.0.0'"),
    (#"{"version": "1.0", "configuration": {}}"#, "version is '1.0'"),
    (#"{"version": "1.0.-1", "configuration": {}}"#, "version is '1.0.-1'"),
    (#"{"version": 1, "configuration": {}}"#, "version"),
    (#"{"configuration": {"stepz": 3}}"#, "configuration"),
    (#"{"configuration": {"grid": {"shape": ["a"]}}}"#, "configuration.grid.shape[0]"),
    ("{\n\"configuration\": {},\n]", "no JSON"),
    (#"{"configuration": {"grid": {"shape": [1.5]}}}"#, "1.5"),
    (#"{"scenes": []}"#, "configuration"),
    ("{\n\"configuration\": {\n\"stepz\": 3}}", "line 3: unknown key 'stepz'"),
    ("{\n\"configuration\": {\"grid\": {\"shape\": [\n4,\n\"a\"]}}}", "line 4: expected"),
  ])
  func otherReportsAreRefusedByFileAndKey(text: String, words: String) {
    #expect {
      try read(text)
    } throws: { error in
      let message = "\(error)"
      return error is DocumentError && message.hasPrefix("report.json: ") && message.contains(words)
    }
  }

  @Test func reportsSayWhatTheyAre() throws {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [24, 24]
    configuration.objects = [ObjectSpecification(name: "a", shape: .disc(radius: 3))]
    configuration.paths = ["shift"]
    configuration.steps = 2
    configuration.losses = [LossSelection("dice")]
    let report = Report(try Experiment(configuration, registries: .standard).run())
    let text = String(decoding: try report.json(), as: UTF8.self)
    #expect(text.contains("\"kind\" : \"experiment\"") && text.contains("\"version\" : "))
  }

  /// A program that was killed leaves its folder unlocked; one that runs keeps its own.
  @Test func foldersOfKilledProgramsAreRemoved() throws {
    let prefix = "reproduce-figure-test\(UInt32.random(in: 0...UInt32.max))"
    let running = try ScratchFolder(prefix: prefix)
    defer { running.remove() }
    let parent = URL(fileURLWithPath: running.path).deletingLastPathComponent()
    let (left, foreign) = (
      parent.appendingPathComponent("\(prefix)-a1B2c3"),
      parent.appendingPathComponent("\(prefix)-notes7")
    )
    for (folder, mode) in [(left, 0o700), (foreign, 0o755)] {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: mode])
      try Data().write(to: folder.appendingPathComponent("prediction.npy"))
    }
    defer { try? FileManager.default.removeItem(at: foreign) }
    let next = try ScratchFolder(prefix: prefix)
    defer { next.remove() }
    #expect(!FileManager.default.fileExists(atPath: left.path))
    #expect(!foreign.fileNames.isEmpty)
    #expect(FileManager.default.fileExists(atPath: running.path))
    let attributes = try FileManager.default.attributesOfItem(atPath: next.path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }
}
