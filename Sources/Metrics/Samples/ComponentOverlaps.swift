import Losses

/// Which components of the prediction and of the truth overlap, and how much.
struct ComponentOverlaps: Sendable {
  /// Two components with common elements.
  struct Pair: Sendable {
    /// Number of the component of the prediction.
    let prediction: Int
    /// Number of the component of the truth.
    let truth: Int
    /// Intersection over union of the two.
    let iou: Double
  }

  /// Number of components of the prediction.
  let predictionCount: Int
  /// Number of components of the truth.
  let truthCount: Int

  /// All pairs that overlap, the largest IoU first; of equal ones the first components.
  private let pairs: [Pair]

  /// Counts the common elements of all pairs, run by run.
  init(prediction: ComponentRuns, truth: ComponentRuns) {
    predictionCount = prediction.count
    truthCount = truth.count
    var common: [SIMD2<Int32>: Int] = [:]
    var (first, second) = (0, 0)
    while first < prediction.runs.count, second < truth.runs.count {
      let (predicted, actual) = (prediction.runs[first], truth.runs[second])
      let (one, other) = (predicted.range, actual.range)
      if one.overlaps(other) {
        common[SIMD2(predicted.component, actual.component), default: 0] +=
          one.clamped(to: other).count
      }
      if one.upperBound < other.upperBound { first += 1 } else { second += 1 }
    }
    pairs = common.map { labels, count in
      let (first, second) = (Int(labels.x), Int(labels.y))
      let union = prediction.sizes[first - 1] + truth.sizes[second - 1] - count
      return Pair(prediction: first, truth: second, iou: Double(count) / Double(union))
    }.sorted { ($1.iou, $0.prediction, $0.truth) < ($0.iou, $1.prediction, $1.truth) }
  }

  /// The IoU of each pair of components matched one to one, the largest first, that `isMatch` accepts.
  func matches(_ isMatch: (Double) -> Bool) -> [Double] {
    var (predictions, truths): (Set<Int>, Set<Int>) = ([], [])
    var matches: [Double] = []
    for pair in pairs where isMatch(pair.iou) {
      guard !predictions.contains(pair.prediction), !truths.contains(pair.truth) else { continue }
      predictions.insert(pair.prediction)
      truths.insert(pair.truth)
      matches.append(pair.iou)
    }
    return matches
  }
}
