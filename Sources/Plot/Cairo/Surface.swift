import CCairo

/// A Cairo surface that is destroyed with its last reference.
final class Surface {
  let pointer: OpaquePointer

  private init(_ pointer: OpaquePointer?) throws {
    guard let pointer else { throw PlotError.drawing("Cairo returned no surface") }
    self.pointer = pointer
    try check(cairo_surface_status(pointer))
  }

  deinit { cairo_surface_destroy(pointer) }

  /// An opaque picture of pixels.
  static func image(width: Int, height: Int) throws -> Surface {
    try Surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)))
  }

  /// A drawing of `size` points, of which `make` says the format, streamed into `sink`.
  ///
  /// Call `finish()` before `sink` goes.
  static func stream(
    size: Size, into sink: ByteSink,
    make: (cairo_write_func_t, UnsafeMutableRawPointer, Double, Double) -> OpaquePointer?
  ) throws -> Surface {
    try Surface(make(ByteSink.write, sink.reference, size.width, size.height))
  }

  /// Writes everything still held back.
  func finish() throws {
    cairo_surface_finish(pointer)
    try check(cairo_surface_status(pointer))
  }

  /// The rows of an image surface as PNG has them: a zero for no filter, then red, green and blue of each
  /// pixel.
  func scanlines(width: Int, height: Int) throws -> [UInt8] {
    cairo_surface_flush(pointer)
    try check(cairo_surface_status(pointer))
    guard let data = cairo_image_surface_get_data(pointer) else {
      throw PlotError.drawing("the surface has no pixels")
    }
    let stride = Int(cairo_image_surface_get_stride(pointer))
    let size = height * (3 * width + 1)
    return [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      for row in 0..<height {
        // Of the 32 bits of a pixel the lowest 24 are used.
        let pixels = UnsafeRawPointer(data + row * stride)
        var place = row * (3 * width + 1)
        bytes[place] = 0
        for column in 0..<width {
          let pixel = pixels.load(fromByteOffset: 4 * column, as: UInt32.self)
          bytes[place + 1] = UInt8(truncatingIfNeeded: pixel >> 16)
          bytes[place + 2] = UInt8(truncatingIfNeeded: pixel >> 8)
          bytes[place + 3] = UInt8(truncatingIfNeeded: pixel)
          place += 3
        }
      }
      count = size
    }
  }
}

/// Collects what Cairo writes.
final class ByteSink {
  var bytes: [UInt8] = []

  /// This object as Cairo's closure argument, which does not keep it alive.
  var reference: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let write: cairo_write_func_t = { reference, data, count in
    guard let reference, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<ByteSink>.fromOpaque(reference).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}

/// Turns a status of Cairo other than success into an error.
func check(_ status: cairo_status_t) throws {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw PlotError.drawing(
    cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown reason")
}
