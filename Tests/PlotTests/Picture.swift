import CCairo
import Testing

/// A PNG as Cairo reads it.
struct Picture {
  let width: Int
  let height: Int
  /// Blue, green, red and nothing of every pixel, row by row.
  private let bytes: [UInt8]

  init(png bytes: [UInt8]) throws {
    let source = ByteSource(bytes)
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(ByteSource.read, source.reference)
    }
    defer { cairo_surface_destroy(surface) }
    try #require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    try #require(stride == 4 * width)
    let data = try #require(cairo_image_surface_get_data(surface))
    self.bytes = Array(UnsafeBufferPointer(start: data, count: stride * height))
  }

  /// Red, green and blue of a pixel.
  func color(x: Int, y: Int) -> [Double] {
    [2, 1, 0].map { Double(bytes[4 * (y * width + x) + $0]) / 255 }
  }

  /// Whether each pixel is nearer to black than to white.
  var isDark: [Bool] { stride(from: 1, to: bytes.count, by: 4).map { bytes[$0] < 128 } }
}

/// Bytes for Cairo to read.
private final class ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var reference: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let read: cairo_read_func_t = { reference, data, count in
    guard let reference, let data else { return CAIRO_STATUS_READ_ERROR }
    let source = Unmanaged<ByteSource>.fromOpaque(reference).takeUnretainedValue()
    guard source.rest.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
    for (index, byte) in source.rest.prefix(Int(count)).enumerated() { data[index] = byte }
    source.rest = source.rest.dropFirst(Int(count))
    return CAIRO_STATUS_SUCCESS
  }
}
