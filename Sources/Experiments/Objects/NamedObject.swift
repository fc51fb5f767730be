import Losses

/// What is wrong with an object.
public enum ObjectError: Error, Equatable, Sendable {
  /// A length is not positive, or there are not as many as axes.
  case length(String, value: String, expected: String)
  /// The object has no element.
  case empty(String)
  /// The object fills the grid, or reaches its border.
  case doesNotFit(String, shape: [Int])

  /// Whether the others of an experiment are possible all the same; a length that makes no sense is a
  /// mistake in what was asked for.
  var isAboutOneObject: Bool {
    switch self {
    case .length: false
    case .empty, .doesNotFit: true
    }
  }
}

extension ObjectError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .length(let name, let value, let expected):
      "\(name) is \(value); expected \(expected)"
    case .empty(let name):
      "the object '\(name)' has no foreground element; "
        + "choose a larger shape or another label of the file"
    case .doesNotFit(let name, let shape):
      "the object '\(name)' does not fit in a grid of \(shape) with a background element on every "
        + "side; choose a smaller shape or a larger grid"
    }
  }
}

/// An object and its name.
public struct NamedObject: Hashable, Sendable {
  /// What names it in tables and figures.
  public let name: String
  /// Its elements; not all of the grid, and none only of an object that is said to be empty.
  public let mask: Mask
  /// The shape that it was drawn from, where it was; paths that move it draw it where it is then.
  public let shape: ObjectShape?

  /// Names an object.
  ///
  /// - Parameters:
  ///   - name: what names it in tables and figures.
  ///   - mask: its elements.
  ///   - shape: the shape whose elements on the same grid those are.
  /// - Throws: ``ObjectError/empty(_:)`` or ``ObjectError/doesNotFit(_:shape:)`` for a full mask.
  public init(name: String, mask: Mask, shape: ObjectShape? = nil) throws(ObjectError) {
    guard !mask.isEmpty || shape == .empty else { throw .empty(name) }
    guard !mask.isFull else { throw .doesNotFit(name, shape: mask.grid.shape) }
    self.name = name
    self.mask = mask
    self.shape = shape
  }
}
