import Foundation
import Plot
import Testing

/// Names in any script are drawn with glyphs of their script, joined and ordered as it asks.
@Suite struct ScriptTests {
  /// A script, words in it, and the Debian package with a font for it.
  struct Script: CustomTestStringConvertible, Sendable {
    let name: String
    let words: String
    let package: String

    static let japanese = Script(name: "Japanese", words: "小さい円盤", package: "fonts-ipafont-gothic")
    static let arabic = Script(name: "Arabic", words: "دائرة صغيرة", package: "fonts-hosny-amiri")
    static let devanagari = Script(name: "Devanagari", words: "छोटा वृत्त", package: "fonts-lohit-deva")
    static let all = [japanese, arabic, devanagari]

    var testDescription: String { name }

    var isInstalled: Bool {
      (try? ScriptTests.figure(words).textsWithoutFont().isEmpty) ?? false
    }
  }

  private static func figure(_ title: String) -> Figure {
    Figure(title: title, panels: [[.blank]], width: 60)
  }

  /// What a figure of a title alone draws: its box, and where in it ink is.
  private struct Drawing {
    let box: Rectangle
    let ink: Ink
  }

  private func drawing(_ title: String) throws -> Drawing {
    let figure = ScriptTests.figure(title)
    let texts = try figure.layout().texts
    try #require(texts.map(\.text) == [title])
    return Drawing(box: texts[0].frame, ink: try Ink(figure, dotsPerInch: 600))
  }

  private func width(_ title: String) throws -> Double { try drawing(title).box.width }

  // MARK: Fonts

  @Test(.enabled(if: Script.japanese.isInstalled, "skipped for want of fonts-ipafont-gothic"))
  func japaneseIsDrawn() throws { try check(.japanese) }

  @Test(.enabled(if: Script.arabic.isInstalled, "skipped for want of fonts-hosny-amiri"))
  func arabicIsDrawn() throws { try check(.arabic) }

  @Test(.enabled(if: Script.devanagari.isInstalled, "skipped for want of fonts-lohit-deva"))
  func devanagariIsDrawn() throws { try check(.devanagari) }

  /// There is ink inside the box of the text and none elsewhere, and the files hold the words.
  private func check(_ script: Script) throws {
    let drawing = try drawing(script.words)
    let ink = try #require(drawing.ink.bounds)
    #expect(drawing.box.contains(ink, tolerance: 1), "\(ink) in \(drawing.box)")
    #expect(ink.width > 0.9 * drawing.box.width)
    let figure = ScriptTests.figure(script.words)
    #expect(String(decoding: try figure.svg(), as: UTF8.self).contains(">\(script.words)</text>"))
    #expect(try figure.png() == figure.png())
    #expect(try figure.pdf() == figure.pdf())
  }

  /// A character that no font has is named, not passed over.
  @Test func missingGlyphsAreNamed() throws {
    let unassigned = "x\u{0378}"
    #expect(try ScriptTests.figure(unassigned).textsWithoutFont() == [unassigned])
    #expect(try ScriptTests.figure("cross-entropy, α ≤ 0.7 × β").textsWithoutFont().isEmpty)
  }

  // MARK: Shaping

  /// Three joined letters are one piece of ink, as calligraphers have it, not three.
  @Test(.enabled(if: Script.arabic.isInstalled, "skipped for want of fonts-hosny-amiri"))
  func arabicLettersJoin() throws {
    let seen = "\u{0633}"
    #expect(try drawing(seen).ink.pieces.count == 1)
    #expect(try drawing(seen + seen + seen).ink.pieces.count == 1)
    // A zero-width non-joiner keeps them apart.
    #expect(try drawing(seen + "\u{200C}" + seen + "\u{200C}" + seen).ink.pieces.count == 3)
  }

  /// The first letter stands at the right; Latin beside it stays in the order of the line.
  @Test(.enabled(if: Script.arabic.isInstalled, "skipped for want of fonts-hosny-amiri"))
  func arabicRunsFromRightToLeft() throws {
    // Alef is a narrow stroke that does not join the wide seen after it.
    let pieces = try drawing("\u{0627}\u{0633}").ink.pieces
    try #require(pieces.count == 2)
    #expect(pieces[1].width < pieces[0].width / 2)
    let line = try drawing("l \u{0633} l").ink.pieces
    try #require(line.count == 3)
    #expect(line[0].width < line[1].width / 4 && line[2].width < line[1].width / 4)
  }

  @Test(.enabled(if: Script.devanagari.isInstalled, "skipped for want of fonts-lohit-deva"))
  func devanagariLettersCombine() throws {
    let (ka, virama, ssa) = ("\u{0915}", "\u{094D}", "\u{0937}")
    #expect(try width(ka + virama + ssa) < width(ka) + 0.8 * width(ssa))
    // The vowel sign i comes after its consonant in the text and stands before it on paper.
    let plain = try #require(try drawing(ka).ink.pieces.first)
    let sign = try drawing("\u{0915}\u{093F}")
    #expect(sign.box.width > plain.width)
  }

  /// A combining mark stands above or below its letter and takes no room of its own.
  @Test(arguments: ["a\u{0301}", "x\u{0302}", "x\u{0323}", "q\u{0308}"])
  func marksStandOnTheirLetter(letter: String) throws {
    let base = String(letter.unicodeScalars.prefix(1))
    #expect(abs(try width(letter) - width(base)) < 0.01)
    let (marked, plain) = (try drawing(letter).ink.bounds, try drawing(base).ink.bounds)
    #expect(try #require(marked).height > #require(plain).height)
  }

  /// Markup in a name is drawn as it stands.
  @Test(arguments: ["小", "o"])
  func markupIsText(letter: String) throws {
    let name = "<b>\(letter)</b>&amp;"
    #expect(try width(name) > width(letter) + width("<b></b>"))
    let svg = String(decoding: try ScriptTests.figure(name).svg(), as: UTF8.self)
    #expect(svg.contains(">&lt;b&gt;\(letter)&lt;/b&gt;&amp;amp;</text>"))
  }
}

/// Where a figure is not background.
private struct Ink {
  /// Rectangles around the connected pieces, from left to right.
  let pieces: [Rectangle]

  var bounds: Rectangle? {
    guard let first = pieces.first else { return nil }
    return pieces.dropFirst().reduce(first) { whole, piece in
      let (left, top) = (min(whole.minX, piece.minX), min(whole.minY, piece.minY))
      return Rectangle(
        minX: left, minY: top, width: max(whole.maxX, piece.maxX) - left,
        height: max(whole.maxY, piece.maxY) - top)
    }
  }

  init(_ figure: Figure, dotsPerInch: Double) throws {
    let picture = try Picture(png: try figure.png(dotsPerInch: dotsPerInch))
    var isInk = picture.isDark
    var pieces: [Rectangle] = []
    let scale = 72 / dotsPerInch
    for start in isInk.indices where isInk[start] {
      // Everything that hangs together with this pixel.
      var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
      var open = [start]
      isInk[start] = false
      while let index = open.popLast() {
        let (x, y) = (index % picture.width, index / picture.width)
        (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
        for (column, row) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
        where 0..<picture.width ~= column && 0..<picture.height ~= row {
          let next = row * picture.width + column
          if isInk[next] {
            isInk[next] = false
            open.append(next)
          }
        }
      }
      pieces.append(
        Rectangle(
          minX: Double(left) * scale, minY: Double(top) * scale,
          width: Double(right - left + 1) * scale, height: Double(bottom - top + 1) * scale))
    }
    self.pieces = pieces.sorted { $0.minX < $1.minX }
  }
}
