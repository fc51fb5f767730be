import Documents
import CPNG

/// Pictures as PNG, by libpng.
enum PNGFile {
  static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Pixels of a picture; a picture takes 8 bytes a pixel at most.
  private static let mostPixels = FileLimits.elements / 4

  /// The grey values, or the indices into a palette, as they stand in the file. Transparency is
  /// passed over; a picture with colour is read where all its pixels are grey.
  ///
  /// - Throws: ``FileError``.
  static func read(_ bytes: [UInt8], path: String) throws(FileError) -> ArrayContent {
    let image = bytes.withUnsafeBufferPointer { buffer in
      cpng_read(buffer.baseAddress, buffer.count, mostPixels)
    }
    guard let samples = image.samples else {
      let message = withUnsafeBytes(of: image.message) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw .malformed(path, reason: "it is not a readable PNG: \(message)")
    }
    defer { samples.deallocate() }
    let channels = Int(image.channels)
    let count = Int(image.width) * Int(image.height)
    let pixels = UnsafeBufferPointer(start: samples, count: count * channels)
    if channels >= 3 {
      for pixel in 0..<count {
        let (red, green, blue) = (
          pixels[pixel * channels], pixels[pixel * channels + 1], pixels[pixel * channels + 2]
        )
        guard red == green && green == blue else {
          throw .malformed(
            path,
            reason: "the pixel at row \(pixel / Int(image.width)), column "
              + "\(pixel % Int(image.width)) has a colour; expected a grey picture: convert it")
        }
      }
    }
    let largest = image.is_palette != 0 ? 1 : Double((1 << image.bit_depth) - 1)
    return ArrayContent(
      shape: [Int(image.height), Int(image.width)],
      values: (0..<count).map { Double(pixels[$0 * channels]) }, fullScale: largest)
  }
}
