import Losses
import Texts

/// A batch of three exclusive classes, and the words to make it again.
struct AuditBatch {
  /// Labels of each item: background, a disc of radius 4 and one of radius 3.
  let labels: [[Int]]
  /// Logits of each item and class: 2 for the right class, and normal noise.
  let logits: [[[Double]]]
  let grid: Grid
  let words: String

  /// Two items on 16 × 16 elements.
  init(seed: UInt64) throws {
    let grid = try Grid(shape: [16, 16])
    self.grid = grid
    let places: [[(Int, Int)]] = [[(-3, -3), (4, 3)], [(3, -2), (-4, 4)]]
    let labels = places.map { places in
      let large = AuditMask.disc(4, on: grid, by: (places[0].0, places[0].1))
      let small = AuditMask.disc(3, on: grid, by: (places[1].0, places[1].1))
      return (0..<grid.count).map { large.elements[$0] ? 1 : small.elements[$0] ? 2 : 0 }
    }
    self.labels = labels
    var random = SeededGenerator(seed: seed, stream: 12)
    logits = labels.map { labels in
      (0..<3).map { number in labels.map { ($0 == number ? 2 : 0) + random.normal() } }
    }
    words =
      "2 items of 16 × 16 elements; classes: background, disc of radius 4 at (5, 5) and (11, 6), disc of "
      + "radius 3 at (12, 11) and (4, 12); logits: 2 for the right class plus normal() of "
      + "SeededGenerator(seed: \(seed), stream: 12), item by item and class by class"
  }

  /// The same with classes in another order.
  ///
  /// - Parameter order: the class that comes to each place.
  func item(
    _ number: Int, classes order: [Int] = [0, 1, 2], asLogits: Bool = false,
    relation: ClassRelation = .exclusive, ignoring ignoreLabel: Int? = nil,
    labels changed: [Int]? = nil, logits others: [[Double]]? = nil
  ) throws -> ClassItem {
    let logits = order.map { (others ?? self.logits[number])[$0] }
    let activation: Activation = relation == .exclusive ? .softmax : .sigmoid
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    let scores = asLogits ? logits : activation.probabilities(of: logits)
    var item = try ClassItem(
      scores: scores, labels: (changed ?? labels[number]).map { places[$0] ?? $0 }, on: grid,
      ignoring: ignoreLabel,
      image: ScalarField(labels[number].map { Double($0) / 2 }, on: grid))
    try item.setSecondScores(scores)
    return item
  }

  /// A batch of probabilities.
  func sample(_ items: [ClassItem], seed: UInt64) throws -> ClassSample {
    try ClassSample(items, .exclusive, seed: seed)
  }
}

/// Two values that should be one.
func judgeEqual(
  _ values: (Double, Double), to tolerance: Double = auditTolerance,
  otherwise verdict: AuditJudgement.Verdict, _ names: (String, String), input: String
) -> AuditJudgement {
  let scale = max(abs(values.0), abs(values.1))
  let evidence = [AuditNumber(names.0, values.0), AuditNumber(names.1, values.1)]
  if abs(values.0 - values.1) <= tolerance * scale {
    return AuditJudgement(.passed, "\(fourDigits(values.0)) for both", evidence)
  }
  return AuditJudgement(
    verdict, "\(fourDigits(values.0)) \(names.0), \(fourDigits(values.1)) \(names.1)", evidence,
    input: input)
}
