import Experiments
import Losses

/// What one loss and one metric say of every prediction of one object, and where they disagree most.
public struct AgreementScatter: DiscordantScatter, Codable, Hashable, Sendable {
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
  public struct Point: JudgedPoint, Codable, Hashable, Sendable {
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
    let placeOf = Dictionary(zip(kept, kept.indices)) { first, _ in first }
    let isHigherBetter = judges.directions[metric] == .higherIsBetter
    let pairs = DiscordantPairs(
      losses: losses, badness: badness, groups: [kept])
    let places = predictions.places[object]
    self.init(
      loss: judges.losses[loss].key, metric: judges.metrics[metric].key,
      object: predictions.objects[object].name,
      points: kept.map { index in
        Point(
          path: places[index].path, run: places[index].run, step: places[index].step,
          metric: isHigherBetter ? -badness.values[index] : badness.values[index],
          loss: losses.values[index])
      }, pairs: pairs.told, discordant: pairs.count,
      worst: pairs.worst.map { $0.compactMap { placeOf[$0] } },
      masks: try pairs.worst.first.map { pair in
        try study.masks(
          of: predictions.objects[object].name, at: pair.map { places[$0] })
      } ?? [])
  }
}

extension AgreementStudy {
  /// The mask of an object and those of some of its predictions.
  fileprivate func masks(
    of name: String, at places: [(path: String, run: Int, step: Int)]
  ) throws -> [EncodedMask] {
    guard let number = configuration.experiment.sceneNames.firstIndex(of: name) else { return [] }
    var truth: Mask?
    let masks = try places.map { place in
      let scene = try scene(number, along: place.path)
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
