import Documents

/// What the header of a `.npy` file says: a Python dictionary, which NumPy reads as a literal of Python.
///
/// Source: NumPy enhancement proposal 1.
struct NumPyHeader {
  let type: ElementType
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let shape: [Int]

  /// More axes than NumPy has ever allowed.
  private static let mostAxes = 64

  /// - Throws: `FileError`.
  init(_ text: [UInt8], path: String) throws(FileError) {
    var parser = PythonLiteral.Parser(text)
    guard case .dictionary(let entries)? = parser.parse(),
      case .boolean(let isFortranOrder)? = entries["fortran_order"],
      case .sequence(let extents)? = entries["shape"], let descriptor = entries["descr"]
    else { throw .malformed(path, reason: "the header of the array makes no sense") }
    guard extents.count <= Self.mostAxes else {
      throw .malformed(path, reason: "the array has \(extents.count) axes; expected 1, 2 or 3")
    }
    shape = try extents.map { extent throws(FileError) in
      guard case .integer(let number) = extent else {
        throw .malformed(path, reason: "the shape in the header of the array makes no sense")
      }
      return number
    }
    self.isFortranOrder = isFortranOrder
    guard case .text(let name) = descriptor else {
      throw .malformed(
        path,
        reason: "it is a structured array, with several values an element; save one field of it: "
          + "numpy.save(file, array['NAME'])")
    }
    guard let type = Self.elementType(name) else {
      throw .malformed(
        path,
        reason: "the elements are of type '\(name.prefix(20))'; expected bool, integers or "
          + "real numbers of up to 64 bits: convert with array.astype(float)")
    }
    self.type = type
    isBigEndian = name.hasPrefix(">")
  }

  private static func elementType(_ descriptor: String) -> ElementType? {
    let name =
      descriptor.first.map { "<>|=".contains($0) } == true
      ? String(descriptor.dropFirst()) : descriptor
    return codes[name] ?? ElementType(rawValue: name)
  }

  /// Names of types that `numpy.dtype` knows, on a 64-bit system.
  private static let codes: [String: ElementType] = [
    "b1": .bool, "?": .bool, "bool_": .bool, "bool8": .bool,
    "u1": .uint8, "B": .uint8, "ubyte": .uint8, "i1": .int8, "b": .int8, "byte": .int8,
    "u2": .uint16, "H": .uint16, "ushort": .uint16, "i2": .int16, "h": .int16, "short": .int16,
    "u4": .uint32, "I": .uint32, "uintc": .uint32, "i4": .int32, "i": .int32, "intc": .int32,
    "u8": .uint64, "L": .uint64, "Q": .uint64, "P": .uint64, "uint": .uint64, "ulong": .uint64,
    "ulonglong": .uint64, "uintp": .uint64, "u": .uint64,
    "i8": .int64, "l": .int64, "q": .int64, "p": .int64, "int": .int64, "int_": .int64,
    "long": .int64, "longlong": .int64, "intp": .int64,
    "f2": .float16, "e": .float16, "half": .float16,
    "f4": .float32, "f": .float32, "single": .float32,
    "f8": .float64, "d": .float64, "double": .float64, "float": .float64, "float_": .float64,
  ]
}

/// The literals of Python that a header of NumPy may have.
enum PythonLiteral {
  case text(String)
  case boolean(Bool)
  case integer(Int)
  case sequence([PythonLiteral])
  case dictionary([String: PythonLiteral])
  case none

  /// Reads one literal; what cannot be read, or is nested deeper than any header, is `nil`.
  struct Parser {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The literal that all the bytes are.
    mutating func parse() -> PythonLiteral? {
      guard let literal = value() else { return nil }
      skipBlanks()
      return place == bytes.count ? literal : nil
    }

    private mutating func value() -> PythonLiteral? {
      skipBlanks()
      guard let first = peek, depth < 8 else { return nil }
      depth += 1
      defer { depth -= 1 }
      switch first {
      case "{": return dictionary()
      case "(", "[": return sequence(closing: first == "(" ? ")" : "]")
      case "'", "\"": return text()
      case "-", "0"..."9": return integer()
      default: return word()
      }
    }

    private var peek: Character? {
      place < bytes.count ? Character(UnicodeScalar(bytes[place])) : nil
    }

    private mutating func skipBlanks() {
      while let next = peek,
        next == " " || next == "\n" || next == "\t" || next == "\r" || next == "\r\n"
      {
        place += 1
      }
    }

    private mutating func take(_ character: Character) -> Bool {
      skipBlanks()
      guard peek == character else { return false }
      place += 1
      return true
    }

    private mutating func dictionary() -> PythonLiteral? {
      var entries: [String: PythonLiteral] = [:]
      place += 1
      while !take("}") {
        guard case .text(let key)? = value(), take(":"), let entry = value() else { return nil }
        entries[key] = entry
        guard take(",") else { return take("}") ? .dictionary(entries) : nil }
      }
      return .dictionary(entries)
    }

    private mutating func sequence(closing: Character) -> PythonLiteral? {
      var (entries, hasComma) = ([PythonLiteral](), false)
      place += 1
      while !take(closing) {
        guard let entry = value() else { return nil }
        entries.append(entry)
        hasComma = take(",")
        guard hasComma else {
          guard take(closing) else { return nil }
          // One value in parentheses is that value, no sequence.
          return entries.count == 1 && closing == ")" ? entries[0] : .sequence(entries)
        }
      }
      return .sequence(entries)
    }

    private mutating func text() -> PythonLiteral? {
      let quote = bytes[place]
      let start = place + 1
      guard let end = bytes[start...].firstIndex(of: quote), !bytes[start..<end].contains(0x5C)
      else { return nil }
      place = end + 1
      return .text(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    private mutating func integer() -> PythonLiteral? {
      let isNegative = take("-")
      var number = 0
      let start = place
      while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
        // An extent that does not fit in 64 bits is as much too large as one that just fits.
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        number =
          overflow || product > Int.max - 9 ? Int.max / 16 : product + Int(bytes[place] - 0x30)
        place += 1
      }
      guard place > start else { return nil }
      // Python 2 wrote long integers so.
      if peek == "L" { place += 1 }
      return .integer(isNegative ? -number : number)
    }

    private mutating func word() -> PythonLiteral? {
      let start = place
      while place < bytes.count, (0x41...0x5A).contains(bytes[place] & 0xDF) { place += 1 }
      let word = String(decoding: bytes[start..<place], as: UTF8.self)
      if let next = peek, next == "'" || next == "\"", ["u", "U", "b"].contains(word) {
        return text()
      }
      switch word {
      case "True": return .boolean(true)
      case "False": return .boolean(false)
      case "None": return PythonLiteral.none
      default: return nil
      }
    }
  }
}
