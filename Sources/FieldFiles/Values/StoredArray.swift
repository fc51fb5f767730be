/// Numbers in the bytes of a file, and where along each axis they stand. Nothing is copied until they
/// are asked for: choosing a channel, turning an axis round or reordering axes only changes strides.
struct StoredArray: Sendable {
  /// The bytes of the file, or what they unpack to.
  var bytes: [UInt8]
  /// Where element (0, …, 0) stands.
  var offset: Int
  /// How the elements are stored.
  var type: ElementType
  /// Whether the high byte of an element comes first.
  var isBigEndian: Bool
  /// What stored numbers are multiplied by, where that is not 1.
  var slope: Double?
  /// What is added then.
  var intercept = 0.0

  /// Elements that stand beside each other at a constant distance.
  struct Run {
    let start: Int
    let stride: Int
    let count: Int
  }

  /// The runs of an array in row-major order. All places that they name lie within the bytes: the
  /// readers of formats see to that when they find the data.
  func forEachRun(shape: [Int], strides: [Int], _ body: (Run) -> Void) {
    var (shape, strides) = (shape, strides)
    // Axes that follow each other in memory are one.
    for axis in shape.indices.dropLast().reversed()
    where strides[axis] == strides[axis + 1] * shape[axis + 1] {
      shape[axis + 1] *= shape[axis]
      shape.remove(at: axis)
      strides.remove(at: axis)
    }
    guard let count = shape.popLast(), let stride = strides.popLast(), count > 0,
      !shape.contains(0)
    else { return }
    var coordinates = [Int](repeating: 0, count: shape.count)
    var start = 0
    while true {
      body(Run(start: start, stride: stride, count: count))
      var axis = shape.count - 1
      while axis >= 0 {
        coordinates[axis] += 1
        start += strides[axis]
        guard coordinates[axis] == shape[axis] else { break }
        start -= strides[axis] * shape[axis]
        coordinates[axis] = 0
        axis -= 1
      }
      guard axis >= 0 else { return }
    }
  }

  /// The element that some bits in the file stand for.
  @inline(__always)
  func element<Element: StoredElement>(_ type: Element.Type, bits: Element.Bits) -> Element {
    Element(bits: isBigEndian != machineIsBigEndian ? bits.byteSwapped : bits)
  }
}

/// Every machine that this package runs on stores the low byte first.
let machineIsBigEndian = 1.bigEndian == 1
