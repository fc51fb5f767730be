import Documents

/// The values of a loss that was computed elsewhere, on one object along one path.
public struct RecordedCurve: Hashable, Sendable {
  /// Name of the object.
  public var object: String
  /// Identifier of the path.
  public var path: String
  /// Name of the loss.
  public var loss: String
  /// For each seed of a random path one value a step, from step 0; a single list for other paths, and
  /// where only the mean over the seeds is known.
  public var runs: [[Double]]
  /// The table or the command that the values come from.
  public var source: String?

  /// Records a curve.
  public init(
    object: String, path: String, loss: String, runs: [[Double]], source: String? = nil
  ) {
    self.object = object
    self.path = path
    self.loss = loss
    self.runs = runs
    self.source = source
  }
}

extension RecordedCurve: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case object, path, loss, runs, source }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    object = try container.decode(String.self, forKey: .object)
    path = try container.decode(String.self, forKey: .path)
    loss = try container.decode(String.self, forKey: .loss)
    runs = try container.decode([[Double]].self, forKey: .runs)
    source = try container.decodeIfPresent(String.self, forKey: .source)
  }
}
