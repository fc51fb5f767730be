import Experiments
import Documents
import FieldFiles
import Foundation
import Losses
import TestSupport
import Testing


/// Files that NumPy, nibabel and Pillow wrote are read as those say.
@Suite struct FileReaderTests {
  /// One file, or one array or label of it; see `Tests/Reference/make_files.py`.
  struct Case: Decodable, CustomTestStringConvertible {
    let file: String
    let member: String?
    let label: Int?
    let shape: [Int]
    let spacing: [Double]
    let values: [Double]
    let mask: [Bool]

    var testDescription: String {
      ([file, member] + [label.map { "\($0)" }]).compactMap(\.self).joined(separator: ":")
    }
    var path: String {
      Fixtures.url("Files/\(file)").path + (member.map { ":\($0)" } ?? "")
    }
  }

  @Test(arguments: try Fixtures.cases(Case.self, "files.json"))
  func isReadAsWritten(file: Case) throws {
    let grid = try Grid(shape: file.shape, spacing: file.spacing)
    let image = try readImage(at: file.path)
    #expect(image.grid == grid)
    // Scaling slopes are in single precision; everything else is exact.
    for (value, expected) in zip(image.values, file.values) {
      #expect(value == expected || abs(value - expected) <= 1e-15 * abs(expected))
    }
    let mask = try readMask(at: file.path, label: file.label)
    #expect(mask.grid == grid)
    #expect(mask.elements == file.mask)
    if file.values.allSatisfy((0...1).contains) {
      #expect(try readProbabilityMap(at: file.path).values == image.values)
    } else {
      #expect(throws: FileError.self) { try readProbabilityMap(at: file.path) }
    }
  }

  @Test func everyFormatIsAmongTheFiles() throws {
    let names = try Fixtures.cases(Case.self, "files.json").map(\.file)
    for part in [
      ".npy", ".npz", ".nii", ".nii.gz", ".png", "bool", "uint8", "int8", "uint16-big", "int64-big",
      "float16-little", "float32-big", "float64-little", "version1", "version2", "version3", "-F",
      "stored", "deflated", "labels", "scaled", "grey16", "palette", "alpha",
    ] {
      #expect(names.contains { $0.contains(part) }, "\(part)")
    }
  }

  /// A file that must be refused, and what the message must say.
  struct Damaged: Decodable, CustomTestStringConvertible {
    let file: String
    let words: [String]
    var testDescription: String { file }
  }

  @Test(arguments: try Fixtures.cases(Damaged.self, "damaged.json"))
  func damagedFileIsRefusedInOneLine(damaged: Damaged) throws {
    let path = Fixtures.url("Damaged/\(damaged.file)").path
    for read in [{ _ = try readImage(at: $0) }, { _ = try readMask(at: $0) }] {
      let error = #expect(throws: FileError.self) { try read(path) }
      let message = error?.description ?? ""
      let isOneLine = !message.contains { $0.isNewline }
      #expect(isOneLine)
      #expect(message.contains(damaged.file))
      for word in damaged.words { #expect(message.contains(word), "\(message)") }
    }
  }

  @Test func absentLabelNamesTheLabelsThatAreThere() {
    let path = Fixtures.url("Files/labels.nii.gz").path
    let error = #expect(throws: FileError.self) { try readMask(at: path, label: 4) }
    #expect(error?.description.contains("label 4; there are 0, 1, 2, 3, 7") == true)
  }

  @Test func absentArrayNamesTheArraysThatAreThere() {
    let path = Fixtures.url("Files/stored-two.npz").path
    for suffix in ["", ":maps"] {
      let error = #expect(throws: FileError.self) { try readImage(at: path + suffix) }
      #expect(error?.description.contains("mask, map") == true)
    }
  }

  @Test func folderAndMissingFileAreRefused() {
    for path in [Fixtures.url("Files").path, "/nowhere/mask.npy"] {
      let error = #expect(throws: FileError.self) { try readMask(at: path) }
      #expect(error?.description.contains("cannot read \(path)") == true)
    }
  }

  @Test func writtenArrayIsReadBackBitForBit() throws {
    try withTemporaryFolder { folder in
      var random = SeededGenerator(seed: 5)
      for shape in [[7], [3, 5], [2, 3, 4]] {
        let grid = try Grid(shape: shape)
        let map = try ProbabilityMap((0..<grid.count).map { _ in random.uniform() }, on: grid)
        let path = folder.appendingPathComponent("map.npy").path
        try writeNumPy(map, to: path)
        #expect(try readProbabilityMap(at: path) == map)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["map.npy"])
    }
  }

  @Test func folderThatIsNoneCannotBeWrittenTo() {
    let error = #expect(throws: FileError.self) {
      try writeAtomically(Data(), to: "/dev/null/file.npy")
    }
    #expect(error?.isAboutWriting == true)
  }
}
