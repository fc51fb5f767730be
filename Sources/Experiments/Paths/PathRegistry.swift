import Texts

/// The error paths that a program knows, in the order in which they are listed.
public struct PathRegistry: Sendable {
  /// The paths, in order.
  public let paths: [any ErrorPath]

  /// A registry of the given paths.
  ///
  /// - Throws: ``PathError/duplicate(_:)``.
  public init(_ paths: [any ErrorPath]) throws(PathError) {
    if let id = paths.lazy.map(\.id).firstRepeated { throw .duplicate(id) }
    self.init(unchecked: paths)
  }

  private init(unchecked paths: [any ErrorPath]) { self.paths = paths }

  /// Every path of this package. Adding one is one line here.
  public static let standard = PathRegistry(unchecked: [
    SlidePath(),
    ShiftPath(),
    GrowPath(),
    ShrinkPath(),
    SpecklePath(),
    BoundaryNoisePath(),
    HolesPath(),
    FragmentPath(),
    NoisePath(),
    DeformPath(),
    RotatePath(),
    UnderconfidentPath(),
    OverconfidentPath(),
    DropComponentsPath(),
    SpuriousComponentsPath(),
    MergePath(),
    MissedSlicePath(),
    LeakPath(),
  ])

  /// The identifiers, in order.
  public var ids: [String] { paths.map(\.id) }

  /// This registry and one more path.
  ///
  /// - Throws: ``PathError/duplicate(_:)``.
  public func adding(_ path: any ErrorPath) throws(PathError) -> PathRegistry {
    try PathRegistry(paths + [path])
  }

  /// The path with an identifier.
  ///
  /// - Throws: ``PathError/unknown(_:nearest:)``.
  public func path(id: String) throws(PathError) -> any ErrorPath {
    guard let path = paths.first(where: { $0.id == id }) else {
      throw .unknown(id, nearest: nearestName(to: id, among: ids) ?? "")
    }
    return path
  }
}
