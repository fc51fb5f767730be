import Documents

/// The network and the images that it learns from.
public struct NetworkSpecification: Hashable, Sendable {
  /// Channels between the layers: one layer more than there are entries.
  public var hiddenChannels = [4, 4]
  /// Images that steps are taken on. At least the size of a batch.
  public var trainingImages = 32
  /// Images of a mini-batch.
  public var batchSize = 4
  /// Images that Dice and loss are recorded on.
  public var heldOutImages = 8
  /// Standard deviation of the noise; 1 is the contrast of the object.
  public var noise = 0.3

  /// Three layers with four channels between them.
  public init() {}
}

extension NetworkSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hiddenChannels, trainingImages, batchSize, heldOutImages, noise
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    hiddenChannels = try container.decode(.hiddenChannels, default: hiddenChannels)
    trainingImages = try container.decode(.trainingImages, default: trainingImages)
    batchSize = try container.decode(.batchSize, default: batchSize)
    heldOutImages = try container.decode(.heldOutImages, default: heldOutImages)
    noise = try container.decode(.noise, default: noise)
  }
}
