import Synchronization

/// Memory of the size of a field that losses borrow while they compute and give back, so that the
/// next value, the next loss or the next step does not ask the system for it again.
///
/// Blocks are not wasted on what needs less than a quarter of them. Where none fits, the largest of
/// those that are too small makes room for a new one, so that there are few more than were borrowed
/// at one moment. Any number of threads may borrow at once; each has its block to itself. An instance
/// that nobody shares does the same as plain allocation.
package final class ScratchMemory: Sendable {
  package init() {}

  private let blocks = Mutex(Blocks())

  // Unchecked, but true: only the lock hands these addresses out, and a borrowed block has one user.
  private struct Blocks: @unchecked Sendable {
    /// Blocks that nobody has borrowed, the smallest first.
    var free: [UnsafeMutableRawBufferPointer] = []
    /// Blocks that somebody has borrowed.
    var borrowed: [UnsafeMutableRawBufferPointer] = []
  }

  /// A cache line, and enough for every vector.
  private static let alignment = 64

  deinit {
    blocks.withLock { blocks in
      for block in blocks.free { block.deallocate() }
    }
  }

  /// Calls `body` with memory for so many elements, whatever is left in it from before.
  @inline(__always)
  package func withBuffer<Element: BitwiseCopyable, Failure: Error, Result>(
    of type: Element.Type, count: Int,
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = borrow(type, count: count)
    defer { giveBack(buffer) }
    return try body(buffer)
  }

  /// Memory for so many elements, whatever is left in it from before, until ``giveBack(_:)``.
  package func borrow<Element: BitwiseCopyable>(
    _ type: Element.Type, count: Int
  ) -> UnsafeMutableBufferPointer<Element> {
    let block = borrow(byteCount: max(1, count * MemoryLayout<Element>.stride))
    return UnsafeMutableBufferPointer(rebasing: block.bindMemory(to: type)[..<count])
  }

  /// Takes memory from ``borrow(_:count:)`` back. What was not borrowed here, or was given back
  /// already, is a mistake of the caller and stops the program.
  package func giveBack<Element: BitwiseCopyable>(_ buffer: UnsafeMutableBufferPointer<Element>) {
    blocks.withLock { blocks in
      let address = UnsafeMutableRawPointer(buffer.baseAddress)
      guard let number = blocks.borrowed.firstIndex(where: { $0.baseAddress == address }) else {
        preconditionFailure("this memory was not borrowed here")
      }
      let block = blocks.borrowed.remove(at: number)
      let place = blocks.free.firstIndex { $0.count >= block.count } ?? blocks.free.count
      blocks.free.insert(block, at: place)
    }
  }

  private func borrow(byteCount: Int) -> UnsafeMutableRawBufferPointer {
    blocks.withLock { blocks in
      let block: UnsafeMutableRawBufferPointer
      let number = blocks.free.firstIndex { $0.count >= byteCount } ?? blocks.free.count
      if number < blocks.free.count, blocks.free[number].count / 4 <= byteCount {
        block = blocks.free.remove(at: number)
      } else {
        // It goes before the new one comes, so that both are never held together.
        if number > 0 { blocks.free.remove(at: number - 1).deallocate() }
        block = largeBlock(byteCount: byteCount, alignment: Self.alignment)
      }
      blocks.borrowed.append(block)
      return block
    }
  }

  /// Gives the largest block that nobody has borrowed back to the system, in favour of a field that
  /// is about to be allocated for good.
  package func freeLargest() { blocks.withLock { $0.free.popLast()?.deallocate() } }

  /// Bytes of each block that nobody has borrowed, the smallest first.
  package var freeBlocks: [Int] { blocks.withLock { $0.free.map(\.count) } }
}
