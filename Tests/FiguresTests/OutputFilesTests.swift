import Experiments
import Figures
import Foundation
import Plot
import TestSupport
import Testing

/// What is written is whole, and what its reader cannot see in it is said.
@Suite struct OutputFilesTests {
  @Test func aTextWithoutAFontIsAWarningOnce() throws {
    let unassigned = "x\u{0378}"
    let figure = Figure(title: unassigned, panels: [[.blank]], width: 60)
    var files = OutputFiles()
    #expect(try files.add([("one", figure)], formats: [.svg]) == ["one"])
    // One that cannot be drawn costs itself.
    let none = Figure(title: unassigned, panels: [[.blank]], width: -1)
    let drawn = try files.add(
      [("two", figure), ("none", none), ("three", figure)], formats: [.svg, .png])
    #expect(drawn == ["two", "three"])
    #expect(
      files.files.map(\.name) == ["one.svg", "two.svg", "two.png", "three.svg", "three.png"])
    #expect(files.warnings.count { $0.contains("the figure none is left out") } == 1)
    files = OutputFiles()
    try files.add([("one", figure), ("two", figure)], formats: [.svg])
    #expect(files.warnings.count == 1)
    #expect(files.warnings.first?.contains(unassigned) == true)
  }

  @Test func aTextWithItsFontIsNone() throws {
    var files = OutputFiles()
    let figure = Figure(title: "cross-entropy, α ≤ 1", panels: [[.blank]], width: 60)
    try files.add([("figure", figure)], formats: [.svg])
    #expect(files.warnings.isEmpty)
  }

  private func files(_ names: [String: String]) -> OutputFiles {
    var files = OutputFiles()
    for (name, text) in names.sorted(by: { $0.key < $1.key }) { files.add(name, Data(text.utf8)) }
    return files
  }

  private func contents(of folder: URL) throws -> [String: String] {
    try Dictionary(
      uniqueKeysWithValues: folder.fileNames.filter { !$0.hasSuffix(".files.json") }.map {
        ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
      })
  }

  @Test func aRunReplacesTheFilesOfTheLastAsASet() throws {
    try withTemporaryFolder { folder in
      try Data("mine".utf8).write(to: folder.appendingPathComponent("notes.svg"))
      let first = ["a.png": "1", "a.svg": "1", "a.pdf": "1"]
      #expect(try files(first).write(to: folder.path, as: "figure").isEmpty)
      #expect(try files(["b.svg": "3"]).write(to: folder.path, as: "paths").isEmpty)
      try Data("edited".utf8).write(to: folder.appendingPathComponent("a.pdf"))
      // What somebody has changed is left, and named.
      #expect(try files(["a.svg": "2"]).write(to: folder.path, as: "figure") == ["a.pdf"])
      let expected = ["a.svg": "2", "a.pdf": "edited", "b.svg": "3", "notes.svg": "mine"]
      #expect(try contents(of: folder) == expected)
      #expect(try files(["a.svg": "2"]).write(to: folder.path, as: "figure").isEmpty)
    }
  }

  /// A record is a file as any other: what it names outside the folder, or does not know, stays.
  @Test(arguments: ["../outside", "sub/inside", "/etc/hostname", ".hidden", ""])
  func recordsAreNotBelieved(name: String) throws {
    try withTemporaryFolder { parent in
      let folder = parent.appendingPathComponent("folder")
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
      let victims =
        [parent.appendingPathComponent("outside")]
        + ["sub/inside", ".hidden"].map { folder.appendingPathComponent($0) }
      for victim in victims { try Data("1".utf8).write(to: victim) }
      let record = """
        {"kind": "figure", "version": "1.0.0",
         "files": [{"name": "\(name)", "bytes": 1, "check": 2212294583}]}
        """
      try Data(record.utf8).write(to: folder.appendingPathComponent("figure.files.json"))
      #expect(try files(["a.svg": "2"]).write(to: folder.path, as: "figure").isEmpty)
      for victim in victims { #expect(try Data(contentsOf: victim) == Data("1".utf8)) }
    }
  }

  @Test func linksAreReplacedAndNotFollowed() throws {
    try withTemporaryFolder { parent in
      let (folder, target) = (
        parent.appendingPathComponent("folder"), parent.appendingPathComponent("target")
      )
      try Data("mine".utf8).write(to: target)
      _ = try files(["old.svg": "mine"]).write(to: folder.path, as: "figure")
      for name in ["old.svg", "new.svg"] {
        let link = folder.appendingPathComponent(name)
        try? FileManager.default.removeItem(at: link)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
      }
      #expect(try files(["new.svg": "2"]).write(to: folder.path, as: "figure") == ["old.svg"])
      #expect(try Data(contentsOf: target) == Data("mine".utf8))
      #expect(try contents(of: folder)["new.svg"] == "2")
    }
  }

  @Test func whereOneFileCannotBeWrittenNoneIs() throws {
    try withTemporaryFolder { folder in
      _ = try files(["a.svg": "1"]).write(to: folder.path, as: "figure")
      let impossible = String(repeating: "n", count: 300) + ".svg"
      #expect(throws: (any Error).self) {
        try files(["a.svg": "2", impossible: "2"]).write(to: folder.path, as: "figure")
      }
      #expect(folder.fileNames == ["a.svg", "figure.files.json"])
      #expect(try contents(of: folder) == ["a.svg": "1"])
    }
  }
}
