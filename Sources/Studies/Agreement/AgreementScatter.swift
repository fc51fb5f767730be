import Experiments
import Losses

/// What one loss and one metric say of every prediction of one object, and where they disagree most.
public struct AgreementScatter: Codable, Hashable, Sendable {
  /// Key of the loss.
  public let loss: String
  /// Identifier of the metric.
  public let metric: String
  /// Name of the object.
  public let object: String
  /// Every prediction for which the metric has a value.
  public let points: [Point]
  /// Number of pairs that the metric tells apart, and of those in which the loss prefers the worse.
  public let pairs: Int
  /// Number of those in which the loss prefers the worse, without ties.
  public let discordant: Int
  /// The worst discordant pairs without common predictions, the worst first, as indices of ``points``;
  /// the first of each is the one that the loss prefers and the metric does not.
  public let worst: [[Int]]
  /// The truth and the two masks of the worst pair, in the order of ``worst``; empty where no pair is
  /// discordant.
  public let masks: [EncodedMask]

  /// One prediction.
  public struct Point: Codable, Hashable, Sendable {
    /// Identifier of the path.
    public let path: String
    /// Which of the seeds, from 0.
    public let run: Int
    /// The step.
    public let step: Int
    /// Value of the metric.
    public let metric: Double
    /// Value of the loss.
    public let loss: Double
  }

  /// As many of the worst pairs are named.
  private static let worstCount = 12
}

extension AgreementScatter {
  /// Looks at the loss, the metric and the object that the configuration names, or at the first there
  /// is; `nil` where no prediction is possible.
  ///
  /// - Throws: what goes wrong when the masks of the worst pair are made again.
  init?(
    _ study: AgreementStudy, _ predictions: Agreement.Predictions, _ judges: Agreement.Judges
  ) throws {
    let selection = study.configuration.scatter
    guard !judges.losses.isEmpty, !judges.metrics.isEmpty, !predictions.objects.isEmpty else {
      return nil
    }
    let loss = judges.losses.firstIndex { $0.key == selection.loss } ?? 0
    let metric = judges.metrics.firstIndex { $0.key == selection.metric } ?? 0
    let object = predictions.objects.firstIndex { $0.name == selection.object } ?? 0
    let columns = predictions.judged[object].predictions.columns
    let (losses, badness) = (columns[loss], columns[judges.losses.count + metric])
    let kept = losses.values.indices.filter { !badness.values[$0].isNaN }
    let isHigherBetter = judges.directions[metric] == .higherIsBetter
    let pairs = DiscordantPairs(
      losses: losses, badness: badness, among: kept, worst: Self.worstCount)
    let places = predictions.places[object]
    self.init(
      loss: judges.losses[loss].key, metric: judges.metrics[metric].key,
      object: predictions.objects[object].name,
      points: kept.map { index in
        Point(
          path: places[index].path, run: places[index].run, step: places[index].step,
          metric: isHigherBetter ? -badness.values[index] : badness.values[index],
          loss: losses.values[index])
      }, pairs: pairs.told, discordant: pairs.count, worst: pairs.worst,
      masks: try pairs.worst.first.map { pair in
        try study.masks(
          of: predictions.objects[object].name, at: pair.map { places[kept[$0]] })
      } ?? [])
  }
}

extension AgreementStudy {
  /// The mask of an object and those of some of its predictions.
  fileprivate func masks(
    of name: String, at places: [(path: String, run: Int, step: Int)]
  ) throws -> [EncodedMask] {
    guard let object = configuration.experiment.objects.first(where: { $0.name == name }) else {
      return []
    }
    var truth: Mask?
    let masks = try places.map { place in
      let scene = try scene(object, along: place.path)
      truth = scene.object.mask
      let map = ProbabilityMap(scene.object.mask)
      var sample = try Sample(prediction: map, truth: map)
      // Any step can be made alone.
      var maker = scene.predictionMaker()
      maker.setPrediction(of: &sample, step: place.step, run: place.run)
      return Mask(sample.prediction)
    }
    return ([truth].compactMap(\.self) + masks).map { EncodedMask($0) }
  }
}

/// The pairs that a loss and a metric order oppositely.
struct DiscordantPairs {
  /// Number of pairs that the metric tells apart.
  private(set) var told = 0
  /// Number of those in which the loss prefers the worse.
  private(set) var count = 0
  /// The worst of them, none with a prediction of another; indices of the predictions that were looked
  /// at, the one that the loss prefers first.
  let worst: [[Int]]

  /// Compares all pairs.
  ///
  /// A pair is the worse, the larger the lesser of two shares is: that of the difference of the losses
  /// and that of the difference of the metrics in the range of each.
  ///
  /// - Parameters:
  ///   - losses: values of the loss.
  ///   - badness: values of the metric, the larger the worse.
  ///   - indices: the predictions to look at.
  ///   - worst: how many of the worst pairs to name.
  init(
    losses: JudgedPredictions.Column, badness: JudgedPredictions.Column, among indices: [Int],
    worst: Int
  ) {
    func range(_ column: JudgedPredictions.Column) -> Double {
      let values = indices.map { column.values[$0] }
      return max((values.max() ?? 0) - (values.min() ?? 0), .leastNonzeroMagnitude)
    }
    let (lossRange, badnessRange) = (range(losses), range(badness))
    var severities: [Double] = Array(repeating: 0, count: indices.count)
    var partners = Array(repeating: 0, count: indices.count)
    for (place, index) in indices.enumerated() {
      for (otherPlace, other) in indices.enumerated().dropFirst(place + 1) {
        let difference = badness.values[index] - badness.values[other]
        guard abs(difference) > badness.resolution else { continue }
        told += 1
        let isAbove = losses.levels[index] > losses.levels[other]
        guard losses.levels[index] != losses.levels[other], isAbove != (difference > 0) else {
          continue
        }
        count += 1
        let severity = min(
          abs(losses.values[index] - losses.values[other]) / lossRange,
          abs(difference) / badnessRange)
        // For each prediction its worst partner among later ones is enough to choose from.
        if severity > severities[place] {
          (severities[place], partners[place]) = (severity, otherPlace)
        }
      }
    }
    var taken: Set<Int> = []
    var chosen: [[Int]] = []
    for place in indices.indices.sorted(by: { (severities[$1], $0) < (severities[$0], $1) })
    where severities[place] > 0 && chosen.count < worst {
      let pair = [place, partners[place]]
      guard taken.isDisjoint(with: pair) else { continue }
      taken.formUnion(pair)
      chosen.append(pair.sorted { losses.values[indices[$0]] < losses.values[indices[$1]] })
    }
    self.worst = chosen
  }
}
