/// Dice of exclusive classes some of which are more alike than others.
///
///     W_i = Σ_k M[y_i, k] p_{k,i}
///     L = 1 − (2 TP + S) / (D + S),  TP = Σ_i α_{y_i} (1 − W_i)
///
/// with the distances M between labels, divided by the largest, and S = 1e-5. As published, α is 0 for
/// the background and 1 for other classes, and D = 2 TP + Σ_i W_i. Weighted by volume, α_k = 1/(G_k + 1)
/// and D = Σ_i α_{y_i} (2 − W_i). The truth has to be 0 or 1; one value for all classes.
/// Source: Fidon et al. (2017), "Generalised Wasserstein Dice score for imbalanced multi-class
/// segmentation using holistic convolutional networks", eq. 6 to 9, arXiv:1707.00478; the weighting by
/// volume as in MONAI's `weighting_mode="GDL"`.
public struct GeneralisedWassersteinDice: GroupedClassLoss {
  /// α.
  public enum Weighting: String, Codable, CaseIterable, Hashable, Sendable {
    /// 0 for the background, 1 for other classes.
    case foreground
    /// 1/(G_k + 1).
    case inverseVolume = "inverse-volume"
  }

  /// M, row by row, with a largest entry of 1; `nil` where all labels are as far from each other.
  public let distances: [[Double]]?
  /// α.
  public let weighting: Weighting
  /// S.
  public let smoothing: Double

  /// Labels that are all as far from each other; S > 0.
  init(smoothing: Double, weighting: Weighting = .foreground) {
    distances = nil
    self.weighting = weighting
    self.smoothing = smoothing
  }

  /// Generalised Wasserstein Dice with distances between labels.
  ///
  /// - Parameters:
  ///   - distances: K rows of K distances of at least 0, not all 0, as far there as back; the diagonal is 0.
  ///   - weighting: α.
  ///   - smoothing: S > 0.
  /// - Throws: ``ClassError/parameter(_:_:expected:)``.
  public init(
    distances: [[Double]], weighting: Weighting = .foreground, smoothing: Double = 1e-5
  ) throws(ClassError) {
    for (row, values) in distances.enumerated() {
      guard values.count == distances.count else {
        throw .parameter(
          "the number of distances of label \(row)", Double(values.count),
          expected: "\(distances.count), as many as there are rows")
      }
      for (column, value) in values.enumerated() {
        guard value >= 0, value.isFinite, row != column || value == 0 else {
          throw .parameter(
            "the distance of labels \(row) and \(column)", value,
            expected: row == column ? "0" : "a number of at least 0")
        }
        guard column >= row || value == distances[column][row] else {
          throw .parameter(
            "the distance of labels \(row) and \(column)", value,
            expected: "\(distances[column][row]), that of labels \(column) and \(row)")
        }
      }
    }
    let largest = distances.joined().max() ?? 0
    guard largest > 0 else {
      throw .parameter("the largest distance of labels", largest, expected: "a number over 0")
    }
    guard smoothing > 0, smoothing.isFinite else {
      throw .parameter("the smoothing", smoothing, expected: "a number over 0")
    }
    self.distances = distances.map { $0.map { $0 / largest } }
    self.weighting = weighting
    self.smoothing = smoothing
  }

  public func columns(_ counted: [Int]) -> [Int]? { nil }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    let sums = try sums(group)
    return [1 - (2 * sums.truePositives + smoothing) / (sums.denominator + smoothing)]
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes {
    let sums = try sums(group)
    let denominator = sums.denominator + smoothing
    let value = (2 * sums.truePositives + smoothing) / denominator
    // ∂L/∂W of an element, by the label.
    let slopes = sums.weights.map { weight in
      let denominatorSlope = weighting == .foreground ? 1 - 2 * weight : -weight
      return factors[0] * (2 * weight + value * denominatorSlope) / denominator
    }
    return ClassSlopes(
      probabilities: group.probabilities.indices.map { number in
        sums.labels.map { slopes[$0] * distance($0, number) }
      })
  }

  /// With the distances.
  public func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? {
    guard let distances = form.distances else { return nil }
    return try GeneralisedWassersteinDice(
      distances: distances, weighting: weighting, smoothing: smoothing)
  }

  private struct Sums {
    var labels: [Int]
    var weights: [Double]
    var truePositives = 0.0
    var denominator = 0.0
  }

  /// M of two labels.
  private func distance(_ label: Int, _ other: Int) -> Double {
    distances?[label][other] ?? (label == other ? 0 : 1)
  }

  private func sums(_ group: ClassGroup) throws(ClassError) -> Sums {
    if let distances, group.truths.count != distances.count {
      throw .parameter(
        "the number of labels with distances", Double(distances.count),
        expected: "\(group.truths.count), the number of classes")
    }
    let labels = try group.labels()
    let weights = group.truths.enumerated().map { number, truth in
      weighting == .foreground ? (number == 0 ? 0 : 1) : 1 / (sum(truth) + 1)
    }
    var sums = Sums(labels: labels, weights: weights)
    for (index, label) in labels.enumerated() {
      let error = group.probabilities.indices.reduce(0) {
        $0 + distance(label, $1) * group.probabilities[$1][index]
      }
      let overlap = weights[label] * (1 - error)
      sums.truePositives += overlap
      sums.denominator +=
        weighting == .foreground ? 2 * overlap + error : overlap + weights[label]
    }
    return sums
  }
}
