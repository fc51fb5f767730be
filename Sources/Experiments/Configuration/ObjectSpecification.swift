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

  /// The object, and a specification that needs no file any more.
  ///
  /// - Parameter grid: the grid to draw a shape on; a file or an embedded mask brings its own.
  /// - Throws: ``ConfigurationError``, ``GridError``, or what is wrong with the shape or the file.
  public func resolved(on grid: GridSpecification) throws -> (NamedObject, ObjectSpecification) {
    var resolved = self
    if let shape {
      let object = try NamedObject(name: name, mask: shape.mask(on: grid.grid()))
      return (object, resolved)
    }
    guard mask != nil || file != nil else { throw ConfigurationError.objectSource(name) }
    let mask = try mask?.decoded() ?? readMask(at: file ?? "", label: label)
    resolved.mask = EncodedMask(mask)
    return (try NamedObject(name: name, mask: mask), resolved)
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
