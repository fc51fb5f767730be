import CCairo

/// The size and weight of a text.
struct TextStyle: Hashable, Sendable {
  /// In points.
  var size: Double
  var isBold = false

  static let figureTitle = TextStyle(size: 9, isBold: true)
  static let panelTitle = TextStyle(size: 8, isBold: true)
  static let label = TextStyle(size: 7.5)
  static let tick = TextStyle(size: 7)
}

/// The sans serif faces of all figures, and the measure of their texts.
///
/// The family is DejaVu Sans; where it is missing, the system puts its own default in its place.
/// Texts that it has all glyphs for and that need no shaping are set by Cairo alone, all others by
/// `TextShaper`. Hinting is off, so that a text is as wide on paper as it is on screen.
final class Font {
  static let family = "DejaVu Sans"

  private let regular: Face
  private let bold: Face
  private lazy var shaper = TextShaper(options: regular.options)

  init() throws {
    regular = try Face(weight: CAIRO_FONT_WEIGHT_NORMAL)
    bold = try Face(weight: CAIRO_FONT_WEIGHT_BOLD)
  }

  private func face(_ style: TextStyle) -> Face { style.isBold ? bold : regular }

  /// The advance width of one line of text, in points.
  func width(_ text: String, _ style: TextStyle) -> Double {
    var style = style
    let size = style.size
    // Metrics scale; they are taken at a large size.
    style.size = Face.size
    return (isPlain(text, style) ? face(style).width(text) : shaper.width(text, style)) * size
      / Face.size
  }

  /// The height above the base line, in points.
  func ascent(_ style: TextStyle) -> Double { face(style).extents.ascent * style.size / Face.size }

  /// The distance between two base lines, in points.
  func lineHeight(_ style: TextStyle) -> Double {
    let extents = face(style).extents
    return (extents.ascent + extents.descent) * style.size / Face.size
  }

  /// Draws one line of text with the start of its base line at the current point.
  func draw(_ text: String, _ style: TextStyle, in context: OpaquePointer) {
    guard isPlain(text, style) else { return shaper.draw(text, style, in: context) }
    cairo_set_font_face(context, face(style).pointer)
    cairo_set_font_size(context, style.size)
    cairo_set_font_options(context, face(style).options)
    cairo_show_text(context, text)
  }

  /// Whether a text has characters that no installed font has.
  func lacksGlyphs(of text: String, _ style: TextStyle) -> Bool {
    !isPlain(text, style) && shaper.missingGlyphs(text, style) > 0
  }

  private func isPlain(_ text: String, _ style: TextStyle) -> Bool {
    text.utf8.allSatisfy { $0 < 0x80 }
      || text.unicodeScalars.allSatisfy(\.standsByItself) && face(style).hasGlyphs(of: text)
  }
}

extension Font {
  /// One weight of the family, with metrics taken at a large size since they scale.
  private final class Face {
    static let size = 100.0

    let pointer: OpaquePointer?
    let options: OpaquePointer?
    let scaled: OpaquePointer?
    let extents: cairo_font_extents_t

    init(weight: cairo_font_weight_t) throws {
      pointer = cairo_toy_font_face_create(Font.family, CAIRO_FONT_SLANT_NORMAL, weight)
      options = cairo_font_options_create()
      cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
      cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
      cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
      var fontMatrix = cairo_matrix_t()
      var identity = cairo_matrix_t()
      cairo_matrix_init_scale(&fontMatrix, Face.size, Face.size)
      cairo_matrix_init_identity(&identity)
      scaled = cairo_scaled_font_create(pointer, &fontMatrix, &identity, options)
      var extents = cairo_font_extents_t()
      cairo_scaled_font_extents(scaled, &extents)
      self.extents = extents
      try check(cairo_scaled_font_status(scaled))
    }

    /// The advance width of one line of text.
    func width(_ text: String) -> Double {
      var extents = cairo_text_extents_t()
      cairo_scaled_font_text_extents(scaled, text, &extents)
      return max(extents.x_advance, extents.width)
    }

    /// Whether every character has a glyph.
    func hasGlyphs(of text: String) -> Bool {
      var (glyphs, count): (UnsafeMutablePointer<cairo_glyph_t>?, Int32) = (nil, 0)
      defer { cairo_glyph_free(glyphs) }
      let status = cairo_scaled_font_text_to_glyphs(
        scaled, 0, 0, text, -1, &glyphs, &count, nil, nil, nil)
      // Number 0 stands for the glyphs that a font does not have.
      return status == CAIRO_STATUS_SUCCESS
        && UnsafeBufferPointer(start: glyphs, count: Int(count)).allSatisfy { $0.index != 0 }
    }

    deinit {
      cairo_scaled_font_destroy(scaled)
      cairo_font_options_destroy(options)
      cairo_font_face_destroy(pointer)
    }
  }
}
