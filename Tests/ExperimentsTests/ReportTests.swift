import Experiments
import Documents
import FieldFiles
import Foundation
import Losses
import TestSupport
import Testing

@Suite struct ReportTests {
  /// A run with everything that a report can have: a file, a random path, several settings, curves
  /// from elsewhere, and a loss that failed.
  private static func result(in folder: URL) throws -> ExperimentResult {
    var configuration = ExternalLossTests.configuration
    let mask = folder.appendingPathComponent("mask.npy").path
    try writeNumPy(ProbabilityMap(NamedObject(.disc(radius: 3), on: [12, 30]).mask), to: mask)
    configuration.objects.append(ObjectSpecification(name: "odd, \"name\" | 1", file: mask))
    configuration.paths = ["slide", "speckle"]
    configuration.losses.append(LossSelection("tversky", parameters: ["alpha": [0.2, 0.8]]))
    configuration.external = [
      ExternalLoss(name: "mine", command: "while read x; do echo 1; done"),
      ExternalLoss(name: "broken", command: "exit 4"),
    ]
    configuration.output.folder = folder.path
    return try Experiment(configuration, registries: .standard).run()
  }

  @Test func jsonIsReadBackAndMakesTheSameExperiment() throws {
    try withTemporaryFolder { folder in
      let result = try Self.result(in: folder)
      let report = Report(result)
      let json = try report.json()
      #expect(try JSONDecoder().decode(Report.self, from: json) == report)

      // The report alone, without the file that the mask came from.
      let file = folder.appendingPathComponent("report.json")
      try json.write(to: file)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("mask.npy"))
      let configuration = try ExperimentConfiguration(reportAt: file.path)
      #expect(configuration == report.configuration)
      #expect(configuration.output.folder == nil)
      let again = Report(try Experiment(configuration, registries: .standard).run())
      #expect(again.scenes == report.scenes)
      #expect(again.claims == report.claims)
      #expect(try again.csv() == report.csv())
      // The loss that failed is not tried again.
      #expect(report.failures.count == 1 && again.failures.isEmpty)
      let text = String(decoding: json, as: UTF8.self)
      #expect(text.hasSuffix("}\n"))
      #expect(!text.contains(folder.path + "\""), "the folder of the outputs is not embedded")
    }
  }

  @Test func everyOutputNamesVersionAndConfiguration() throws {
    try withTemporaryFolder { folder in
      let report = Report(try Self.result(in: folder))
      let provenance = try Provenance.line(report.configuration)
      let embedded = try ExperimentConfiguration(report: Array(provenance.utf8), path: "provenance")
      #expect(embedded == report.configuration)
      #expect(provenance.contains("\"version\":\"\(programVersion)\""))
      #expect(!provenance.contains("\n"))

      let markdown = try report.markdown(figures: ["figure.png"])
      #expect(markdown.contains("reproduce-figure \(programVersion)"))
      #expect(markdown.contains("](figure.png)"))
      let yaml = try #require(markdown.components(separatedBy: "```yaml\n").last)
        .components(separatedBy: "\n```")[0]
      // Masks that came from files are named alone.
      #expect(
        try ExperimentConfiguration(yaml: yaml, path: "report.md")
          == report.configuration.withFilesInsteadOfMasks)
    }
  }

  /// The table is one that `--curves` reads, with every digit of every value.
  @Test func tableHoldsEveryValue() throws {
    try withTemporaryFolder { folder in
      let report = Report(try Self.result(in: folder))
      let text = String(decoding: try report.csv(), as: UTF8.self)
      let paths = report.configuration.paths
      let curves = try CurveTable.curves(in: Array(text.utf8), file: "curves.csv", paths: paths)
      let expected = report.scenes.flatMap { scene in
        scene.curves.map { curve in
          RecordedCurve(
            object: scene.object, path: scene.path, loss: curve.key, runs: [curve.values],
            source: "curves.csv")
        }
      }
      #expect(curves == expected)
      #expect(text.contains("object,loss,step,falsePositives,falseNegatives,value,path"))
    }
  }

  @Test func markdownShowsEveryCurveAndEveryClaim() throws {
    try withTemporaryFolder { folder in
      let report = Report(try Self.result(in: folder))
      let markdown = try report.markdown()
      for scene in report.scenes {
        for curve in scene.curves {
          let row =
            "| \(curve.key) | \(curve.monotonicity.verdict.rawValue) "
            + "| \(curve.monotonicity.rises) | \(curve.monotonicity.stalls) | \(curve.monotonicity.falls) |"
          #expect(markdown.contains(row))
        }
        for setting in scene.settings { #expect(markdown.contains(setting.unit)) }
      }
      for claim in report.claims.flatMap(\.claims) {
        #expect(
          markdown.contains(
            "\(claim.claim.statement) | \(claim.reading ?? "") | **\(claim.verdict.rawValue)** |"))
        for line in claim.evidence { #expect(markdown.contains(line)) }
      }
    }
  }

  @Test func bandIsTheSpreadOverTheSeeds() throws {
    let runs = [[0.0, 1, 4], [0, 3, 4], [0, 2, 1]]
    let curve = Curve(key: "a", label: "A", loss: nil, family: nil, runs: runs, tolerance: 1e-3)
    #expect(curve.values == [0, 2, 3])
    // Standard deviations of the columns with n − 1: 0, 1, √3.
    #expect(curve.band?.lower.first == 0 && isClose(curve.band?.upper[1], 2 + 1.96))
    #expect(isClose(curve.band?.lower[2], 3 - 1.96 * 3.0.squareRoot()))
    // The third seed falls.
    #expect(isClose(curve.shareWithViolation, 1.0 / 3))
    #expect(curve.monotonicity.verdict == .strictlyIncreasing)
  }

  @Test func verdictsAreShort() {
    func verdict(_ values: [Double]) -> String {
      Report.shortVerdict(MonotonicityReport(values))
    }
    #expect(verdict([0, 1, 2]) == "strictly increasing")
    #expect(verdict([0, 1, 1, 1]) == "non-decreasing, plateau from step 1")
    #expect(verdict([0, 0, 1, 1]) == "non-decreasing, first at step 1")
    #expect(verdict([0, 2, 1]) == "not monotone, first at step 2")
    #expect(verdict([1, 1]) == "flat, first at step 1")
  }

  /// Single precision unless asked otherwise: half the bytes, and the same but for rounding.
  @Test func exportsAreOfSinglePrecision() throws {
    try withTemporaryFolder { folder in
      let (single, double) = (folder.path + "/single", folder.path + "/double")
      let configuration = ExternalLossTests.configuration
      let manifest = try SceneExport(configuration, registries: .standard).write(to: single)
      let exact = try SceneExport(
        configuration, registries: .standard, precision: .double
      ).write(to: double)
      #expect(manifest.type == .single && exact.type == .double)
      for (entry, other) in zip(manifest.scenes, exact.scenes) {
        let map = try readProbabilityMap(at: single + "/" + entry.prediction)
        let values = try readProbabilityMap(at: double + "/" + other.prediction).values
        #expect(map.values == values.map { Double(Float($0)) })
        #expect(
          try readMask(at: single + "/" + entry.truth)
            == readMask(at: double + "/" + other.truth))
        let sizes = try [single, double].map {
          try Data(contentsOf: URL(fileURLWithPath: $0 + "/" + entry.prediction)).count
        }
        #expect(sizes[1] - sizes[0] == 4 * values.count)
      }
      // One truth an object.
      let truths = manifest.scenes.map { [$0.object, $0.truth] }
      #expect(Set(truths).count == Set(manifest.scenes.map(\.object)).count)
    }
  }

  /// A mask that came from a file is named in the report, with its grid, and not written out.
  @Test func masksOfFilesAreNamed() throws {
    try withTemporaryFolder { folder in
      let mask = folder.appendingPathComponent("mask.npy").path
      try writeNumPy(ProbabilityMap(NamedObject(.disc(radius: 3), on: [12, 30]).mask), to: mask)
      var configuration = ExperimentConfiguration()
      configuration.steps = 3
      configuration.paths = ["shift"]
      configuration.objects = [ObjectSpecification(name: "liver", file: mask)]
      let report = Report(try Experiment(configuration, registries: .standard).run())
      let markdown = try report.markdown()
      #expect(!markdown.contains("runs:") && !markdown.contains("640"))
      let head = markdown.split(separator: "\n").prefix(10).joined(separator: "\n")
      for text in [head, report.answer().joined(separator: "\n")] {
        #expect(text.contains("liver is \(mask), on its own grid of 12 × 30 elements"))
      }
      #expect(markdown.contains("of 360 elements (8.1 %) on a grid of 12 × 30"))
      // Everything can be computed again all the same.
      #expect(try #require(report.configuration.objects[0].mask).shape == [12, 30])
    }
  }

  /// What `export` writes is what an experiment evaluates.
  @Test func exportedScenesGiveTheSameValues() throws {
    try withTemporaryFolder { folder in
      var configuration = ExternalLossTests.configuration
      configuration.paths = ["slide", "speckle"]
      configuration.grid.spacing = [2, 0.5]
      let scenes = folder.appendingPathComponent("scenes").path
      let manifest = try SceneExport(
        configuration, registries: .standard, precision: .double
      ).write(to: scenes)
      let file = try Data(contentsOf: URL(fileURLWithPath: scenes + "/manifest.json"))
      #expect(try JSONDecoder().decode(SceneExport.Manifest.self, from: file) == manifest)
      #expect(String(decoding: file, as: UTF8.self).contains(#""kind" : "scenes""#))
      // One seed of the path without chance and three of the random one, on two objects.
      #expect(manifest.scenes.count == 2 * 5 + 2 * 3 * 5)

      var rows = "object,path,run,step,loss,value\n"
      for entry in manifest.scenes {
        #expect(entry.spacing == [2, 0.5])
        let truth = try readMask(at: scenes + "/" + entry.truth)
        let prediction = try readProbabilityMap(at: scenes + "/" + entry.prediction)
        let counted = ErrorCount(Mask(prediction), truth: truth)
        #expect(counted.falsePositives == entry.falsePositives)
        #expect(counted.falseNegatives == entry.falseNegatives)
        let sample = try Sample(prediction: prediction, truth: ProbabilityMap(truth))
        let value = try DiceLoss().value(sample)
        rows += "\(entry.object),\(entry.path),\(entry.run),\(entry.step),mine,\(value)\n"
      }
      let table = folder.appendingPathComponent("values.csv")
      try Data(rows.utf8).write(to: table)
      configuration = try ExperimentConfiguration(reportAt: scenes + "/manifest.json")
      configuration.curves = [table.path]
      for scene in try Experiment(configuration, registries: .standard).run().scenes {
        let dice = try #require(scene.curves.first { $0.key == "dice" })
        let mine = try #require(scene.curves.first { $0.key == "mine" })
        #expect(dice.values == mine.values && dice.band == mine.band)
      }
    }
  }
}
