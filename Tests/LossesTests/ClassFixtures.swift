import Losses

/// Batches of several classes and what other programs make of them; `Tests/Reference/classes.py` writes
/// them.
enum ClassFixtures {
  /// A batch, or a loss on one that came before.
  struct Row: Decodable, Sendable {
    let input: String
    let shape: [Int]?
    let items: Int?
    let classes: Int?
    let relation: ClassRelation?
    let scores: [Double]?
    let truth: [Double]?
    let image: [Double]?
    let activation: Activation?

    let form: Form?
    let reduction: [String: Setting]?
    let peer: String?
    let values: [Double]?
    let gradient: [Double]?
  }

  /// A loss of the catalogue, or a form over classes with settings of its own.
  struct Form: Decodable, Sendable {
    let loss: String?
    let parameters: [String: Double]?
    let native: String?
    let smoothing: Double?
    let weighting: String?
    let weights: [Double]?
    let gamma: Double?
    let distances: [[Double]]?
    let written: Smoothings?
    let skeletons: ClassForm.Skeletons?
  }

  /// Smoothings above and below the line, apart.
  struct Smoothings: Decodable, Sendable {
    let numerator: Double
    let denominator: Double
  }

  /// A word or weights.
  enum Setting: Decodable, Sendable {
    case word(String)
    case weights([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let word = try? container.decode(String.self) {
        self = .word(word)
      } else {
        self = .weights(try container.decode([Double].self))
      }
    }
  }

  private struct Rows: Decodable { let rows: [Row] }

  static func rows() throws -> [Row] {
    try ReferenceFixtures.load(Rows.self, "classes").rows
  }
}

/// What a fixture names and the tests do not know.
struct UnknownFixture: Error { let name: String }

extension ClassFixtures.Row {
  /// The batch of a row that is one.
  func sample() throws -> ClassSample {
    guard let shape, let items, let classes, let relation, let scores, let truth else {
      throw UnknownFixture(name: input)
    }
    let grid = try Grid(shape: shape)
    func fields(_ values: [Double], _ item: Int) -> [[Double]] {
      (0..<classes).map { number in
        let start = (item * classes + number) * grid.count
        return Array(values[start..<(start + grid.count)])
      }
    }
    let batch = try (0..<items).map { item in
      let image = try self.image.map {
        try ScalarField(Array($0[(item * grid.count)..<((item + 1) * grid.count)]), on: grid)
      }
      guard relation == .exclusive else {
        return try ClassItem(
          scores: fields(scores, item), truth: fields(truth, item), on: grid, image: image)
      }
      let labels = truth[(item * grid.count)..<((item + 1) * grid.count)].map { Int($0) }
      return try ClassItem(
        scores: fields(scores, item), labels: labels, on: grid, ignoring: 255, image: image)
    }
    return try ClassSample(
      batch, relation, activation: activation ?? (relation == .exclusive ? .softmax : .sigmoid))
  }
}

extension ClassFixtures.Form {
  func classLoss(_ relation: ClassRelation) throws -> any ClassLoss {
    if let loss {
      let standard = try Catalogue.standard.loss(id: loss, parameters: parameters ?? [:])
      if let skeletons {
        let form = try ClassForm(skeletons: skeletons)
        guard let loss = try standard.overClasses(relation).written(as: form) else {
          throw UnknownFixture(name: loss)
        }
        return loss
      }
      guard let written else { return standard.overClasses(relation) }
      let form = try OverlapForm(
        numeratorSmoothing: written.numerator, denominatorSmoothing: written.denominator)
      guard let loss = standard.written(as: form) else { throw UnknownFixture(name: loss) }
      return loss.overClasses(relation)
    }
    switch native {
    case "softmax-cross-entropy":
      return try SoftmaxCrossEntropy(labelSmoothing: smoothing ?? 0)
    case "softmax-focal": return try SoftmaxFocal(gamma: gamma ?? 2, weights: weights)
    case "generalised-dice":
      return try GeneralisedDice(
        VolumeWeighting(rawValue: weighting ?? "") ?? .inverseSquare,
        numeratorSmoothing: written?.numerator ?? smoothing ?? 0,
        denominatorSmoothing: written?.denominator ?? smoothing ?? 1)
    case "generalised-wasserstein-dice":
      return try GeneralisedWassersteinDice(
        distances: distances ?? [],
        weighting: .init(rawValue: weighting ?? "") ?? .foreground)
    default: throw UnknownFixture(name: native ?? "nothing")
    }
  }
}

extension ClassReduction {
  init(_ settings: [String: ClassFixtures.Setting]) throws {
    self.init()
    for (name, setting) in settings {
      switch (name, setting) {
      case ("pooling", .word(let word)): pooling = try Self.known(word)
      case ("classes", .word(let word)): classes = try Self.known(word)
      case ("background", .word(let word)): background = try Self.known(word)
      case ("batch", .word(let word)): batch = try Self.known(word)
      case ("weights", .weights(let values)): weights = values
      default: throw UnknownFixture(name: name)
      }
    }
  }

  private static func known<Value: RawRepresentable<String>>(_ word: String) throws -> Value {
    guard let value = Value(rawValue: word) else { throw UnknownFixture(name: word) }
    return value
  }
}
