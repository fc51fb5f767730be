import CKernels

/// The lower envelope of equal parabolas on a line, which turns squared distances within lines into
/// squared distances within planes.
///
///     fᵢ ← min_j [fⱼ + s² (i − j)²]
///
/// A line is cut where a mask changes its side: of the other side, f is 0, and no parabola reaches past a zero.
/// Near to the other side an element looks at its neighbours, ever farther away, until none can be lower.
/// In long runs the lowest parabola of every 16th element is looked for first: that of an element is never to the
/// left of that of an element farther left, so that each search bounds those on both its sides. Both ways compare
/// rounded sums, of which the result is the smallest, many at a time by the vectors of the processor.
struct LowerEnvelope: ~Copyable {
  /// s² i² for i from −`length` on.
  private let squares: UnsafeMutablePointer<Double>
  /// Room for what the kernel needs.
  private let memory: UnsafeMutablePointer<Double>
  private let length: Int

  /// Takes the memory for lines of up to `length` elements.
  ///
  /// - Parameter squaredSpacing: s².
  init(length: Int, squaredSpacing: Double) {
    self.length = length + Int(CK_LINE_MARGIN)
    squares = .allocate(capacity: 2 * self.length)
    for index in 0..<(2 * self.length) {
      let offset = Double(index - self.length)
      (squares + index).initialize(to: squaredSpacing * offset * offset)
    }
    memory = .allocate(capacity: 3 * self.length)
  }

  deinit {
    squares.deallocate()
    memory.deallocate()
  }

  /// Replaces a line by the envelope; `.infinity` marks elements without a parabola.
  ///
  /// - Parameters:
  ///   - line: f, the squared distance to the other side, at least 0; no longer than the length given to
  ///     ``init(length:squaredSpacing:)``.
  ///   - sides: on which side each element of the line is.
  ///   - target: the side whose elements become 0, where only distances to it are wanted.
  func apply(
    to line: UnsafeMutableBufferPointer<Double>, of sides: UnsafePointer<Bool>, target: Bool?
  ) {
    ck_widen_line(
      line.baseAddress, Self.bytes(sides), line.count, parabola, target.map { $0 ? 1 : 0 } ?? -1,
      memory)
  }

  /// Replaces neighbouring lines, which are columns of rows, by their envelopes, if all elements are near to the other
  /// side; returns whether they are, and does nothing where not.
  func applyDown(
    _ columns: UnsafeMutablePointer<Double>, of sides: UnsafePointer<Bool>, rows: Int,
    rowLength: Int, width: Int, memory: UnsafeMutablePointer<Double>
  ) -> Bool {
    ck_widen_columns(columns, Self.bytes(sides), rows, rowLength, width, parabola, memory) != 0
  }

  /// s² i² for i = 0, with those of other i on both sides.
  private var parabola: UnsafePointer<Double> { UnsafePointer(squares + length) }

  /// Sides as bytes of 0 and 1.
  static func bytes(_ sides: UnsafePointer<Bool>) -> UnsafePointer<UInt8> {
    UnsafeRawPointer(sides).assumingMemoryBound(to: UInt8.self)
  }
}
