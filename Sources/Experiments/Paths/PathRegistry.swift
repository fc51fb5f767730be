import Texts

/// The error paths that a program knows, in the order in which they are listed.
public struct PathRegistry: Sendable {
  /// The paths, in order.
  public let paths: [ErrorPath]

  /// A registry of the given paths.
  public init(_ paths: [ErrorPath]) { self.paths = paths }

  /// Every path of this package.
  public static let standard = PathRegistry([
    .document, .shift, .grow, .shrink, .speckle, .boundaryNoise, .holes, .fragment,
  ])

  /// The identifiers, in order.
  public var ids: [String] { paths.map(\.id) }

  /// The path with an identifier.
  ///
  /// - Throws: ``PathError/unknown(_:nearest:)``.
  public func path(id: String) throws(PathError) -> ErrorPath {
    guard let path = paths.first(where: { $0.id == id }) else {
      throw .unknown(id, nearest: nearestName(to: id, among: ids) ?? "")
    }
    return path
  }
}
