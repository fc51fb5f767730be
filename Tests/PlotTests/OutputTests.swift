import CZlib
import Foundation
import Testing

import Plot

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The files are what their formats ask for, and the same each time.
@Suite struct OutputTests {
  static let names = SampleFigures.all.map(\.name)

  private func figure(_ name: String) throws -> Figure {
    try #require(SampleFigures.all.first { $0.name == name }).figure
  }

  /// Draws each sample; `FIGURE_SAMPLES=folder` also keeps the files for a look at them.
  @Test(arguments: names)
  func samplesAreDrawnTheSameTwice(name: String) throws {
    let figure = try figure(name)
    let files = [
      "png": try figure.png(), "svg": try figure.svg(), "pdf": try figure.pdf(),
    ]
    #expect(try figure.png() == files["png"])
    #expect(try figure.svg() == files["svg"])
    #expect(try figure.pdf() == files["pdf"])
    if let folder = ProcessInfo.processInfo.environment["FIGURE_SAMPLES"] {
      for (format, bytes) in files {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name).\(format)"))
      }
    }
  }

  // MARK: PNG

  @Test(arguments: names)
  func pictureDecodes(name: String) throws {
    let figure = try figure(name)
    let canvas = try figure.layout().canvas
    let bytes = try figure.png(dotsPerInch: 144)
    let picture = try Picture(png: bytes)
    #expect(picture.width == Int((canvas.width * 2).rounded()))
    #expect(picture.height == Int((canvas.height * 2).rounded()))
    let background = figure.theme.background
    let expected = [background.red, background.green, background.blue]
    for (part, expected) in zip(picture.color(x: 0, y: 0), expected) {
      #expect(abs(part - expected) < 0.003)
    }
    let isDark = picture.isDark
    #expect(isDark.contains { $0 != isDark[0] })
  }

  @Test func chunksHoldSizeResolutionAndMetadata() throws {
    let chunks = try PNGReader.chunks(try SampleFigures.article().png(dotsPerInch: 300))
    #expect(chunks.first?.type == "IHDR")
    #expect(chunks.last?.type == "IEND")
    let resolution = try #require(chunks.first { $0.type == "pHYs" }).data
    #expect(resolution == [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1])  // 11811 dots per metre
    let texts = chunks.filter { $0.type == "iTXt" }.map { String(decoding: $0.data, as: UTF8.self) }
    #expect(texts.contains("Software\0\0\0\0\0sample 1.0"))
    #expect(texts.contains("Configuration\0\0\0\0\0{\"seed\": 1}"))
    #expect(texts.contains("Title\0\0\0\0\0Losses against a rising error"))
  }

  // MARK: SVG

  @Test(arguments: names)
  func drawingHoldsItsTexts(name: String) throws {
    let figure = try figure(name)
    let reader = try SVGReader(try figure.svg())
    #expect(reader.texts == (try figure.layout().texts.map(\.text)))
    #expect(Set(reader.fonts) == ["'DejaVu Sans', Verdana, sans-serif"])
    #expect(Set(reader.identifiers).count == reader.identifiers.count)
    for reference in reader.references { #expect(reader.identifiers.contains(reference)) }
    let canvas = try figure.layout().canvas
    let box = reader.viewBox.split(separator: " ").compactMap { Double($0) }
    #expect(box.count == 4)
    for (part, expected) in zip(box, [0, 0, canvas.width, canvas.height]) {
      #expect(abs(part - expected) < 0.01)
    }
  }

  @Test func drawingHoldsMetadata() throws {
    var figure = SampleFigures.article()
    figure.metadata["Odd <\"&'>"] = "a < b && c > \"d\" \u{7} ü"
    let reader = try SVGReader(try figure.svg())
    #expect(reader.entries["Software"] == "sample 1.0")
    #expect(reader.entries["Configuration"] == "{\"seed\": 1}")
    #expect(reader.entries["Odd <\"&'>"] == "a < b && c > \"d\"  ü")
    #expect(reader.title == figure.title)
    #expect(reader.caption == figure.caption)
  }

  /// Figures that stand in one page must not share identifiers.
  @Test func drawingsHaveIdentifiersOfTheirOwn() throws {
    let readers = try SampleFigures.all.map { try SVGReader(try $0.figure.svg()) }
    for (index, reader) in readers.enumerated() {
      for other in readers[(index + 1)...] {
        #expect(Set(reader.identifiers).isDisjoint(with: other.identifiers))
      }
    }
  }

  // MARK: PDF

  @Test(arguments: names)
  func documentHasItsParts(name: String) throws {
    let text = String(decoding: try figure(name).pdf(), as: UTF8.self)
    #expect(text.hasPrefix("%PDF-1."))
    #expect(text.hasSuffix("%%EOF\n"))
    for part in ["/Type /Catalog", "/Type /Pages", "/Count 1", "startxref", "/CreationDate"] {
      #expect(text.contains(part))
    }
    #expect(text.contains("DejaVuSans"))
  }

  @Test(.enabled(if: Poppler.isInstalled, "pdftotext is not installed"), arguments: names)
  func documentTextCanBeExtracted(name: String) throws {
    let figure = try figure(name)
    let found = try Poppler.text(try figure.pdf()).filter { !$0.isWhitespace }
    for text in try figure.layout().texts where !text.isVertical {
      #expect(found.contains(text.text.filter { !$0.isWhitespace }), "\(text.text)")
    }
  }

  @Test(.enabled(if: Poppler.isInstalled, "pdftotext is not installed"))
  func documentHoldsMetadata() throws {
    let information = try Poppler.information(try SampleFigures.article().pdf())
    #expect(information.contains("Losses against a rising error"))
    #expect(information.contains("Software=sample 1.0"))
    #expect(information.contains("{\"seed\": 1}"))
  }
}

/// Takes a PNG to pieces; the checksums are compared with those of zlib.
private enum PNGReader {
  struct Chunk {
    var type: String
    var data: [UInt8]
  }

  static func chunks(_ bytes: [UInt8]) throws -> [Chunk] {
    try #require(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    var chunks: [Chunk] = []
    var position = 8
    while position < bytes.count {
      let count = number(position)
      let body = Array(bytes[(position + 4)..<(position + 8 + count)])
      #expect(Int(crc32(0, body, UInt32(body.count))) == number(position + 8 + count))
      chunks.append(
        Chunk(type: String(decoding: body.prefix(4), as: UTF8.self), data: Array(body.dropFirst(4)))
      )
      position += 12 + count
    }
    return chunks
  }
}

/// What an XML parser finds in an SVG.
private final class SVGReader: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var fonts: [String] = []
  private(set) var identifiers: [String] = []
  private(set) var references: [String] = []
  private(set) var entries: [String: String] = [:]
  private(set) var title: String?
  private(set) var caption: String?
  private(set) var viewBox = ""
  private var content = ""
  private var entry = ""

  init(_ svg: [UInt8]) throws {
    super.init()
    let parser = XMLParser(data: Data(svg))
    parser.delegate = self
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    content = ""
    entry = attributes["name"] ?? ""
    if let identifier = attributes["id"] { identifiers.append(identifier) }
    if let font = attributes["font-family"] { fonts.append(font) }
    if name == "svg" { viewBox = attributes["viewBox"] ?? "" }
    for value in attributes.values where value.contains("url(#") {
      references.append(String(value.dropFirst(5).prefix { $0 != ")" }))
    }
    for key in ["href", "xlink:href"] {
      if let target = attributes[key] { references.append(String(target.dropFirst())) }
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { content += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    switch name {
    case "text": texts.append(content)
    case "entry": entries[entry] = content
    case "title": title = content
    case "desc": caption = content
    default: break
    }
  }
}

/// The tools of poppler, which read PDFs without Cairo.
private enum Poppler {
  private static func path(_ tool: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(fileURLWithPath: String($0)).appendingPathComponent(tool) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  static var isInstalled: Bool { path("pdftotext") != nil && path("pdfinfo") != nil }

  static func text(_ pdf: [UInt8]) throws -> String {
    try run("pdftotext", ["-raw", "-", "-"], pdf)
  }

  static func information(_ pdf: [UInt8]) throws -> String { try run("pdfinfo", ["-"], pdf) }

  private static func run(_ tool: String, _ arguments: [String], _ pdf: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).pdf")
    try Data(pdf).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = path(tool)
    var arguments = arguments
    if let input = arguments.firstIndex(of: "-") { arguments[input] = file.path }
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
