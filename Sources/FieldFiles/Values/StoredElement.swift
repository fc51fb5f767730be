/// A number as files store it.
protocol StoredElement {
  /// The bits in a file.
  associatedtype Bits: FixedWidthInteger & BitwiseCopyable
  /// The number that some bits stand for.
  init(bits: Bits)
  /// It, rounded to double precision where it is a large integer.
  var real: Double { get }
  /// It, exactly; `nil` where it is not whole or too large.
  var whole: Int128? { get }
}

extension StoredElement where Self: FixedWidthInteger & BitwiseCopyable {
  @inline(__always) init(bits: Self) { self = bits }
  @inline(__always) var real: Double { Double(self) }
  @inline(__always) var whole: Int128? { Int128(self) }
}

extension UInt8: StoredElement {}
extension Int8: StoredElement {}
extension UInt16: StoredElement {}
extension Int16: StoredElement {}
extension UInt32: StoredElement {}
extension Int32: StoredElement {}
extension UInt64: StoredElement {}
extension Int64: StoredElement {}

extension Float: StoredElement {
  @inline(__always) init(bits: UInt32) { self.init(bitPattern: bits) }
  @inline(__always) var real: Double { Double(self) }
  @inline(__always) var whole: Int128? { Int128(exactly: self) }
}

extension Double: StoredElement {
  @inline(__always) init(bits: UInt64) { self.init(bitPattern: bits) }
  @inline(__always) var real: Double { self }
  @inline(__always) var whole: Int128? { Int128(exactly: self) }
}

/// IEEE 754 half precision; macOS on Intel has no Float16.
struct HalfPrecision: StoredElement {
  let real: Double

  init(bits: UInt16) {
    let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF) / 1024
    real =
      switch exponent {
      case 0: sign * fraction * 0x1p-14
      case 31: fraction == 0 ? sign * .infinity : .nan
      default:
        sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
  }

  var whole: Int128? { Int128(exactly: real) }
}

/// A byte that is false where it is 0.
struct BooleanByte: StoredElement {
  let bits: UInt8
  @inline(__always) init(bits: UInt8) { self.bits = bits }
  @inline(__always) var real: Double { bits == 0 ? 0 : 1 }
  @inline(__always) var whole: Int128? { bits == 0 ? 0 : 1 }
}

/// How the elements of an array are stored.
public enum ElementType: String, Sendable, CaseIterable {
  case bool, uint8, int8, uint16, int16, uint32, int32, uint64, int64, float16, float32, float64

  /// Bytes of an element.
  public var size: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// Whether every element is a whole number.
  public var isInteger: Bool {
    switch self {
    case .float16, .float32, .float64: false
    default: true
    }
  }

  /// Whole numbers of a size.
  init?(integerOfBits bits: Int, isSigned: Bool) {
    switch (bits, isSigned) {
    case (8, false): self = .uint8
    case (8, true): self = .int8
    case (16, false): self = .uint16
    case (16, true): self = .int16
    case (32, false): self = .uint32
    case (32, true): self = .int32
    case (64, false): self = .uint64
    case (64, true): self = .int64
    default: return nil
    }
  }

  /// Calls a visitor with the type of the elements.
  func accept<Visitor: ElementVisitor>(_ visitor: Visitor) -> Visitor.Result {
    switch self {
    case .bool: visitor.visit(BooleanByte.self)
    case .uint8: visitor.visit(UInt8.self)
    case .int8: visitor.visit(Int8.self)
    case .uint16: visitor.visit(UInt16.self)
    case .int16: visitor.visit(Int16.self)
    case .uint32: visitor.visit(UInt32.self)
    case .int32: visitor.visit(Int32.self)
    case .uint64: visitor.visit(UInt64.self)
    case .int64: visitor.visit(Int64.self)
    case .float16: visitor.visit(HalfPrecision.self)
    case .float32: visitor.visit(Float.self)
    case .float64: visitor.visit(Double.self)
    }
  }
}

/// Something that is done alike with elements of every type.
protocol ElementVisitor {
  associatedtype Result
  func visit<Element: StoredElement>(_ type: Element.Type) -> Result
}
