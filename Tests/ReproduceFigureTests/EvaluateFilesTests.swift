import Foundation
import TestSupport
import Testing

/// What evaluate and figure take for the object in files of several values, orders and places.
@Suite struct EvaluateFilesTests {
  private static func path(_ name: String) -> String {
    checkout.appendingPathComponent("Tests/FieldFilesTests/Fixtures/Files/\(name)").path
  }

  private static func evaluate(
    _ truth: String, _ prediction: String, _ more: String...
  ) throws -> Program.Outcome {
    try Program.run(
      ["evaluate", "--truth", path(truth), "--prediction", path(prediction), "--losses", "dice"]
        + more)
  }

  @Test(arguments: [
    ("map-LPS.nii.gz", [String]()), ("map-SPR.nrrd", []), ("map-ASL.mha", []),
    ("map-xyz.npy", ["--axes", "XYZ"]), ("map-zyx.npy", ["--axes", "ZYX"]),
    ("map-moved.nii", ["--ignore-position"]), ("map-classes.nii", ["--channel", "1"]),
  ])
  func orderOfStorageDoesNotMatter(prediction: String, options: [String]) throws {
    let plain = try Self.evaluate("solid.nii", "map-RAS.nii.gz")
    #expect(plain.status == 0, "\(plain.errors)")
    let other = try Program.run(
      [
        "evaluate", "--truth", Self.path("solid.nii"), "--prediction", Self.path(prediction),
        "--losses", "dice",
      ] + options)
    #expect(other.output == plain.output, "\(other.errors)")
  }

  @Test func labelsAreChosenInTruthAndPrediction() throws {
    let refused = try Self.evaluate("labels.nii", "labels.nii")
    #expect(refused.status == 65)
    #expect(refused.errors.contains("0, 1, 2, 3, 7"))
    let half = try Self.evaluate("labels.nii", "labels.nii", "--label", "7")
    #expect(half.status == 65)
    #expect(half.errors.contains("--prediction-label"))
    let same = try Self.evaluate(
      "labels.nii", "labels.nii", "--labels", "1,7", "--prediction-labels", "7,1")
    #expect(same.output.hasPrefix("dice  0.0"), "\(same.errors)")
    for wrong in [["--label", "inf"], ["--labels", "1,x"], ["--label", "1", "--labels", "2"]] {
      let outcome = try Program.run(
        ["evaluate", "--truth", "a", "--prediction", "b"] + wrong)
      #expect(outcome.status == 64, "\(wrong)")
    }
  }

  @Test func logitsBecomeProbabilities() throws {
    let refused = try Self.evaluate("ones-batch.npy", "logits.npy")
    #expect(refused.status == 65)
    #expect(refused.errors.contains("--activation sigmoid"))
    let read = try Self.evaluate(
      "logits.npy", "logits.npy", "--threshold", "0", "--activation", "sigmoid")
    #expect(read.status == 0, "\(read.errors)")
  }

  @Test func limitOfTheSizeOfFilesIsNamed() throws {
    try withTemporaryFolder { folder in
      // One block of 1024 bytes, and the gradient of 240 elements takes more.
      let command = "ulimit -f 1; exec \"$0\" \"$@\""
      let outcome = try Program.run(
        URL(fileURLWithPath: "/bin/bash"),
        [
          "-c", command, Program.executable.path, "evaluate", "--truth", Self.path("solid.nii"),
          "--prediction", Self.path("map-RAS.nii.gz"), "--losses", "dice", "--gradient",
          folder.path,
        ])
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("limit of the size of files"), "\(outcome.errors)")
      #expect(folder.fileNames.isEmpty)
    }
  }

  @Test func truthsOfAFigureHaveNamesAndLabels() throws {
    let file = Self.path("labels.nii")
    let outcome = try Program.run([
      "config", "--truth", "liver=\(file):2", "--truth", "\(file):7",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in ["name: liver", "label: 2", "name: labels", "label: 7"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    let refused = try Program.run(["--truth", file, "--output", "/nowhere"])
    #expect(refused.status == 65)
    #expect(refused.errors.contains("0, 1, 2, 3, 7"))
  }
}
