import Documents
import FieldFiles
import Losses

/// An object of an experiment as it stands in a configuration.
public struct ObjectSpecification: Hashable, Sendable {
  /// What names its panel.
  public var name: String
  /// Its shape, drawn at the centre of the grid …
  public var shape: ObjectShape?
  /// … or at this element, one number for each axis, the slowest first; ⌊n/2⌋ is the centre.
  public var centre: [Int]?
  /// … or a file with its mask, which brings its own grid.
  public var file: String?
  /// How the object is told in the file.
  public var reading = ReadingOptions()
  /// … or its mask; that of ``file`` once it has been read, as reports embed it.
  public var mask: EncodedMask?

  /// An object with a shape.
  public init(name: String, shape: ObjectShape) {
    self.name = name
    self.shape = shape
  }

  /// An object with a mask that is there already.
  public init(name: String, mask: Mask) {
    self.name = name
    self.mask = EncodedMask(mask)
  }

  /// An object from a file.
  ///
  /// - Parameters:
  ///   - name: what names its panel.
  ///   - file: where its mask is.
  ///   - reading: how the object is told in the file.
  public init(name: String, file: String, reading: ReadingOptions = ReadingOptions()) {
    self.name = name
    self.file = file
    self.reading = reading
  }

  /// The large and the small disc of the article's figure.
  public static let standard = [
    ObjectSpecification(name: "large", shape: .disc(radius: 60)),
    ObjectSpecification(name: "small", shape: .disc(radius: 5)),
  ]

  /// The object, or why there is no such object, and a specification that needs no file any more.
  ///
  /// - Parameter grid: the grid to draw a shape on; a file or an embedded mask brings its own.
  /// - Throws: ``ConfigurationError``, `GridError`, ``ObjectError/length(_:value:expected:)``, or
  ///   what is wrong with the file.
  public func resolved(
    on grid: GridSpecification
  ) throws -> (object: Result<NamedObject, ObjectError>, specification: ObjectSpecification) {
    var resolved = self
    do {
      let mask = try self.mask(on: grid)
      if shape == nil { resolved.mask = EncodedMask(mask) }
      // What paths draw where it is then is at the centre at first.
      return (
        .success(try NamedObject(name: name, mask: mask, shape: centre == nil ? shape : nil)),
        resolved
      )
    } catch let error as ObjectError where error.isAboutOneObject {
      return (.failure(error), resolved)
    }
  }

  /// The elements of the object.
  private func mask(on grid: GridSpecification) throws -> Mask {
    if let shape { return try placed(shape.mask(on: grid.grid())) }
    if let mask { return try mask.decoded() }
    guard let file else { throw ConfigurationError.objectSource(name) }
    return try readMask(at: file, reading)
  }

  /// A mask at the centre of the grid moved to ``centre``.
  private func placed(_ mask: Mask) throws -> Mask {
    guard let centre else { return mask }
    let shape = mask.grid.shape
    guard centre.count == shape.count else {
      throw ObjectError.length(
        "the number of coordinates of the centre of '\(name)'", value: "\(centre.count)",
        expected: "one for each of the \(shape.count) axes")
    }
    // Far off is off: no sum overflows.
    let offset = zip(centre, shape).map { max(min($0, $1), -1) - $1 / 2 }
    guard let moved = mask.shifted(by: offset) else {
      throw ObjectError.doesNotFit(name, shape: shape)
    }
    return moved
  }
}

extension ObjectSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, shape, centre, file, label, labels, threshold, channel, volume, axes, spacing, mask
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    shape = try container.decodeIfPresent(ObjectShape.self, forKey: .shape)
    centre = try container.decodeIfPresent([Int].self, forKey: .centre)
    file = try container.decodeIfPresent(String.self, forKey: .file)
    mask = try container.decodeIfPresent(EncodedMask.self, forKey: .mask)
    let label = try container.decodeIfPresent(Label.self, forKey: .label)
    reading = ReadingOptions(
      labels: try container.decodeIfPresent([Label].self, forKey: .labels) ?? label.map { [$0] },
      threshold: try container.decodeIfPresent(Double.self, forKey: .threshold),
      channel: try container.decodeIfPresent(String.self, forKey: .channel),
      volume: try container.decodeIfPresent(Int.self, forKey: .volume),
      axes: try container.decodeIfPresent(AxisOrder.self, forKey: .axes),
      spacing: try container.decodeIfPresent([Double].self, forKey: .spacing))
    guard (shape == nil) != (file == nil && mask == nil) else {
      throw ConfigurationError.objectSource(name)
    }
    guard centre == nil || shape != nil else {
      throw ConfigurationError.outOfRange(
        "the centre of '\(name)'", value: "given",
        expected: "none: masks of files are where they are")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(shape, forKey: .shape)
    try container.encodeIfPresent(centre, forKey: .centre)
    try container.encodeIfPresent(file, forKey: .file)
    if let labels = reading.labels {
      if labels.count == 1 {
        try container.encode(labels[0], forKey: .label)
      } else {
        try container.encode(labels, forKey: .labels)
      }
    }
    try container.encodeIfPresent(reading.threshold, forKey: .threshold)
    try container.encodeIfPresent(reading.channel, forKey: .channel)
    try container.encodeIfPresent(reading.volume, forKey: .volume)
    try container.encodeIfPresent(reading.axes, forKey: .axes)
    try container.encodeIfPresent(reading.spacing, forKey: .spacing)
    try container.encodeIfPresent(mask, forKey: .mask)
  }
}
