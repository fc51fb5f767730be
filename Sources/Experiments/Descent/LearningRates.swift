/// The learning rates of each optimiser; one without any is left out.
///
/// The grids span decades, the same for every loss, so that the best rate of each loss lies inside
/// them; the report says where one does not.
public struct LearningRates: Hashable, Sendable {
  /// Of plain gradient descent; on free logits they are multiplied by the number of elements.
  public var sgd = [0.01, 0.1, 1, 10, 100]
  /// Of Adam.
  public var adam = [0.001, 0.01, 0.1, 1]

  /// Both optimisers with their grids.
  public init() {}

  /// The rates of an optimiser.
  public subscript(optimiser: OptimiserKind) -> [Double] {
    get {
      switch optimiser {
      case .gradientDescent: sgd
      case .adam: adam
      }
    }
    set {
      switch optimiser {
      case .gradientDescent: sgd = newValue
      case .adam: adam = newValue
      }
    }
  }

  /// The optimisers that have a rate.
  public var optimisers: [OptimiserKind] { OptimiserKind.allCases.filter { !self[$0].isEmpty } }
}

extension LearningRates: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case sgd, adam }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    sgd = try container.decode(.sgd, default: sgd)
    adam = try container.decode(.adam, default: adam)
  }
}
