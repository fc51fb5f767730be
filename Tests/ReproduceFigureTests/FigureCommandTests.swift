import Experiments
import Foundation
import Losses
import Testing
import TestSupport

/// The figure command, end to end, on grids small enough for a test.
@Suite struct FigureCommandTests {
  /// A small experiment with the article's seven losses.
  static let small = ["--grid", "40x64", "--objects", "large=disc:9,small=disc:3", "--steps", "6"]

  @Test func writesEveryOutput() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        Self.small + ["--output", folder.path, "--format", "png,svg,pdf"])
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      #expect(
        folder.fileNames == [
          "curves.csv", "figure-raw.pdf", "figure-raw.png", "figure-raw.svg", "figure.files.json",
          "figure.pdf", "figure.png", "figure.svg", "report.json", "report.md",
        ])
      for id in Catalogue.figureLossIDs { #expect(outcome.output.contains(id)) }
      for number in 1...3 { #expect(outcome.output.contains("  \(number). ")) }
    }
  }

  @Test func sameInputGivesSameBytes() throws {
    try withTemporaryFolder { folder in
      let folders = ["first", "second"].map { folder.appendingPathComponent($0) }
      for folder in folders {
        let outcome = try Program.run(
          Self.small + ["--path", "slide,speckle", "--output", folder.path])
        #expect(outcome.status == 0)
      }
      #expect(!folders[0].fileNames.isEmpty)
      for name in folders[0].fileNames {
        let contents = try folders.map { try Data(contentsOf: $0.appendingPathComponent(name)) }
        #expect(contents[0] == contents[1], "\(name)")
      }
    }
  }

  @Test func reportAloneMakesTheFigureAgain() throws {
    try withTemporaryFolder { folder in
      let first = folder.appendingPathComponent("first")
      let second = folder.appendingPathComponent("second")
      var outcome = try Program.run(
        Self.small + ["--parameter", "tversky.alpha=0.2,0.8", "--output", first.path])
      #expect(outcome.status == 0)
      let report = first.appendingPathComponent("report.json").path
      outcome = try Program.run(["--from", report, "--output", second.path])
      #expect(outcome.status == 0)
      for name in first.fileNames {
        #expect(
          try Data(contentsOf: first.appendingPathComponent(name))
            == Data(contentsOf: second.appendingPathComponent(name)), "\(name)")
      }
    }
  }

  @Test func tableHoldsEveryCurve() throws {
    try withTemporaryFolder { folder in
      _ = try Program.run(Self.small + ["--losses", "dice,combo", "--output", folder.path])
      let table = try String(
        contentsOf: folder.appendingPathComponent("curves.csv"), encoding: .utf8)
      let rows = table.split(separator: "\n")
      #expect(rows[0].hasPrefix("object,loss,step,falsePositives,falseNegatives,value"))
      #expect(rows.count == 1 + 2 * 2 * 7)
      #expect(rows.contains { $0.hasPrefix("small,combo,6,") })
    }
  }

  @Test func requiredLossThatStallsFailsTheRunButNotTheOutputs() throws {
    try withTemporaryFolder { folder in
      let arguments =
        Self.small + ["--path", "shift", "--confidence", "0.99", "--output", folder.path]
      // Once the small disc has left its place, a shift changes no loss that knows no distances.
      var outcome = try Program.run(arguments + ["--require-monotone", "dice"])
      #expect(outcome.status == 1)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("dice"))
      #expect(folder.fileNames.contains("report.json"))
      outcome = try Program.run(
        arguments + ["--path", "grow", "--require-monotone", "cross-entropy"])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test func pathsDrawsAStripOfEach() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(["paths"] + Self.small + ["--output", folder.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      // So many paths take several pages.
      #expect(folder.fileNames.starts(with: ["paths-2.png", "paths-2.svg"]))
      #expect(folder.fileNames.suffix(3) == ["paths.files.json", "paths.png", "paths.svg"])
      #expect(folder.fileNames.allSatisfy { $0.hasPrefix("paths") })
      // A disc has a single component, and no slices.
      let unsuited = ["drop-components", "merge", "missed-slice"]
      for path in PathRegistry.standard.paths {
        #expect(
          outcome.output.contains("\(path.id) (small)") != unsuited.contains(path.id), "\(path.id)")
      }
    }
  }

  @Test func lossesListsTheCatalogueAndShowsOneInFull() throws {
    let list = try Program.run(["losses"])
    #expect(list.status == 0)
    for specification in Catalogue.standard.specifications {
      #expect(list.output.contains("  \(specification.id) "))
      let one = try Program.run(["losses", specification.id])
      #expect(one.status == 0)
      let reference = try #require(specification.reference)
      for part in [specification.formula, specification.source, reference.description]
        + specification.parameters.map(\.name) + specification.aliases.map(\.description)
      {
        #expect(one.output.contains(part), "\(specification.id): \(part)")
      }
    }
  }
}
