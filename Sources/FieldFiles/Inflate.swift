import CZlib

/// Decompresses what `gzip` and `zip` have compressed, by the system's zlib.
enum Inflate {
  /// What a stream of compressed bytes looks like.
  enum Format {
    /// With the header and checksum of `gzip`.
    case gzip
    /// Without header or checksum, as in an archive.
    case raw

    fileprivate var windowBits: Int32 {
      switch self {
      case .gzip: 15 + 16
      case .raw: -15
      }
    }
  }

  /// What is wrong with a stream.
  enum Failure: Error, Equatable {
    /// It is no such stream, or it ends too early.
    case malformed
    /// It holds more bytes than expected.
    case tooLong
  }

  private static let chunk = 1 << 16

  /// The bytes of a stream.
  ///
  /// - Parameter limit: the most bytes that it may hold; it is read no further than that, so a small
  ///   file cannot fill the memory.
  static func bytes(
    _ compressed: ArraySlice<UInt8>, format: Format, limit: Int
  ) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    let status = decompress(compressed, format: format) { chunk in
      output.append(contentsOf: chunk)
      return output.count <= limit
    }
    guard output.count <= limit else { throw .tooLong }
    guard status == Z_STREAM_END else { throw .malformed }
    return output
  }

  /// The first bytes of a stream, as many as there are up to `count`.
  static func prefix(
    _ compressed: ArraySlice<UInt8>, format: Format, count: Int
  ) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    let status = decompress(compressed, format: format) { chunk in
      output.append(contentsOf: chunk)
      return output.count < count
    }
    guard status == Z_STREAM_END || output.count >= count else { throw .malformed }
    return Array(output.prefix(count))
  }

  /// Hands out the bytes chunk by chunk while `take` says so.
  private static func decompress(
    _ compressed: ArraySlice<UInt8>, format: Format,
    take: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Int32 {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, format.windowBits, ZLIB_VERSION, size) == Z_OK else {
      return Z_MEM_ERROR
    }
    defer { inflateEnd(&stream) }
    var input = Array(compressed)
    var output = [UInt8](repeating: 0, count: chunk)
    return input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        while true {
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          let produced = output.count - Int(stream.avail_out)
          let goOn = take(UnsafeBufferPointer(rebasing: output[..<produced]))
          guard status == Z_OK, goOn, produced > 0 || stream.avail_in > 0 else { return status }
        }
      }
    }
  }
}
