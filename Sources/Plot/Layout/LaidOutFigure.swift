/// A figure with the place of everything in it, found once for all files that are made of it.
public struct LaidOutFigure {
  let figure: Figure
  let font: Font
  let layout: Layout

  /// Lays a figure out.
  ///
  /// - Throws: ``PlotError`` where the figure cannot be drawn as it is described.
  public init(_ figure: Figure) throws {
    self.figure = figure
    font = try Font()
    layout = try figure.layout(font: font)
  }

  /// The texts of the figure with characters that no installed font has, in order; a box is drawn in
  /// the place of each such character.
  public var textsWithoutFont: [String] {
    layout.texts.filter { font.lacksGlyphs(of: $0.text, $0.style) }.map(\.text)
  }
}

extension Figure {
  /// ``LaidOutFigure/textsWithoutFont`` of the figure.
  ///
  /// - Throws: ``PlotError`` where the figure cannot be drawn as it is described.
  public func textsWithoutFont() throws -> [String] { try LaidOutFigure(self).textsWithoutFont }

  /// ``LaidOutFigure/svg()`` of the figure.
  public func svg() throws -> [UInt8] { try LaidOutFigure(self).svg() }

  /// ``LaidOutFigure/png(dotsPerInch:)`` of the figure.
  public func png(dotsPerInch: Double = 300) throws -> [UInt8] {
    try LaidOutFigure(self).png(dotsPerInch: dotsPerInch)
  }

  /// ``LaidOutFigure/pdf()`` of the figure.
  public func pdf() throws -> [UInt8] { try LaidOutFigure(self).pdf() }
}
