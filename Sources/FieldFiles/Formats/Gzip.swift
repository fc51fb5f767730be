import CDeflate
import CZlib
import Documents
import Losses

/// Decompresses what `gzip`, `zlib` and `zip` have compressed: whole buffers by libdeflate, which is
/// the faster one, and beginnings and padding of unknown length by zlib.
enum Gzip {
  static let magic: [UInt8] = [0x1F, 0x8B]

  /// How deflated data is wrapped.
  enum Wrapping {
    /// With the header and CRC-32 of `gzip`, maybe several members after each other (RFC 1952).
    case gzip
    /// With the header and Adler-32 of `zlib` (RFC 1950).
    case zlib
    /// Bare, as in a zip archive.
    case raw
  }

  private enum Failure: Error { case malformed, longer, memory }

  /// The first `count` bytes that some compressed bytes unpack to; what comes after them has to be whole
  /// and to pass its checks, but is not kept.
  ///
  /// - Throws: `FileError` where the stream is damaged or unpacks to less.
  static func bytes(
    _ compressed: ArraySlice<UInt8>, _ wrapping: Wrapping, count: Int, path: String
  ) throws(FileError) -> [UInt8] {
    // A deflated bit gives 258 bytes at most, so no small file can ask for much memory.
    guard count / 1040 <= compressed.count else {
      throw .malformed(path, reason: "the data ends before \(count) bytes are unpacked")
    }
    do {
      var output = [UInt8]()
      output = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        askForLargePages(UnsafeMutableRawBufferPointer(buffer))
        filled = try compressed.withUnsafeBytes { input in
          try unpack(input, wrapping, into: UnsafeMutableRawBufferPointer(buffer))
        }
      }
      guard output.count == count else {
        throw FileError.malformed(
          path, reason: "the data ends after \(output.count) of \(count) bytes")
      }
      return output
    } catch let error as FileError {
      throw error
    } catch {
      throw .malformed(path, reason: "the compressed data is damaged or cut off")
    }
  }

  /// The first bytes of a gzip file, as many as there are up to `count`.
  ///
  /// - Throws: `FileError`.
  static func prefix(
    _ compressed: ArraySlice<UInt8>, count: Int, path: String
  ) throws(FileError) -> [UInt8] {
    var output: [UInt8] = []
    var rest = compressed
    // A member may be shorter than a header.
    while output.count < count, rest.starts(with: magic) {
      let wanted = count - output.count
      var kept: [UInt8] = []
      let used = rest.withUnsafeBytes { input in
        stream(input, windowBits: 31) { chunk in
          kept.append(contentsOf: chunk.prefix(wanted - kept.count))
          return kept.count < wanted
        }
      }
      output += kept
      guard let used else {
        if kept.count == wanted { break }
        throw .malformed(path, reason: "the compressed data is damaged or cut off")
      }
      rest = rest.dropFirst(used)
    }
    return output
  }

  // MARK: - Whole buffers

  private static func unpack(
    _ input: UnsafeRawBufferPointer, _ wrapping: Wrapping,
    into output: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    guard let decompressor = libdeflate_alloc_decompressor() else { throw Failure.memory }
    defer { libdeflate_free_decompressor(decompressor) }
    var (read, written) = (0, 0)
    repeat {
      var (used, made) = (0, 0)
      let rest = UnsafeRawBufferPointer(rebasing: input[read...])
      let room = UnsafeMutableRawBufferPointer(rebasing: output[written...])
      let call =
        switch wrapping {
        case .gzip: libdeflate_gzip_decompress_ex
        case .zlib: libdeflate_zlib_decompress_ex
        case .raw: libdeflate_deflate_decompress_ex
        }
      let result = call(
        decompressor, rest.baseAddress, rest.count, room.baseAddress, room.count, &used, &made)
      switch result {
      case LIBDEFLATE_SUCCESS: break
      case LIBDEFLATE_INSUFFICIENT_SPACE where wrapping != .raw:
        // Padding after the data; zlib checks the rest of it without keeping it.
        (used, made) = try unpackWithPadding(rest, wrapping, into: room)
      default: throw Failure.malformed
      }
      read += used
      written += made
      // Zeros after the last member are padding, as gzip itself takes them.
    } while wrapping == .gzip && read < input.count && !input[read...].allSatisfy { $0 == 0 }
    return written
  }

  private static func unpackWithPadding(
    _ input: UnsafeRawBufferPointer, _ wrapping: Wrapping,
    into output: UnsafeMutableRawBufferPointer
  ) throws -> (used: Int, made: Int) {
    var written = 0
    let used = stream(input, windowBits: wrapping == .gzip ? 31 : 15) { chunk in
      let kept = min(chunk.count, output.count - written)
      UnsafeMutableRawBufferPointer(rebasing: output[written...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: chunk[..<kept]))
      written += kept
      return true
    }
    guard let used else { throw Failure.malformed }
    return (used, written)
  }

  // MARK: - Chunks

  /// Unpacks one member, handing out its chunks while `take` says so.
  ///
  /// - Returns: how many bytes it took; `nil` where it is damaged or was not taken to its end.
  private static func stream(
    _ input: UnsafeRawBufferPointer, windowBits: Int32, take: (UnsafeRawBufferPointer) -> Bool
  ) -> Int? {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, size) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    // zlib counts in 32 bits, and files have up to 2³¹ bytes.
    stream.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = UInt32(input.count)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    return chunk.withUnsafeMutableBytes { chunk in
      while true {
        stream.next_out = chunk.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = UInt32(chunk.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        let produced = chunk.count - Int(stream.avail_out)
        let goesOn = take(UnsafeRawBufferPointer(rebasing: chunk[..<produced]))
        if status == Z_STREAM_END { return input.count - Int(stream.avail_in) }
        guard status == Z_OK, goesOn, produced > 0 || stream.avail_in > 0 else { return nil }
      }
    }
  }
}
