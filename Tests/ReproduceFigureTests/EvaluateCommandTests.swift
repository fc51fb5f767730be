import Experiments
import FieldFiles
import Foundation
import Losses
import Studies
import Testing
import TestSupport

/// The evaluate command on files of its own making.
@Suite struct EvaluateCommandTests {
  private struct Output: Decodable {
    struct Value: Decodable {
      let id: String
      let value: Double
    }
    let losses: [Value]
  }

  /// A truth and a prediction of 4 × 5 elements.
  private static func makeSample() throws -> Sample {
    var random = SeededGenerator(seed: 7)
    let grid = try Grid(shape: [4, 5])
    return try Sample(
      prediction: ProbabilityMap((0..<20).map { _ in random.uniform() }, on: grid),
      truth: ProbabilityMap((0..<20).map { _ in random.uniform() < 0.4 ? 1 : 0 }, on: grid))
  }

  private static func write(_ sample: Sample, to folder: URL) throws -> [String] {
    let truth = folder.appendingPathComponent("truth.npy")
    let prediction = folder.appendingPathComponent("prediction.npy")
    try writeArray(sample.truth.values, shape: sample.grid.shape, to: truth)
    try writeArray(sample.prediction.values, shape: sample.grid.shape, to: prediction)
    return ["evaluate", "--truth", truth.path, "--prediction", prediction.path]
  }

  @Test func printsEveryDigitOfEveryLoss() throws {
    let sample = try Self.makeSample()
    try withTemporaryFolder { folder in
      let outcome = try Program.run(Self.write(sample, to: folder) + ["--json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      #expect(
        output.losses.map(\.id) == Catalogue.standard.specifications.filter(\.isInAll).map(\.id))
      for value in output.losses {
        #expect(try Catalogue.standard.loss(id: value.id).value(sample) == value.value)
      }
    }
  }

  @Test func readsImageAndSecondPrediction() throws {
    let plain = try Self.makeSample()
    var random = SeededGenerator(seed: 8)
    let image = try ScalarField((0..<20).map { _ in random.normal() }, on: plain.grid)
    let second = try ProbabilityMap((0..<20).map { _ in random.uniform() }, on: plain.grid)
    let whole = try Sample(
      prediction: plain.prediction, truth: plain.truth, image: image, secondPrediction: second)
    let losses = ["level-set", "transformation-consistency"]
    try withTemporaryFolder { folder in
      let imageFile = folder.appendingPathComponent("image.npy")
      let secondFile = folder.appendingPathComponent("second.npy")
      try writeArray(image.values, shape: [4, 5], to: imageFile)
      try writeArray(second.values, shape: [4, 5], to: secondFile)
      let outcome = try Program.run(
        Self.write(plain, to: folder) + [
          "--losses", losses.joined(separator: ","), "--json", "--image", imageFile.path,
          "--second-prediction", secondFile.path,
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      #expect(output.losses.map(\.id) == losses)
      for value in output.losses {
        let loss = try Catalogue.standard.loss(id: value.id)
        #expect(try loss.value(whole) == value.value)
        #expect(try loss.value(plain) != value.value)
      }
    }
  }

  @Test func writesGradients() throws {
    let sample = try Self.makeSample()
    try withTemporaryFolder { folder in
      let gradients = folder.appendingPathComponent("gradients")
      let outcome = try Program.run(
        Self.write(sample, to: folder)
          + [
            "--losses", "focal,dice", "--parameter", "focal.gamma=3", "--gradient", gradients.path,
          ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(gradients.fileNames == ["dice.npy", "focal.npy"])
      let written = try readImage(at: gradients.appendingPathComponent("focal.npy").path)
      let expected = try Catalogue.standard.loss(id: "focal", parameters: ["gamma": 3])
        .gradient(sample)
      #expect(written == expected)
    }
  }

  @Test func readsPictures() throws {
    let figure = checkout.appendingPathComponent("Tests/ReproduceFigureTests/Fixtures")
    let outcome = try Program.run([
      "evaluate", "--truth", figure.appendingPathComponent("truth.png").path, "--prediction",
      figure.appendingPathComponent("prediction.png").path, "--losses", "dice", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    // truth.png has 4 white pixels; prediction.png is 204/255 on two of them and on one other.
    let expected = 1 - (2 * 1.6 + 1) / (2.4 + 4 + 1)
    #expect(abs((output.losses.first?.value ?? .nan) - expected) <= 1e-15)
  }

  @Test(arguments: [0.0, 1.0])
  func emptyAndFullMasksHaveFiniteValues(value: Double) throws {
    try withTemporaryFolder { folder in
      let grid = try Grid(shape: [6, 7])
      let constant = try ProbabilityMap([Double](repeating: value, count: 42), on: grid)
      for prediction in [
        constant, try ProbabilityMap([Double](repeating: 0.3, count: 42), on: grid),
      ] {
        let sample = try Sample(prediction: prediction, truth: constant)
        let outcome = try Program.run(Self.write(sample, to: folder) + ["--json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
        #expect(output.losses.count == Catalogue.standard.specifications.count(where: \.isInAll))
        #expect(output.losses.allSatisfy { $0.value.isFinite })
      }
    }
  }
}
