import CCairo

/// Draws the pieces of a layout on a surface.
struct Painter {
  private let context: OpaquePointer
  private let font: Font

  /// Draws `layout` with `scale` units of the surface per point.
  ///
  /// - Parameter hasTexts: false leaves out the texts, for formats that write their own.
  static func paint(
    _ layout: Layout, font: Font, background: Color, on surface: Surface, scale: Double = 1,
    hasTexts: Bool = true
  ) throws {
    guard let context = cairo_create(surface.pointer) else {
      throw PlotError.drawing("Cairo returned no context")
    }
    defer { cairo_destroy(context) }
    let painter = Painter(context: context, font: font)
    painter.setColor(background)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    for shape in layout.shapes { painter.draw(shape) }
    if hasTexts { layout.texts.forEach(painter.draw) }
    try check(cairo_status(context))
  }

  private func setColor(_ color: Color) {
    if color.opacity < 1 {
      cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
    } else {
      cairo_set_source_rgb(context, color.red, color.green, color.blue)
    }
  }

  private func draw(_ shape: Shape) {
    cairo_save(context)
    defer { cairo_restore(context) }
    if let clip = shape.clip {
      trace(clip)
      cairo_clip(context)
    }
    trace(shape.elements)
    if let fill = shape.fill {
      setColor(fill)
      cairo_fill_preserve(context)
    }
    if let stroke = shape.stroke {
      setColor(stroke.color)
      cairo_set_line_width(context, stroke.width)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  private func trace(_ elements: [PathElement]) {
    for element in elements {
      switch element {
      case .polyline(let points):
        trace(points)
      case .polygon(let points):
        trace(points)
        cairo_close_path(context)
      case .circle(let center, let radius):
        cairo_new_sub_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        cairo_close_path(context)
      }
    }
  }

  private func trace(_ points: [Point]) {
    guard let first = points.first else { return }
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
  }

  private func draw(_ text: TextBox) {
    cairo_save(context)
    defer { cairo_restore(context) }
    setColor(text.color)
    let ascent = font.ascent(text.style)
    if text.isVertical {
      cairo_translate(context, text.frame.minX + ascent, text.frame.maxY)
      cairo_rotate(context, -.pi / 2)
    } else {
      cairo_translate(context, text.frame.minX, text.frame.minY + ascent)
    }
    cairo_move_to(context, 0, 0)
    font.draw(text.text, text.style, in: context)
  }
}
