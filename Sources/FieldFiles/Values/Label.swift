/// A whole number that marks the elements of an object: exact, of up to 64 bits, with sign or without.
public struct Label: Hashable, Sendable {
  /// The number.
  let value: Int128

  /// A label that fits in 64 bits with or without sign; `nil` for other numbers.
  init?(_ value: Int128) {
    guard (Int128(Int64.min)...Int128(UInt64.max)).contains(value) else { return nil }
    self.value = value
  }
}

extension Label: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.value = Int128(value) }
}

extension Label: LosslessStringConvertible {
  /// Digits, with a sign before them where there is one: `400000011`, `-1`.
  public init?(_ description: String) {
    guard let value = Int128(description) else { return nil }
    self.init(value)
  }

  public var description: String { "\(value)" }
}

extension Label: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int64.self) {
      value = Int128(number)
    } else {
      value = Int128(try container.decode(UInt64.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number = Int64(exactly: value) {
      try container.encode(number)
    } else {
      try container.encode(UInt64(value))
    }
  }
}
