import Documents
import Losses

extension ReadingOptions: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case labels, threshold, channel, volume, axes, spacing, activation, ignorePosition
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      labels: try container.decodeIfPresent([Label].self, forKey: .labels),
      threshold: try container.decodeIfPresent(Double.self, forKey: .threshold),
      channel: try container.decodeIfPresent(String.self, forKey: .channel),
      volume: try container.decodeIfPresent(Int.self, forKey: .volume),
      axes: try container.decodeIfPresent(AxisOrder.self, forKey: .axes),
      spacing: try container.decodeIfPresent([Double].self, forKey: .spacing),
      activation: try container.decodeIfPresent(Activation.self, forKey: .activation),
      ignorePosition: try container.decode(.ignorePosition, default: false))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(labels, forKey: .labels)
    try container.encodeIfPresent(threshold, forKey: .threshold)
    try container.encodeIfPresent(channel, forKey: .channel)
    try container.encodeIfPresent(volume, forKey: .volume)
    try container.encodeIfPresent(axes, forKey: .axes)
    try container.encodeIfPresent(spacing, forKey: .spacing)
    try container.encodeIfPresent(activation, forKey: .activation)
    if ignorePosition { try container.encode(true, forKey: .ignorePosition) }
  }
}
