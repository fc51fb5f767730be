import FieldFiles
import Foundation
import Losses
import Testing

/// Elements of every type, order of bytes and layout become the values that were stored, whichever of
/// the quick ways there are is taken: tables, tiles, whole words, threads.
@Suite struct ConversionTests {
  /// A type of elements as NumPy names it, and some of its numbers.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let numbers: [Double]
    let isBigEndian: Bool
    let isFortranOrder: Bool

    var testDescription: String {
      "\(isBigEndian ? ">" : "<")\(name), \(isFortranOrder ? "Fortran" : "C")"
    }

    /// The bytes of a number.
    func bytes(_ number: Double) -> [UInt8] {
      func bytes<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
        withUnsafeBytes(of: isBigEndian ? bits.bigEndian : bits.littleEndian) { Array($0) }
      }
      return switch name {
      case "b1": bytes(UInt8(number))
      case "u1": bytes(UInt8(number))
      case "i1": bytes(Int8(number))
      case "u2": bytes(UInt16(number))
      case "i2": bytes(Int16(number))
      case "u4": bytes(UInt32(number))
      case "i4": bytes(Int32(number))
      case "u8": bytes(UInt64(number))
      case "i8": bytes(Int64(number))
      case "f2": bytes(Self.halfPrecision(number))
      case "f4": bytes(Float(number).bitPattern)
      default: bytes(number.bitPattern)
      }
    }

    /// The bits of a number that is normal and exact in half precision, of 0 or of what is none.
    private static func halfPrecision(_ number: Double) -> UInt16 {
      let sign: UInt16 = number.sign == .minus ? 0x8000 : 0
      guard number.isFinite else { return sign | (number.isNaN ? 0x7E00 : 0x7C00) }
      guard number != 0 else { return sign }
      let fraction = (number.significand - 1) * 1024
      return sign | UInt16(Int(number.exponent) + 15) << 10 | UInt16(fraction)
    }

    static let all: [Kind] = [
      ("b1", [0, 1]), ("u1", [0, 1, 7, 255]), ("i1", [0, 1, -128, 127]),
      ("u2", [0, 1, 300, 65535]), ("i2", [0, 1, -300, 32767]), ("u4", [0, 1, 70_000, 4e9]),
      ("i4", [0, 1, -70_000, 2e9]), ("u8", [0, 1, 0x1p60, 3]), ("i8", [0, 1, -0x1p60, 3]),
      ("f2", [0, 1, 0.25, -1.5]), ("f4", [0, 1, 0.1.rounded(to: 24), -1e30.rounded(to: 24)]),
      ("f8", [0, 1, 0.1, -1e300]),
    ].flatMap { (name: String, numbers: [Double]) in
      [false, true].flatMap { big in
        [false, true].map {
          Kind(name: name, numbers: numbers, isBigEndian: big, isFortranOrder: $0)
        }
      }
    }
  }

  /// A file in memory and the numbers in it, row by row.
  private static func file(
    _ kind: Kind, shape: [Int], seed: UInt64, numbers: [Double]? = nil
  ) throws -> (file: FieldFile, values: [Double]) {
    var random = SeededGenerator(seed: seed)
    let numbers = numbers ?? kind.numbers
    let count = shape.reduce(1, *)
    // Runs of equal neighbours, as labels have them.
    var codes: [Int] = []
    while codes.count < count {
      let code = random.index(below: numbers.count)
      codes += [Int](repeating: code, count: 1 + random.index(below: 20))
    }
    codes.removeLast(codes.count - count)
    let encoded = numbers.map(kind.bytes)
    let extents = shape.map { "\($0), " }.joined()
    let order = kind.isFortranOrder ? "True" : "False"
    var header = "{'descr': '\(kind.isBigEndian ? ">" : "<")\(kind.name)', "
    header += "'fortran_order': \(order), 'shape': (\(extents)), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
    bytes += Array(header.utf8)
    if kind.isFortranOrder {
      let (rows, columns) = (shape[0], shape[1] * shape[2])
      for column in 0..<shape[2] {
        for middle in 0..<shape[1] {
          for row in 0..<rows {
            bytes += encoded[codes[row * columns + middle * shape[2] + column]]
          }
        }
      }
    } else {
      for code in codes { bytes += encoded[code] }
    }
    return (try FieldFile(bytes, path: "array.npy"), codes.map { numbers[$0] })
  }

  @Test(arguments: Kind.all)
  func isWhatWasStored(kind: Kind) throws {
    // Tables of 16 bits pay from 2¹⁸ elements on; no extent is a multiple of a tile or a vector.
    let shape = ["u2", "i2", "f2"].contains(kind.name) ? [67, 66, 61] : [43, 42, 39]
    let (file, values) = try Self.file(kind, shape: shape, seed: 3)
    #expect(try file.image().values == values)
    #expect(
      try file.mask(ReadingOptions(threshold: 0.5)).elements == values.map { $0 > 0.5 })
    if kind.numbers.allSatisfy({ $0 == $0.rounded() }), kind.numbers.count > 2 {
      let labels = kind.numbers.dropFirst().compactMap { Label("\(Int($0))") }
      #expect(
        try file.mask(ReadingOptions(labels: [labels[1]])).elements
          == values.map { $0 == kind.numbers[2] })
      #expect(
        try file.mask(ReadingOptions(labels: labels)).elements == values.map { $0 != 0 })
    }
  }

  @Test(arguments: Kind.all)
  func hardMapsAndMasksAreOneField(kind: Kind) throws {
    let (file, values) = try Self.file(kind, shape: [43, 42, 39], seed: 4, numbers: [0, 1])
    #expect(try file.probabilityMap().values == values)
    #expect(try file.truthMap().values == values)
    #expect(try file.mask().elements == values.map { $0 == 1 })
  }

  @Test(arguments: Kind.all.filter { $0.name.hasPrefix("f") })
  func whatIsNoNumberIsFoundWhereItStands(kind: Kind) throws {
    let (file, values) = try Self.file(
      kind, shape: [43, 42, 39], seed: 5, numbers: [Double](repeating: 0.5, count: 2000) + [.nan])
    let found = values.firstIndex { $0.isNaN }
    let index = try #require(found)
    let place = "[\(index / (42 * 39)), \(index / 39 % 42), \(index % 39)]"
    for read in [
      { _ = try file.image() }, { _ = try file.probabilityMap() }, { _ = try file.mask() },
      { _ = try file.truthMap() },
    ] as [() throws -> Void] {
      #expect { try read() } throws: { "\($0)".contains(place) }
    }
  }

  @Test(arguments: Kind.all.filter { $0.name.hasPrefix("f") })
  func roundingIsClampedAndMoreIsRefused(kind: Kind) throws {
    // In half precision the next number after 1 is no rounding.
    guard kind.name != "f2" else { return }
    let (near, values) = try Self.file(
      kind, shape: [43, 42, 39], seed: 6, numbers: [0.25, 1 + 0x1p-22, -0x1p-22])
    #expect(try near.probabilityMap().values == values.map { min(max($0, 0), 1) })
    let (far, _) = try Self.file(kind, shape: [43, 42, 39], seed: 6, numbers: [0.25, 1.25])
    #expect { try far.probabilityMap() } throws: { "\($0)".contains("1.25") }
  }
}

extension Double {
  /// The nearest number of so many binary digits.
  fileprivate func rounded(to digits: Int) -> Double {
    let unit = self.binade * Double(sign: .plus, exponent: 1 - digits, significand: 1)
    return (self / unit).rounded() * unit
  }
}
