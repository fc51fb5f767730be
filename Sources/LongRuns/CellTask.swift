/// A long computation that is made of independent cells.
///
/// Cells are computed on all cores, in any order and possibly on several machines, and each is kept
/// as soon as it is finished; ``CellRunner`` does all that.
public protocol CellTask: Sendable {
  /// Everything that decides the outcomes; it stands in the manifest.
  associatedtype Configuration: Codable & Hashable & Sendable
  /// What one cell computes. Numbers that are not finite cannot be kept: say them otherwise.
  associatedtype Outcome: Codable & Sendable

  /// Names the kind of computation in manifests and files, for example `landscape`.
  static var kind: String { get }

  /// What the task was made from.
  var configuration: Configuration { get }

  /// Number of cells.
  var cellCount: Int { get }

  /// Computes a cell: always the same outcome for the same configuration and version.
  ///
  /// - Parameter index: in 0 ..< ``cellCount``.
  /// - Throws: what keeps the whole computation from making sense. What makes a single cell
  ///   impossible belongs into its outcome.
  func outcome(ofCell index: Int) throws -> Outcome

  /// Whether an outcome that a file holds is one that this cell can have, so that whoever shows it may
  /// rely on its numbers of values and on the names in it; `true` by default.
  func accepts(_ outcome: Outcome, ofCell index: Int) -> Bool
}

extension CellTask {
  public func accepts(_ outcome: Outcome, ofCell index: Int) -> Bool { true }
}
