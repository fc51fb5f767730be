import CCairo

extension LaidOutFigure {
  /// The figure as a PDF of one page with text as text.
  ///
  /// The creation date is fixed, so that the same figure gives the same bytes. Title and caption
  /// become title and subject; the metadata becomes keywords.
  public func pdf() throws -> [UInt8] {
    let sink = ByteSink()
    let size = Size(width: layout.canvas.width, height: layout.canvas.height)
    let surface = try Surface.stream(size: size, into: sink) { write, closure, width, height in
      cairo_pdf_surface_create_for_stream(write, closure, width, height)
    }
    func set(_ field: cairo_pdf_metadata_t, _ text: String) {
      cairo_pdf_surface_set_metadata(surface.pointer, field, text)
    }
    let keywords = figure.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    set(CAIRO_PDF_METADATA_TITLE, figure.title ?? "")
    set(CAIRO_PDF_METADATA_SUBJECT, figure.caption ?? "")
    set(CAIRO_PDF_METADATA_KEYWORDS, keywords.joined(separator: "; "))
    set(CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    try Painter.paint(layout, font: font, background: figure.theme.background, on: surface)
    try surface.finish()
    return sink.bytes
  }
}
