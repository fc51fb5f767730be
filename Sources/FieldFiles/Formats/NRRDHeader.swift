import Documents

/// The fields of a header.
struct NRRDHeader {
  private var fields: [String: String] = [:]
  private let path: String
  /// Bytes up to the data.
  private(set) var length = 0

  /// Reads up to the first empty line.
  ///
  /// - Throws: `FileError`.
  init(_ bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    var start = 0
    var isEnded = false
    while !isEnded, start < bytes.count {
      guard start <= FileLimits.headerBytes else {
        throw .malformed(path, reason: "its header does not end")
      }
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var line = String(decoding: bytes[start..<end], as: UTF8.self)
      if line.hasSuffix("\r") { line.removeLast() }
      start = min(end + 1, bytes.count)
      isEnded = line.isEmpty
      guard !line.hasPrefix("#"), !line.hasPrefix("NRRD"), let colon = line.firstIndex(of: ":")
      else { continue }
      let value = line[line.index(after: colon)...]
      // `key:=value` is not a field.
      guard !value.hasPrefix("=") else { continue }
      fields[line[..<colon].lowercased()] = trimmed(value)
    }
    length = start
  }

  subscript(_ name: String) -> String? { fields[name] }

  func whole(_ name: String) throws(FileError) -> Int? {
    guard let text = fields[name] ?? fields[name.filter { $0 != " " }] else { return nil }
    guard let number = Int(text), (-1...FileLimits.bytes).contains(number) else {
      throw .malformed(path, reason: "its field '\(name)' is '\(text.prefix(20))'")
    }
    return number
  }

  /// Elements along each axis, fastest first.
  func sizes() throws(FileError) -> [Int] {
    let words = (fields["sizes"] ?? "").split(separator: " ").map { Int($0) }
    guard !words.isEmpty, words.count <= 16, !words.contains(nil),
      try whole("dimension") == words.count
    else { throw .malformed(path, reason: "its header has no sizes, or not as many as axes") }
    return words.compactMap { $0 }
  }

  func type() throws(FileError) -> ElementType {
    let name = (fields["type"] ?? "").replacing("_t", with: "")
    switch name {
    case "signed char", "int8": return .int8
    case "uchar", "unsigned char", "uint8": return .uint8
    case "short", "short int", "signed short", "signed short int", "int16": return .int16
    case "ushort", "unsigned short", "unsigned short int", "uint16": return .uint16
    case "int", "signed int", "int32": return .int32
    case "uint", "unsigned int", "uint32": return .uint32
    case "longlong", "long long", "long long int", "signed long long", "signed long long int",
      "int64":
      return .int64
    case "ulonglong", "unsigned long long", "unsigned long long int", "uint64": return .uint64
    case "float": return .float32
    case "double": return .float64
    default:
      throw .malformed(path, reason: "its type '\(name.prefix(30))' is not known")
    }
  }

  /// The axes, fastest first, with what is known of each.
  func axes(_ shape: [Int]) throws(FileError) -> [FieldAxis] {
    let kinds = fields["kinds"]?.split(separator: " ").map(String.init) ?? []
    let directions = try directions()
    let spacings = try spacings(shape.count)
    if let directions, directions.count != shape.count {
      throw .malformed(path, reason: "there are not as many space directions as axes")
    }
    var spatial: [FieldAxis.Kind] = [.x, .y, .z]
    var others: [FieldAxis.Kind] = [.volume, .channel]
    var stride = 1
    return try shape.indices.map { axis throws(FileError) in
      let name = kinds.indices.contains(axis) ? kinds[axis] : ""
      let step = directions?[axis]
      let kind: FieldAxis.Kind?
      if name == "time" {
        kind = others.first == .volume ? others.removeFirst() : nil
      } else if isSpatial(name, hasDirections: directions != nil, step: step), !spatial.isEmpty {
        kind = spatial.removeFirst()
      } else {
        kind = directions == nil && name.isEmpty ? others.first : .channel
        others.removeAll { $0 == kind }
      }
      guard let kind else {
        throw .malformed(path, reason: "it has more axes than space, channels and volumes")
      }
      var laid = FieldAxis(kind: kind, extent: shape[axis], stride: stride)
      stride = stride.multipliedReportingOverflow(by: max(1, shape[axis])).partialValue
      laid.step = step
      laid.spacing = step?.length ?? (laid.isSpatial ? spacings?[axis] : nil)
      if name == "RGB-color" { laid.names = ["red", "green", "blue"] }
      if name == "RGBA-color" { laid.names = ["red", "green", "blue", "alpha"] }
      return laid
    }
  }

  private func isSpatial(_ kind: String, hasDirections: Bool, step: Position?) -> Bool {
    hasDirections ? step != nil : ["", "domain", "space", "???", "none"].contains(kind)
  }

  private func spacings(_ count: Int) throws(FileError) -> [Double?]? {
    guard let words = fields["spacings"]?.split(separator: " ") else { return nil }
    let numbers = words.map { Double($0) }
    guard numbers.count == count, !numbers.contains(nil) else {
      throw .malformed(path, reason: "its spacings are not one number for each axis")
    }
    return numbers.map { $0.flatMap { $0.isFinite && $0 != 0 ? abs($0) : nil } }
  }

  /// Steps along each axis in millimetres; `nil` for an axis that is not of space.
  private func directions() throws(FileError) -> [Position?]? {
    guard let text = fields["space directions"] else { return nil }
    var rest = Substring(text)
    var steps: [Position?] = []
    while let first = rest.first(where: { $0 != " " }) {
      rest = rest.drop { $0 == " " }
      if first == "(" {
        guard let end = rest.firstIndex(of: ")") else { break }
        steps.append(try position(rest[...end]))
        rest = rest[rest.index(after: end)...]
      } else {
        guard rest.hasPrefix("none") else { break }
        steps.append(nil)
        rest = rest.dropFirst(4)
      }
    }
    guard rest.allSatisfy({ $0 == " " }) else {
      throw .malformed(path, reason: "its space directions are no vectors")
    }
    for step in steps.compactMap(\.self) where !(step.isFinite && step.length > 0) {
      throw .malformed(path, reason: "a space direction has no length")
    }
    return steps
  }

  /// The space that positions are given in, and where the first element lies.
  func place() throws(FileError) -> (Space, Position?) {
    let origin = try fields["space origin"].map { text throws(FileError) in
      try position(text[...])
    }
    return (
      signs.map { _ in Space.anatomical } ?? .other(fields["space"] ?? "without a name"), origin
    )
  }

  /// What turns the file's directions into right, anterior, superior; `nil` for other spaces.
  private var signs: Position? {
    switch fields["space"]?.lowercased() {
    case "right-anterior-superior", "ras": Position(1, 1, 1)
    case "left-anterior-superior", "las": Position(-1, 1, 1)
    case "left-posterior-superior", "lps": Position(-1, -1, 1)
    default: nil
    }
  }

  /// A vector of two or three numbers, in millimetres and in our directions.
  private func position(_ text: Substring) throws(FileError) -> Position {
    let numbers = text.filter { $0 != "(" && $0 != ")" && $0 != " " }.split(separator: ",")
      .map { Double($0) }
    guard (1...3).contains(numbers.count), !numbers.contains(nil) else {
      throw .malformed(path, reason: "'\(text.prefix(40))' is no vector of two or three numbers")
    }
    let known = numbers.compactMap { $0 } + [Double](repeating: 0, count: 3 - numbers.count)
    let vector = Position(known[0], known[1], known[2]) * (signs ?? Position(1, 1, 1))
    return vector * Self.millimetres(fields["space units"] ?? "")
  }

  private static func millimetres(_ units: String) -> Double {
    switch units.split(separator: " ").first?.filter({ $0 != "\"" }) {
    case "m", "meter", "metre": 1000
    case "cm": 10
    case "um", "µm", "μm", "micron", "microns", "micrometer": 0.001
    default: 1
    }
  }
}

/// Without blanks at either end.
func trimmed(_ text: Substring) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
  return String(String(text.drop(while: isBlank).reversed()).drop(while: isBlank).reversed())
}
