extension Figure {
  /// The texts of the figure with characters that no installed font has, in order; a box is drawn in
  /// the place of each such character.
  ///
  /// - Throws: ``PlotError`` where the figure cannot be drawn as it is described.
  public func textsWithoutFont() throws -> [String] {
    let font = try Font()
    return try layout(font: font).texts.filter { font.lacksGlyphs(of: $0.text, $0.style) }
      .map(\.text)
  }
}
