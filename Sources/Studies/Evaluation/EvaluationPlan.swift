import Algorithms
import Experiments
import Texts

/// The pairs of a configuration by case and epoch.
struct EvaluationPlan: Sendable {
  /// A truth and its predictions.
  struct Case: Sendable {
    let name: String
    let truth: String
    /// Epoch by epoch the file of the prediction; none where there is none.
    var predictions: [String?]
  }

  /// In the order of their first pairs.
  private(set) var cases: [Case] = []
  /// In the order of their names, in which numbers count as numbers.
  let epochs: [String]

  /// - Throws: `ConfigurationError` where a case has two truths, or two predictions of one epoch.
  init(_ pairs: [PredictionPair]) throws(ConfigurationError) {
    epochs = Array(pairs.map(\.epoch).uniqued()).sorted(by: naturallyPrecedes)
    let places = Dictionary(
      epochs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var numbers: [String: Int] = [:]
    for pair in pairs {
      let number = numbers[pair.caseName] ?? cases.count
      if number == cases.count {
        numbers[pair.caseName] = number
        cases.append(
          Case(
            name: pair.caseName, truth: pair.truth,
            predictions: Array(repeating: nil, count: epochs.count)))
      }
      let epoch = places[pair.epoch] ?? 0
      guard cases[number].truth == pair.truth else {
        throw .outOfRange(
          "the truth of the case '\(pair.caseName)'", value: pair.truth,
          expected: "\(cases[number].truth), as for its other predictions")
      }
      guard cases[number].predictions[epoch] == nil else {
        throw .outOfRange(
          "the prediction of the case '\(pair.caseName)' in the epoch '\(pair.epoch)'",
          value: pair.prediction, expected: "one prediction; name cases or epochs apart")
      }
      cases[number].predictions[epoch] = pair.prediction
    }
  }
}
