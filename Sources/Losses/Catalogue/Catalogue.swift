import Texts

/// The losses that a program knows, in the order in which they are listed.
public struct Catalogue: Sendable {
  /// The losses, in order.
  public let entries: [LossEntry]

  /// A catalogue of the given losses.
  ///
  /// - Throws: ``LossError/duplicateLoss(_:)``.
  public init(_ entries: [LossEntry]) throws(LossError) {
    if let id = entries.lazy.map(\.id).firstRepeated { throw .duplicateLoss(id) }
    self.init(unchecked: entries)
  }

  /// For entries whose identifiers differ.
  init(unchecked entries: [LossEntry]) { self.entries = entries }

  /// What each loss says of itself, in order.
  public var specifications: [LossSpecification] { entries.map(\.specification) }

  /// This catalogue and one more loss.
  ///
  /// - Throws: ``LossError/duplicateLoss(_:)``.
  public func adding(_ entry: LossEntry) throws(LossError) -> Catalogue {
    try Catalogue(entries + [entry])
  }

  /// The entry with an identifier.
  ///
  /// A loss with another one inside, such as a ``WrappingLoss``, is named by both identifiers with a
  /// colon between: `blob:focal`.
  ///
  /// - Throws: ``LossError/unknownLoss(_:nearest:)``; ``LossError/notWrapping(_:wrapping:)`` or
  ///   ``LossError/wrapsItself(_:loss:)`` for a loss that cannot be inside the other.
  public func entry(id: String) throws(LossError) -> LossEntry {
    if let entry = entries.first(where: { $0.id == id }) { return entry }
    if let colon = id.firstIndex(of: ":") {
      return try entry(id: String(id[..<colon])).wrapping(
        entry(id: String(id[id.index(after: colon)...])),
        known: entries.filter(\.isWrapping).map(\.id))
    }
    throw .unknownLoss(id, nearest: nearestID(to: id) ?? "")
  }

  /// The loss with an identifier and parameters.
  ///
  /// - Throws: ``LossError``, and what making the loss throws.
  public func loss(id: String, parameters: [String: Double] = [:]) throws -> any Loss {
    try entry(id: id).loss(parameters)
  }

  /// The identifier of the loss that most likely was meant: the one whose identifier or whose name in
  /// another library, letter case aside, is nearest to `name`. A module in front of the name, as in
  /// `torch.nn.BCELoss`, does not count.
  public func nearestID(to name: String) -> String? {
    let name = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    // Identifiers come first, so that of equally near candidates they are taken.
    let candidates =
      specifications.map { (name: $0.id, id: $0.id) }
      + specifications.flatMap { loss in
        loss.aliases.map { (name: $0.name.lowercased(), id: loss.id) }
      }
    let nearest = nearestName(to: name, among: candidates.map(\.name))
    return candidates.first { $0.name == nearest }?.id
  }
}
