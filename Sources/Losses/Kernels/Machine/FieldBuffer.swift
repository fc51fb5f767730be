/// A field that several threads may read.
// Unchecked, but true: nobody writes to the memory while the body that was handed the buffer runs.
package struct FieldBuffer<Element>: @unchecked Sendable {
  package let buffer: UnsafeBufferPointer<Element>

  /// Number of elements.
  package var count: Int { buffer.count }

  /// A piece, counted from its own start.
  subscript(range: Range<Int>) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(rebasing: buffer[range])
  }
}

/// Calls `body` with two fields of one length.
@inline(__always)
package func withBuffers<Element: FieldElement, Result>(
  _ first: [Element], _ second: [Element],
  _ body: (FieldBuffer<Element>, FieldBuffer<Element>) -> Result
) -> Result {
  precondition(first.count == second.count)
  return first.withUnsafeBufferPointer { first in
    second.withUnsafeBufferPointer { second in
      body(FieldBuffer(buffer: first), FieldBuffer(buffer: second))
    }
  }
}

/// A buffer whose elements are written by one thread each.
// Unchecked, but true: the pieces that threads write to do not overlap, and the memory outlives them.
package struct SendableBuffer<Element>: @unchecked Sendable {
  package let buffer: UnsafeMutableBufferPointer<Element>

  package init(_ buffer: UnsafeMutableBufferPointer<Element>) { self.buffer = buffer }
}
