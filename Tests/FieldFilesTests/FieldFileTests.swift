import Documents
import FieldFiles
import Foundation
import Losses
import Testing

/// Files that NumPy, nibabel, SimpleITK, pynrrd, tifffile and Pillow wrote are read as those say.
@Suite struct FieldFileTests {
  /// What is asked of a file.
  enum Reading: String, Decodable { case image, mask, map, truth }

  /// A file, how to read it, and what that gives.
  struct Case: Decodable, CustomTestStringConvertible {
    let file: String
    let member: String?
    let read: Reading
    let options: FileFixtures.Options
    let shape: [Int]?
    let spacing: [Double]?
    let values: [Double]?
    /// What the message must say where the file is refused.
    let words: [String]?

    var testDescription: String {
      [file, member, read.rawValue].compactMap(\.self).joined(separator: ":")
    }

    /// The values that are read, and the grid that they lie on.
    func result() throws -> (values: [Double], grid: Grid) {
      let path = FileFixtures.path("Files/\(file)") + (member.map { ":\($0)" } ?? "")
      let field = try FieldFile(contentsOf: path)
      switch read {
      case .image:
        let image = try field.image(options.reading)
        return (image.values, image.grid)
      case .mask:
        let mask = try field.mask(options.reading)
        return (mask.elements.map { $0 ? 1 : 0 }, mask.grid)
      case .map:
        let map = try field.probabilityMap(options.reading)
        return (map.values, map.grid)
      case .truth:
        let map = try field.truthMap(options.reading)
        return (map.values, map.grid)
      }
    }
  }

  @Test(arguments: try FileFixtures.cases(Case.self, "files.json"))
  func isReadAsPeersReadIt(file: Case) throws {
    if let words = file.words {
      try expectRefusal(words) { _ = try file.result() }
      return
    }
    let (values, grid) = try file.result()
    #expect(grid.shape == file.shape)
    for (ours, theirs) in zip(grid.spacing, file.spacing ?? []) {
      #expect(abs(ours - theirs) <= 1e-7 * theirs)
    }
    // Scaling slopes are in single precision; everything else is exact.
    let expected = try #require(file.values)
    #expect(values.count == expected.count)
    let differing = zip(values, expected).filter { value, expected in
      value != expected && abs(value - expected) > 1e-15 * max(abs(expected), 1e-300)
    }
    #expect(differing.isEmpty)
  }

  /// Two files that lie on one grid once they are aligned.
  struct Pair: Decodable, CustomTestStringConvertible {
    let files: [String]
    let options: FileFixtures.Options
    let ignorePosition: Bool
    let shape: [Int]?
    let spacing: [Double]?
    let values: [[Double]]?
    let words: [String]?

    var testDescription: String { files.joined(separator: " and ") }

    func result() throws -> [ScalarField] {
      let files = try files.map { try FieldFile(contentsOf: FileFixtures.path("Files/\($0)")) }
      let chosen = try FieldFile.chosen(files.map { ($0, options.reading) })
      return try FieldFile.aligned(chosen, ignorePosition: ignorePosition).map { try $0.image() }
    }
  }

  @Test(arguments: try FileFixtures.cases(Pair.self, "pairs.json"))
  func pairLiesOnOneGridOrIsRefused(pair: Pair) throws {
    if let words = pair.words {
      try expectRefusal(words) { _ = try pair.result() }
      return
    }
    let fields = try pair.result()
    for (field, expected) in zip(fields, pair.values ?? []) {
      #expect(field.grid == fields[0].grid)
      #expect(field.grid.shape == pair.shape)
      #expect(field.values == expected)
    }
    for (ours, theirs) in zip(fields[0].grid.spacing, pair.spacing ?? []) {
      #expect(abs(ours - theirs) <= 1e-6 * theirs)
    }
  }

  /// A file that must be refused, and what the message must say.
  struct Damaged: Decodable, CustomTestStringConvertible {
    let file: String
    let words: [String]
    var testDescription: String { file }
  }

  @Test(arguments: try FileFixtures.cases(Damaged.self, "damaged.json"))
  func damagedFileIsRefusedInOneLine(damaged: Damaged) throws {
    let path = FileFixtures.path("Damaged/\(damaged.file)")
    for read in [{ _ = try readImage(at: $0) }, { _ = try readMask(at: $0) }] {
      try expectRefusal(damaged.words + [damaged.file]) { try read(path) }
    }
  }

  /// A refusal is one line that says what is wanted.
  private func expectRefusal(_ words: [String], _ read: () throws -> Void) throws {
    let error = #expect(throws: FileError.self) { try read() }
    let message = error?.description ?? ""
    let isOneLine = !message.contains { $0.isNewline }
    #expect(isOneLine)
    for word in words { #expect(message.contains(word), "\(message)") }
  }

  @Test func everyFormatIsAmongTheFiles() throws {
    let formats = try FileFixtures.cases(Case.self, "files.json").filter { $0.words == nil }
      .map {
        try FieldFile(
          contentsOf: FileFixtures.path("Files/\($0.file)") + ($0.member.map { ":\($0)" } ?? "")
        ).format
      }
    #expect(Set(formats) == Set(FieldFormat.allCases))
  }

  @Test func absentArrayNamesTheArraysThatAreThere() throws {
    let path = FileFixtures.path("Files/stored-two.npz")
    for suffix in ["", ":maps"] {
      try expectRefusal(["mask, map"]) { _ = try readImage(at: path + suffix) }
    }
  }

  @Test func writtenArrayIsReadBackBitForBit() throws {
    var random = SeededGenerator(seed: 5)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try makeFolder(at: folder.path)
    defer { try? FileManager.default.removeItem(at: folder) }
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
