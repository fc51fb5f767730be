import Documents
import Experiments
import Foundation
import Studies
import TestSupport
import Testing
import Texts

/// Truths and predictions are matched by their names, and what is left over is named.
@Suite struct FoundPairsTests {
  /// Makes empty files, `folder/name` each.
  private static func make(_ files: [String], in folder: URL) throws {
    for file in files {
      let path = folder.appendingPathComponent(file)
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: path)
    }
  }

  @Test func filesOfEqualNamesAreAPair() throws {
    try withTemporaryFolder { folder in
      try Self.make(
        [
          "gt/b.nii.gz", "gt/a.nii.gz", "gt/dataset.json", "gt/.hidden.nii.gz", "gt/alone.npy",
          "epoch10/a.nii.gz", "epoch10/a.npz", "epoch10/a.pkl", "epoch10/b.nii.gz",
          "epoch9/a.nrrd", "epoch9/b.npy", "epoch9/b.png", "epoch9/more.nii",
        ], in: folder)
      let found = try FoundPairs(
        truth: folder.path + "/gt",
        predictions: ["\(folder.path)/epoch10/", "\(folder.path)/epoch9"])
      // Epochs count as numbers; a whole name goes before one but for the extension.
      #expect(found.pairs.map(\.caseName) == ["a", "a", "b"])
      #expect(found.pairs.map(\.epoch) == ["epoch9", "epoch10", "epoch10"])
      #expect(
        found.pairs.map { URL(fileURLWithPath: $0.prediction).lastPathComponent }
          == ["a.nrrd", "a.nii.gz", "b.nii.gz"])
      let said = found.unmatched.joined(separator: "\n")
      #expect(found.unmatched.count == 3)
      #expect(said.contains("gt/alone.npy: there is no prediction of that name in"))
      #expect(said.contains("epoch9/more.nii: there is no truth of that name in"))
      // Two files could be meant, and none of them is named as the truth is.
      #expect(said.contains("gt/b.nii.gz: ") && said.contains("could be its prediction"))
    }
  }

  @Test func severalPredictionsOfOneTruthAreEpochs() throws {
    let found = try FoundPairs(truth: "/none/t.npy", predictions: ["/x/p10.npy", "/x/p2.npy"])
    #expect(found.pairs.map(\.epoch) == ["p2", "p10"] && Set(found.pairs.map(\.caseName)) == ["t"])
    // Files of one name are told apart by where they are.
    let alike = try FoundPairs(truth: "/none/t.npy", predictions: ["/2/t.npy", "/10/t.npy"])
    #expect(alike.pairs.map(\.epoch) == ["/2/t.npy", "/10/t.npy"])
  }

  @Test func whatCannotBeMatchedIsRefused() throws {
    try withTemporaryFolder { folder in
      try Self.make(["gt/a.npy", "other/b.npy", "file.npy"], in: folder)
      let path = folder.path
      for (truth, prediction) in [("gt", "other"), ("gt", "file.npy"), ("file.npy", "other")] {
        #expect(throws: FileError.self) {
          try FoundPairs(truth: "\(path)/\(truth)", predictions: ["\(path)/\(prediction)"])
        }
      }
    }
  }

  private static func table(_ text: String) throws -> FoundPairs {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("pairs.csv")
      try Data(text.utf8).write(to: file)
      return try FoundPairs(tableAt: file.path)
    }
  }

  @Test func tablesNamePairs() throws {
    let found = try Self.table(
      """
      epoch,prediction,truth,fold
      2,"p/a,2.npy",gt/a.npy,0
      1,p/a.npy,gt/a.npy,0

      1,p/b.npy,gt/b.nii.gz,1
      """)
    #expect(
      found.pairs == [
        PredictionPair(caseName: "a", epoch: "1", truth: "gt/a.npy", prediction: "p/a.npy"),
        PredictionPair(caseName: "a", epoch: "2", truth: "gt/a.npy", prediction: "p/a,2.npy"),
        PredictionPair(caseName: "b", epoch: "1", truth: "gt/b.nii.gz", prediction: "p/b.npy"),
      ])
  }

  @Test(arguments: [
    ("truth\nt.npy", "there is no column 'prediction'"),
    ("truth,prediction\nt.npy,", "line 2"),
    ("truth,prediction\nt.npy,p.npy\nt.npy,q.npy", "line 3"),
    ("truth,prediction,case,epoch\nt.npy,p.npy,x,1\nu.npy,q.npy,x,2", "has two truths"),
    ("truth,prediction\n", "no rows"),
  ]) func badTablesAreRefusedWithTheLine(text: String, expected: String) {
    let error = #expect(throws: RecordedCurveError.self) { try Self.table(text) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test func numbersInNamesCountAsNumbers() {
    let names = ["epoch10", "epoch9", "epoch009b", "epoch", "a", "epoch1.5", "epoch1.25", "b2"]
    #expect(
      names.sorted(by: naturallyPrecedes)
        == ["a", "b2", "epoch", "epoch1.5", "epoch1.25", "epoch9", "epoch009b", "epoch10"])
  }
}
