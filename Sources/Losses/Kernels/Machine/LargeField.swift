#if canImport(Glibc)
  import Glibc
#endif

/// An array that `write` fills, with memory fit for large fields.
///
/// Fresh memory of a large array comes page by page, each at its first touch. On Linux, where the
/// system leaves it to programs, large pages are asked for, as NumPy does: a share of 512 of the
/// interruptions is left.
@inline(__always)
package func arrayOfLargeField<Element>(
  count: Int, _ write: (UnsafeMutableBufferPointer<Element>) -> Void
) -> [Element] {
  [Element](unsafeUninitializedCapacity: count) { result, initialized in
    let result = UnsafeMutableBufferPointer(rebasing: result[..<count])
    askForLargePages(UnsafeMutableRawBufferPointer(result))
    write(result)
    initialized = count
  }
}

/// A block outside of any array, with memory fit for large fields.
func largeBlock(byteCount: Int, alignment: Int) -> UnsafeMutableRawBufferPointer {
  let block = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: alignment)
  askForLargePages(block)
  return block
}

/// From this size on large pages save more than they cost.
private let largeFieldSize = 1 << 22

/// Asks the system for large pages below a block of memory that is about to be written.
package func askForLargePages(_ bytes: UnsafeMutableRawBufferPointer) {
  #if canImport(Glibc)
    guard bytes.count >= largeFieldSize, let start = bytes.baseAddress else { return }
    let page = 4096
    let aligned = UnsafeMutableRawPointer(
      bitPattern: (UInt(bitPattern: start) + UInt(page - 1)) & ~UInt(page - 1))
    // It is a hint: a system that does not know it works as well.
    _ = madvise(aligned, bytes.count - page, MADV_HUGEPAGE)
  #endif
}
