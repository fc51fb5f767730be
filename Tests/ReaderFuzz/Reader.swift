import Documents
import Experiments
import FieldFiles
import Figures
import Foundation
import Losses
import LongRuns
import Texts

/// A reader of the program, and how its input is damaged.
struct Reader: Sendable {
  /// What came of an input.
  enum Outcome {
    case read, refused
    case unexpected(String)
  }

  /// Name on the command line and in the counts.
  let name: String
  /// How the names of undamaged files end.
  let suffixes: [String]
  /// Undamaged inputs that are made, where no files hold them.
  let made: (@Sendable () throws -> [[UInt8]])?
  /// What makes damage reach the parts behind a checksum or a compression.
  let repair: Repair?
  /// Reads an input; throws what the reader throws.
  private let read: @Sendable ([UInt8]) throws -> Void

  init(
    name: String, suffixes: [String] = [], repair: Repair? = nil,
    made: (@Sendable () throws -> [[UInt8]])? = nil,
    read: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.suffixes = suffixes
    self.repair = repair
    self.made = made
    self.read = read
  }

  /// Every reader.
  static let all = files + ownFiles

  /// The readers of what others write.
  private static let files = [
    fields("png", [".png"], repair: .checksumsOfPNG),
    fields("npy", [".npy"]),
    fields("npz", [".npz"]),
    fields("tiff", [".tif"]),
    fields("nrrd", [".nrrd"]),
    fields("metaimage", [".mha"]),
    fields("nii", [".nii"]),
    fields("nii.gz", [".nii.gz"], repair: .compression),
    Reader(name: "curves", suffixes: [".csv"]) { bytes in
      let curves = try CurveTable.curves(in: bytes, file: "input", paths: ["slide"])
      for curve in curves {
        try require(
          !curve.loss.isEmpty && curve.runs.joined().allSatisfy(\.isFinite), "a bad curve")
      }
    },
    Reader(name: "configuration", suffixes: [".yaml"]) { bytes in
      _ = try ExperimentConfiguration(yaml: String(decoding: bytes, as: UTF8.self), path: "input")
    },
    Reader(name: "report", suffixes: ["report.json"]) { bytes in
      let configuration = try ExperimentConfiguration(report: bytes, path: "input")
      for mask in configuration.objects.compactMap(\.mask) { _ = try mask.decoded() }
    },
    Reader(name: "answers", made: { [Array("0.25\r\n -1e-3\n0x1p-3\n".utf8)] }) { bytes in
      var (answers, count) = (AnswerLines(), 0)
      // As pipes give it.
      for start in stride(from: 0, to: bytes.count, by: 7) {
        answers.append(Array(bytes[start..<min(bytes.count, start + 7)]))
        // One that is too long stays, for the run ends with it.
        while count < 100, let line = answers.next() {
          count += 1
          try require(AnswerLines.value(of: line)?.isFinite ?? true, "an answer that is no number")
          try require(oneLine(AnswerLines.excerpt(line)).count <= 800, "a long excerpt")
        }
      }
      try require(oneLine(answers.surplus ?? "").count <= 800, "a long surplus")
    },
    Reader(name: "protocol", made: { [messages] }) { bytes in
      let dice = try Catalogue.standard.loss(id: "dice")
      var service = LossService(
        .init(loss: dice, reduction: ClassReduction(), activation: .none) { dice.overClasses($0) })
      // A file that is there and has next to nothing.
      _ = try service.answer(to: #"{"arrays": "/dev/null"}"#)
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(100) {
        _ = try? JSON.value(LossHandshake.self, from: line.utf8, path: "input")
        _ = try? JSON.value(LossAnswer.self, from: line.utf8, path: "input")
        _ = try? service.answer(to: String(line))
      }
    },
    Reader(name: "drawing", made: { [drawing] }) { bytes in
      let drawing = try SVGDrawing(bytes, identifiers: "fuzz")
      try require(drawing.elements.allSatisfy(isHarmless), "an element that does something")
    },
  ]

  /// What is said in version 2 of the protocol of external losses.
  private static let messages = Array(
    """
    {"protocol": 2, "name": "a", "gradient": true, "takes": "logits", "dtype": "float32", "layout": "batch", "classes": ["exclusive"], "mask": true, "channels": 1}
    {"id": 1, "want": "gradient", "shape": [1, 1, 2, 2], "spacing": [1, 1], "prediction": 0, "truth": 32, "truthNumber": 1, "gradient": 64}
    {"id": 2, "want": "value", "shape": [2, 3, 2], "spacing": [1], "classes": "exclusive", "prediction": 0, "truth": 96, "truthNumber": 2, "mask": 192}
    {"id": 1, "value": 0.25}
    {"id": 2, "value": "inf"}
    {"id": 3, "error": "no"}
    """.utf8)

  /// The reader of masks, probabilities and images, given files of one format.
  private static func fields(
    _ name: String, _ suffixes: [String], repair: Repair? = nil
  ) -> Reader {
    Reader(name: name, suffixes: suffixes, repair: repair) { bytes in
      let file = try FieldFile(bytes, path: "input")
      // A file that holds several channels or volumes is read in its first.
      let options =
        file.hasChannels || file.hasVolumes
        ? ReadingOptions(channel: "0") : ReadingOptions()
      let image = try file.image(options)
      try require(image.values.allSatisfy(\.isFinite), "an intensity that is not finite")
      let mask = try refusable { try file.mask(options) }
      try require(mask?.elements.count ?? image.values.count == image.grid.count, "another size")
      let map = try refusable { try file.probabilityMap(options) }
      try require(map?.values.allSatisfy((0...1).contains) ?? true, "a bad probability")
      _ = try refusable { try FieldFile.aligned([file.choosing(options), file.choosing(options)]) }
    }
  }

  /// The undamaged files; at least one.
  func seedFiles(in folder: URL) throws -> [[UInt8]] {
    if let made { return try made() }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .filter { file in suffixes.contains { file.hasSuffix($0) } && !file.contains("Damaged/") }
      .map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
      .filter { $0.count <= 4096 }
    guard !files.isEmpty else { throw Complaint("no file \(suffixes) in \(folder.path)") }
    return files
  }

  /// Reads an input and judges what came of it.
  func outcome(of input: [UInt8]) -> Outcome {
    do {
      try read(input)
      return .read
    } catch let complaint as Complaint {
      return .unexpected(complaint.description)
    } catch {
      let message = "\(error)"
      let line = oneLine(message)
      guard Self.isTyped(error) else { return .unexpected("an error of another type: \(message)") }
      guard !line.isEmpty, line.count <= 1000, !line.contains(where: \.isNewline) else {
        return .unexpected("a message that is no line: \(message)")
      }
      return .refused
    }
  }

  /// Whether an error is one of those that become a line and an exit code.
  private static func isTyped(_ error: any Error) -> Bool {
    error is DocumentError || error is FileError || error is RecordedCurveError
      || error is ConfigurationError || error is GridError || error is CellError
      || error is PathError || error is LossError || error is ObjectError || error is SVGError
  }
}

/// What a reader did wrong.
struct Complaint: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

func require(_ condition: Bool, _ complaint: String) throws {
  guard condition else { throw Complaint(complaint) }
}

/// What may be refused: images are no masks, and neither are labels probabilities.
private func refusable<Value>(_ read: () throws -> Value) throws -> Value? {
  do {
    return try read()
  } catch is FileError {
    return nil
  }
}

/// A drawing with some of what figures of the program consist of.
private let drawing = Array(
  """
  <?xml version="1.0" encoding="UTF-8"?>
  <svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt" viewBox="0 0 10 10"><metadata>\
  <entry xmlns="urn:figure:metadata" name="Software">reproduce-figure 1.0.0</entry></metadata>
  <desc>What &lt;it&gt; shows</desc><defs><clipPath id="a"><path d="M 0 0 Z"/></clipPath></defs>
  <g id="b" clip-path="url(#a)"><path style="fill:none; stroke:rgb(10%,20%,30%)" d="M1,2L-3e1,4"/>
  <text x="1" y="2">&#x5C0F; &lt;b&gt;&amp;</text></g></svg>
  """.utf8)

/// Whether an element of a page neither runs, loads nor links anything, nor ends the attribute that it is in.
private func isHarmless(_ element: SVGElement) -> Bool {
  let acting = ["script", "style", "a", "image", "foreignobject", "iframe", "set", "animate"]
  return !acting.contains(element.name.lowercased())
    && element.attributes.allSatisfy { attribute in
      let (name, value) = (attribute.name.lowercased(), attribute.value.lowercased())
      return !name.hasPrefix("on") && name != "href" && name != "style"
        && !value.contains { "\"<>&;".contains($0) } && !value.contains("script:")
        && (!value.contains("url(") || value.hasPrefix("url(#fuzz-"))
    } && element.elements.allSatisfy(isHarmless)
}
