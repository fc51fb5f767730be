import CCairo
import CPango

/// Sets lines of text in any script by Pango: glyphs of the installed font that has them, joined and
/// stacked as the script asks, and runs from right to left within a line from left to right.
final class TextShaper {
  private let fontMap = pango_cairo_font_map_new()
  private let context: OpaquePointer?

  /// - Parameter options: how glyphs are drawn and measured.
  init(options: OpaquePointer?) {
    context = pango_font_map_create_context(fontMap)
    pango_cairo_context_set_font_options(context, options)
    // Glyphs stand where they would on paper, whatever the resolution.
    pango_context_set_round_glyph_positions(context, 0)
    // The same text is set alike whatever the language of the user.
    pango_context_set_language(context, pango_language_from_string("en"))
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(UnsafeMutableRawPointer(fontMap))
  }

  /// The advance width of a line.
  func width(_ text: String, _ style: TextStyle) -> Double {
    withLayout(text, style) { layout in
      var logical = PangoRectangle()
      pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, 0), nil, &logical)
      return Double(logical.width) / Double(PANGO_SCALE)
    }
  }

  /// How many glyphs of a line no installed font has; a box stands in the place of each.
  func missingGlyphs(_ text: String, _ style: TextStyle) -> Int {
    withLayout(text, style) { Int(pango_layout_get_unknown_glyphs_count($0)) }
  }

  /// Draws a line with the start of its base line at the current point.
  func draw(_ text: String, _ style: TextStyle, in cairo: OpaquePointer) {
    withLayout(text, style) { layout in
      pango_cairo_update_layout(cairo, layout)
      pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout, 0))
    }
  }

  private func withLayout<Result>(
    _ text: String, _ style: TextStyle, _ body: (OpaquePointer?) -> Result
  ) -> Result {
    let font = pango_font_description_new()
    defer { pango_font_description_free(font) }
    pango_font_description_set_family(font, Font.family)
    pango_font_description_set_weight(
      font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
    let layout = pango_layout_new(context)
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    pango_layout_set_font_description(layout, font)
    pango_layout_set_auto_dir(layout, 0)
    pango_layout_set_single_paragraph_mode(layout, 1)
    // This sets text, not markup: a '<' is drawn.
    pango_layout_set_text(layout, text, -1)
    return body(layout)
  }
}

extension Unicode.Scalar {
  /// Whether the glyph of this character stands by itself to the right of the one before: so in
  /// Latin, Greek, Cyrillic and Armenian, and for signs; not in scripts that join or stack their
  /// glyphs or run from right to left, and not for marks.
  var standsByItself: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: false
    default: value < 0x0590 || 0x1E00...0x2BFF ~= value
    }
  }
}
