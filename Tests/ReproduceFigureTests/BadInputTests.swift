import Foundation
import Testing
import TestSupport

/// Bad input of every kind gets one clear line on standard error and its exit code, and leaves no
/// output behind.
@Suite struct BadInputTests {
  /// A command line, the exit code that it must have and words that its message must hold.
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let status: Int32
    let words: [String]

    init(_ arguments: String, _ status: Int32, _ words: String...) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.status = status
      self.words = words
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let evaluate: [Case] = [
    Case("evaluate --truth missing.npy --prediction map.npy", 65, "missing.npy", "no such file"),
    Case("evaluate --truth . --prediction map.npy", 65, "folder"),
    Case("evaluate --truth map.npy --prediction wide.npy", 65, "[2, 3]", "[2, 4]"),
    Case("evaluate --truth map.npy --prediction nan.npy", 65, "nan", "[0, 1]", "finite"),
    Case("evaluate --truth map.npy --prediction infinite.npy", 65, "inf", "finite"),
    Case("evaluate --truth map.npy --prediction outside.npy", 65, "1.5", "[0, 1]", "sigmoid"),
    Case("evaluate --truth map.npy --prediction four.npy", 65, "4 axes"),
    Case("evaluate --truth map.npy --prediction cut.npy", 65, "cut.npy", "ends"),
    Case("evaluate --truth map.npy --prediction text.txt", 65, "text.txt", "none of"),
    Case("evaluate --truth map.npy --prediction map.npy --losses dise", 64, "dise", "dice"),
    Case(
      "evaluate --truth map.npy --prediction map.npy --losses dice --parameter dice.smooth=1", 64,
      "smooth", "smoothing"),
    Case(
      "evaluate --truth map.npy --prediction map.npy --losses dice --parameter dice.smoothing=-1",
      64, "-1", "smoothing"),
    Case(
      "evaluate --truth map.npy --prediction map.npy --losses dice --parameter dice.smoothing",
      64, "dice.smoothing", "expected"),
    Case(
      "evaluate --truth map.npy --prediction map.npy --gradient /dev/null/g --losses dice", 73,
      "/dev/null/g"),
  ]

  static let figure: [Case] = [
    Case("--truth empty.npy", 65, "truth", "no foreground"),
    Case("--truth full.npy", 65, "truth", "fit"),
    Case("--truth missing.png", 65, "missing.png"),
    Case("--truth nan.npy", 65, "nan.npy", "not a number"),
    Case("--label 3", 64, "--truth"),
    Case("--losses unknown-loss", 64, "unknown-loss"),
    Case("--path shfit", 64, "shfit", "shift"),
    Case("--objects middle", 64, "middle", "large"),
    Case("--objects ball=disc:500", 65, "disc", "larger grid"),
    Case("--objects ball=disc:-1", 64, "-1"),
    Case("--objects ball=cube:3", 64, "ball=cube:3", "disc:RADIUS", "tube:RADIUS:LENGTH"),
    Case("--objects ball=disc:3:4", 64, "ball=disc:3:4", "disc:RADIUS"),
    Case("--objects ball=disc:three", 64, "ball=disc:three", "disc:RADIUS"),
    Case("--steps 0", 64, "steps", "0"),
    Case("--objects small --path shrink --steps 200", 65, "is possible"),
    Case("--confidence 1.5", 64, "confidence", "1.5"),
    Case("--tolerance=-1", 64, "tolerance"),
    Case("--grid 256by256", 64, "256by256"),
    Case("--grid 256x", 64, "256x"),
    Case("--grid 0x5", 65, "at least 1"),
    Case("--grid 20000x20000 --memory 8", 64, "400000000 elements", "GiB", "--grid", "--memory"),
    Case("paths --grid 20000x20000 --memory 8", 64, "--grid", "--memory"),
    Case("export --grid 20000x20000 --memory 8", 64, "--grid", "--memory"),
    Case("landscape --grid 20000x20000 --memory 8", 64, "--grid", "--memory"),
    Case("robustness --grids 96x96,20000x20000 --memory 8", 64, "--grid", "--memory"),
    Case("--truth map.npy --memory 0.001", 64, "GiB", "--memory 1"),
    Case("--path speckle --repeats 10000", 64, "predictions", " h on ", "--repeats", "--hours"),
    Case("--width 10", 64, "width", "10"),
    Case("--format gif", 64, "gif"),
    Case("--parameter focal.gamma=x", 64, "focal.gamma=x"),
    Case("--parameter jaccard.smoothing=1", 64, "jaccard"),
    Case("--require-monotone unheard-of", 64, "unheard-of"),
    Case("--external a", 64, "name=command"),
    Case("--external dice=cat", 64, "dice"),
    Case("--external-timeout 5", 64, "--external"),
    Case("--truth map.npy --label 9", 65, "no labels", "--threshold"),
    Case("--config missing.yaml", 65, "missing.yaml"),
    Case("--config typo.yaml", 64, "stepz", "steps"),
    Case("--from text.txt", 64, "text.txt"),
    Case("--curves text.txt", 65, "text.txt", "no rows"),
  ]

  static func makeFiles(in folder: URL) throws {
    func write(_ name: String, _ values: [Double], _ shape: [Int]) throws {
      try writeArray(values, shape: shape, to: folder.appendingPathComponent(name))
    }
    try write("map.npy", [0, 1, 0.5, 0.25, 1, 0], [2, 3])
    try write("wide.npy", [0, 1, 0.5, 0.25, 1, 0, 0, 0], [2, 4])
    try write("nan.npy", [0, .nan, 0.5, 0.25, 1, 0], [2, 3])
    try write("infinite.npy", [0, .infinity, 0.5, 0.25, 1, 0], [2, 3])
    try write("outside.npy", [0, 1.5, 0.5, 0.25, 1, 0], [2, 3])
    try write("four.npy", [Double](repeating: 0, count: 16), [2, 2, 2, 2])
    try write("empty.npy", [Double](repeating: 0, count: 64), [8, 8])
    try write("full.npy", [Double](repeating: 1, count: 64), [8, 8])
    let whole = try Data(contentsOf: folder.appendingPathComponent("map.npy"))
    try whole.dropLast(9).write(to: folder.appendingPathComponent("cut.npy"))
    try Data("no array\n".utf8).write(to: folder.appendingPathComponent("text.txt"))
    try Data("stepz: 3\n".utf8).write(to: folder.appendingPathComponent("typo.yaml"))
  }

  @Test(arguments: evaluate + figure)
  func isRefusedInOneLine(bad: Case) throws {
    try withTemporaryFolder { folder in
      try Self.makeFiles(in: folder)
      let before = folder.fileNames
      let outcome = try Program.run(bad.arguments, in: folder)
      #expect(outcome.status == bad.status, "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      for word in bad.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
      #expect(folder.fileNames == before, "an output was left behind")
    }
  }

  @Test func folderThatCannotBeWritten() throws {
    let outcome = try Program.run(FigureCommandTests.small + ["--output", "/dev/null/results"])
    #expect(outcome.status == 73)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("/dev/null/results"))
  }

  @Test func unknownOptionIsWrongUsage() throws {
    let outcome = try Program.run(["--stepz", "3"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--stepz"))
  }
}
