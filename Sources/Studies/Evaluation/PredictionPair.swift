import Documents

/// A prediction of a network and the truth that it is of.
public struct PredictionPair: Hashable, Sendable {
  /// Names the case; predictions of one case have one truth.
  public var caseName: String
  /// Names the state of the network that made it; cases of one epoch are predicted by one.
  public var epoch: String
  /// The file of the truth.
  public var truth: String
  /// The file of the prediction.
  public var prediction: String

  /// A pair of files.
  public init(caseName: String, epoch: String, truth: String, prediction: String) {
    self.caseName = caseName
    self.epoch = epoch
    self.truth = truth
    self.prediction = prediction
  }
}

extension PredictionPair: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case caseName = "case"
    case epoch, truth, prediction
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    caseName = try container.decode(String.self, forKey: .caseName)
    epoch = try container.decode(String.self, forKey: .epoch)
    truth = try container.decode(String.self, forKey: .truth)
    prediction = try container.decode(String.self, forKey: .prediction)
  }
}
