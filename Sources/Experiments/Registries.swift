import Losses

/// What an experiment may name: it knows the losses and error paths that it is handed, and no others.
public struct Registries: Sendable {
  /// The losses.
  public var losses: Catalogue
  /// The error paths.
  public var paths: PathRegistry

  /// Brings registries together.
  public init(losses: Catalogue, paths: PathRegistry) {
    self.losses = losses
    self.paths = paths
  }

  /// Every loss and path of this package, for programs and tests to hand on.
  public static let standard = Registries(losses: .standard, paths: .standard)
}
