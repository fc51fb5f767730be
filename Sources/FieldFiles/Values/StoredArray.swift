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

  /// The element at a distance from the first one.
  @inline(__always)
  static func load<Element: StoredElement>(
    _ type: Element.Type, _ buffer: UnsafeRawBufferPointer, at place: Int, isBigEndian: Bool
  ) -> Element {
    let bits = buffer.loadUnaligned(fromByteOffset: place, as: Element.Bits.self)
    return Element(bits: isBigEndian ? bits.byteSwapped : bits)
  }
}

/// Every machine that this package runs on stores the low byte first.
let machineIsBigEndian = 1.bigEndian == 1

extension StoredArray {
  /// What of each element becomes of a field, in row-major order. The compiler makes one loop for each
  /// type of element and each transform.
  func map<Transform: ElementTransform>(
    shape: [Int], strides: [Int], _ transform: Transform
  ) -> [Transform.Output] {
    type.accept(MappingVisitor(array: self, shape: shape, strides: strides, transform: transform))
  }
}

/// What is made of an element.
protocol ElementTransform: Sendable {
  associatedtype Output: BitwiseCopyable
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Output
}

private struct MappingVisitor<Transform: ElementTransform>: ElementVisitor {
  let array: StoredArray
  let shape: [Int]
  let strides: [Int]
  let transform: Transform

  func visit<Element: StoredElement>(_ type: Element.Type) -> [Transform.Output] {
    let count = shape.reduce(1, *)
    let isSwapped = array.isBigEndian != machineIsBigEndian
    return [Transform.Output](unsafeUninitializedCapacity: count) { output, initialized in
      var index = 0
      array.bytes.withUnsafeBytes { buffer in
        array.forEachRun(shape: shape, strides: strides) { run in
          let size = MemoryLayout<Element.Bits>.size
          let stride = run.stride * size
          var place = array.offset + run.start * size
          for _ in 0..<run.count {
            let element = StoredArray.load(type, buffer, at: place, isBigEndian: isSwapped)
            output.initializeElement(at: index, to: transform(element))
            index += 1
            place += stride
          }
        }
      }
      initialized = index
    }
  }
}

/// The number that an element stands for.
struct RealValue: ElementTransform {
  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double { element.real }
}

/// The number that an element stands for, scaled.
struct ScaledValue: ElementTransform {
  let slope: Double
  let intercept: Double

  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double {
    slope * element.real + intercept
  }
}

/// The share of the largest grey that an element is.
struct ShareOfFullScale: ElementTransform {
  let fullScale: Double

  func callAsFunction<Element: StoredElement>(_ element: Element) -> Double {
    element.real / fullScale
  }
}

/// Whether an element has one label.
struct HasLabel: ElementTransform {
  let label: Int128

  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    element.whole == label
  }
}

/// Whether an element has one of several labels.
struct HasLabelAmong: ElementTransform {
  let labels: Set<Int128>

  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    element.whole.map(labels.contains) ?? false
  }
}

/// Whether a scaled element has one of several labels: scaling slopes in single precision leave numbers
/// that are whole but for rounding.
struct HasScaledLabel: ElementTransform {
  let labels: [Double]
  let slope: Double
  let intercept: Double

  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    let value = slope * element.real + intercept
    return labels.contains { abs(value - $0) <= 1e-6 * max(1, abs($0)) }
  }
}

/// Whether an element, scaled, is over a threshold.
struct IsOver: ElementTransform {
  let threshold: Double
  let slope: Double
  let intercept: Double

  func callAsFunction<Element: StoredElement>(_ element: Element) -> Bool {
    slope * element.real + intercept > threshold
  }
}
