/// A number as fields store it. Whatever the storage, all arithmetic is done in Double.
public protocol FieldElement: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// Eight neighbours from `pointer` on.
  static func load(_ pointer: UnsafePointer<Self>) -> SIMD8<Double>
  /// Writes eight neighbours.
  static func store(_ values: SIMD8<Double>, to pointer: UnsafeMutablePointer<Self>)
}

extension Double: FieldElement {
  @inline(__always)
  public static func load(_ pointer: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
  }

  @inline(__always)
  public static func store(_ values: SIMD8<Double>, to pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: values, as: SIMD8<Double>.self)
  }
}

extension Float: FieldElement {
  @inline(__always)
  public static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Double> {
    // The initialiser that converts a vector is a call.
    SIMD8(
      Double(pointer[0]), Double(pointer[1]), Double(pointer[2]), Double(pointer[3]),
      Double(pointer[4]), Double(pointer[5]), Double(pointer[6]), Double(pointer[7]))
  }

  @inline(__always)
  public static func store(_ values: SIMD8<Double>, to pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: SIMD8<Float>(values), as: SIMD8<Float>.self)
  }
}
