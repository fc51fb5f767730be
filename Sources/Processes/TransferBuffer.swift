/// Memory through which arrays pass on their way to a file and back, used again and again.
///
/// It begins where a page does. The elements of an array lie a few bytes behind that, and where source and
/// destination differ so little within their pages the system copies about ten times slower; and memory that
/// is new costs more than what is copied into it.
package final class TransferBuffer {
  /// All of it; what is in it is whatever was put there last.
  package private(set) var bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// An empty one.
  package init() {}

  deinit { bytes.deallocate() }

  /// Makes room, where there is too little, in place of what is in it.
  ///
  /// - Parameter size: in bytes.
  package func reserve(_ size: Int) {
    guard size > bytes.count else { return }
    bytes.deallocate()
    bytes = .allocate(byteCount: size, alignment: 4096)
  }
}
