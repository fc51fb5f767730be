import Documents
import FieldFiles
import Losses

/// An object of an experiment as it stands in a configuration.
public struct ObjectSpecification: Hashable, Sendable {
  /// What names its panel.
  public var name: String
  /// Its shape, drawn at the centre of the grid …
  public var shape: ObjectShape?
  /// … or a file with its mask, which brings its own grid.
  public var file: String?
  /// Which label of the file is the object; every value over one half when left out.
  public var label: Int?
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
  public init(name: String, file: String, label: Int? = nil) {
    self.name = name
    self.file = file
    self.label = label
  }

  /// The large and the small disc of the article's figure.
  public static let standard = [
    ObjectSpecification(name: "large", shape: .disc(radius: 60)),
    ObjectSpecification(name: "small", shape: .disc(radius: 5)),
  ]

  /// The object, or why there is no such object, and a specification that needs no file any more.
  ///
  /// - Parameter grid: the grid to draw a shape on; a file or an embedded mask brings its own.
  /// - Throws: ``ConfigurationError``, ``GridError``, ``ObjectError/length(_:value:expected:)``, or
  ///   what is wrong with the file.
  public func resolved(
    on grid: GridSpecification
  ) throws -> (object: Result<NamedObject, ObjectError>, specification: ObjectSpecification) {
    var resolved = self
    do {
      let mask = try self.mask(on: grid)
      if shape == nil { resolved.mask = EncodedMask(mask) }
      return (.success(try NamedObject(name: name, mask: mask)), resolved)
    } catch let error as ObjectError where error.isAboutOneObject {
      return (.failure(error), resolved)
    }
  }

  /// The elements of the object.
  private func mask(on grid: GridSpecification) throws -> Mask {
    if let shape { return try shape.mask(on: grid.grid()) }
    if let mask { return try mask.decoded() }
    guard let file else { throw ConfigurationError.objectSource(name) }
    return try readMask(at: file, label: label)
  }
}

extension ObjectSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, shape, file, label, mask }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    shape = try container.decodeIfPresent(ObjectShape.self, forKey: .shape)
    file = try container.decodeIfPresent(String.self, forKey: .file)
    label = try container.decodeIfPresent(Int.self, forKey: .label)
    mask = try container.decodeIfPresent(EncodedMask.self, forKey: .mask)
    guard (shape == nil) != (file == nil && mask == nil) else {
      throw ConfigurationError.objectSource(name)
    }
  }
}
