import Documents
import FieldFiles

extension ObjectSpecification {
  /// An object as it stands on a command line: `NAME=KIND:NUMBER:…`, for example `thin=tube:3:120`, or with
  /// the element that its centre is at, `thin=tube:3:120@100:200`.
  ///
  /// ``ObjectShape/Kind/form`` says which numbers a kind takes.
  ///
  /// - Throws: ``ConfigurationError/objectArgument(_:)`` or ``ConfigurationError/objectShape(_:)``.
  public init(argument: String) throws(ConfigurationError) {
    let halves = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard halves.count == 2 else { throw .objectArgument(argument) }
    let places = halves[1].split(separator: "@", omittingEmptySubsequences: false)
    var parts = places[0].split(separator: ":").map(String.init)
    // `blobs:20:2:spread` are discs all over the grid.
    if parts.first == ObjectShape.Kind.blobs.rawValue, parts.count > 3, parts[3] == "spread" {
      parts[0] = ObjectShape.Kind.spreadBlobs.rawValue
      parts.remove(at: 3)
    }
    let numbers = parts.dropFirst().compactMap { Double($0) }
    guard let kind = parts.first.flatMap({ ObjectShape.Kind(rawValue: $0) }),
      numbers.count == parts.count - 1, let shape = ObjectShape(kind, numbers)
    else { throw .objectShape(argument) }
    self.init(name: halves[0], shape: shape)
    guard places.count > 1 else { return }
    let centre = places[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard places.count == 2, !centre.contains(nil) else { throw .objectShape(argument) }
    self.centre = centre.compactMap(\.self)
  }
}

extension ObjectSpecification {
  /// An object from a file as it stands on a command line: `FILE`, `FILE:LABEL`, `FILE:LABEL+LABEL` for
  /// labels that are the object together, or `NAME=FILE:LABEL`. A file with such a name is that file.
  ///
  /// - Parameters:
  ///   - argument: the text.
  ///   - defaultName: what names it where the text does not; that of the file where left out.
  ///   - reading: how to read it; a label in the text stands over its labels.
  public init(truth argument: String, defaultName: String? = nil, reading: ReadingOptions) {
    var (file, name, reading) = (argument, defaultName, reading)
    if !isRegularFile(at: file), let equals = file.firstIndex(of: "="),
      !file[..<equals].contains("/"), equals != file.startIndex
    {
      name = String(file[..<equals])
      file = String(file[file.index(after: equals)...])
    }
    if !isRegularFile(at: file), let colon = file.lastIndex(of: ":") {
      let labels = file[file.index(after: colon)...]
        .split(separator: "+", omittingEmptySubsequences: false).map { Label(String($0)) }
      if !labels.contains(nil) {
        reading.labels = labels.compactMap(\.self)
        file = String(file[..<colon])
      }
    }
    let stem = file.split(separator: "/").last?.split(separator: ".").first.map(String.init)
    self.init(name: name ?? stem ?? file, file: file, reading: reading)
  }
}

extension ObjectShape.Kind {
  /// How it stands on a command line; lengths are in elements.
  public var form: String {
    switch self {
    case .disc: "disc:RADIUS"
    case .ellipse: "ellipse:SEMIAXIS:SEMIAXIS (one for each axis of the grid)"
    case .rectangle: "rectangle:SIDE:SIDE (one for each axis)"
    case .annulus: "annulus:INNER RADIUS:OUTER RADIUS"
    case .tube: "tube:RADIUS:LENGTH"
    case .blobs: "blobs:COUNT:RADIUS or blobs:COUNT:RADIUS:SEED"
    case .spreadBlobs: "blobs:COUNT:RADIUS:spread or blobs:COUNT:RADIUS:spread:SEED"
    case .empty: "empty"
    }
  }
}

extension ObjectShape {
  fileprivate init?(_ kind: Kind, _ numbers: [Double]) {
    switch (kind, numbers.count) {
    case (.disc, 1): self = .disc(radius: numbers[0])
    case (.ellipse, 1...3): self = .ellipse(semiaxes: numbers, angle: 0)
    case (.rectangle, 1...3): self = .rectangle(sides: numbers)
    case (.annulus, 2): self = .annulus(inner: numbers[0], outer: numbers[1])
    case (.tube, 2): self = .tube(radius: numbers[0], length: numbers[1])
    case (.empty, 0): self = .empty
    case (.blobs, 2...3), (.spreadBlobs, 2...3):
      guard let count = Int(exactly: numbers[0]),
        let seed = UInt64(exactly: numbers.count > 2 ? numbers[2] : 0)
      else { return nil }
      self =
        kind == .blobs
        ? .blobs(count: count, radius: numbers[1], seed: seed)
        : .spreadBlobs(count: count, radius: numbers[1], seed: seed)
    default: return nil
    }
  }
}
