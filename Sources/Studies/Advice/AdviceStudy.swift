import Experiments
import LongRuns
import Losses
import Metrics

/// Which loss prefers what metrics prefer on the masks of a user: one cell for each mask.
public struct AdviceStudy: Study {
  public static let kind = "advise"
  public static let question =
    "Advises a loss for your own masks: which prefers what your metric prefers, and how sure is that?"
  public static let details = """
    Each mask is spoilt along error paths that are likely on it; of all pairs of predictions that a \
    metric tells apart, the share in which a loss prefers the worse one ranks the losses. Masks are \
    read one at a time. Losses that the intervals do not tell apart are one group, and no more is \
    recommended than that. What is chosen (background, softness, smoothing) is varied. What descend \
    found of training stands beside it, and where the two disagree is said. Writes advise.html, a page to \
    hand on, advise.md, .json, .csv and the figure advise.*.
    """

  /// What is asked.
  public let configuration: AdviceConfiguration
  let registries: Registries
  /// What is known of training.
  let training: TrainingEvidence?

  /// Prepares the study; no mask is read yet.
  ///
  /// - Throws: what is wrong with the configuration, or with the file that says how training went.
  public init(_ configuration: AdviceConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries)
    training = try configuration.descend.map(TrainingEvidence.init(folder:))
    var identity = configuration.withoutOutput
    identity.descend = nil
    self.configuration = identity
    self.registries = registries
  }

  public func result(_ outcomes: [AdviceCell]) -> Advice { Advice(self, outcomes) }

  public var cellCount: Int { configuration.experiment.objects.count }

  /// A cell of this mask, every variant of which has a place for every metric and loss.
  public func accepts(_ outcome: AdviceCell, ofCell index: Int) -> Bool {
    let experiment = configuration.experiment
    let resamples = configuration.isAboutOtherMasks ? 0 : configuration.resamples
    return outcome.mask == experiment.objects[index].name
      && (outcome.variants.isEmpty || outcome.variants.count == AdviceVariant.all.count)
      && outcome.variants.joined().allSatisfy { $0.count == experiment.settings.count }
      && outcome.variants.allSatisfy { $0.count == experiment.metrics.count }
      && outcome.variants.joined().joined().allSatisfy { share in
        // One run alone has no resamples.
        share.map { [0, resamples].contains($0.resamples.count) } ?? true
      }
  }

  public func outcome(ofCell index: Int) throws -> AdviceCell {
    let specification = configuration.experiment.objects[index]
    var cell = AdviceCell(mask: specification.name)
    do {
      let object = try specification.resolved(on: configuration.experiment.grid).object.get()
      guard !object.mask.isEmpty else { throw ObjectError.empty(object.name) }
      let cropped = try NamedObject(
        name: object.name, mask: object.mask.cropped(margin: configuration.margin))
      let traits = MaskTraits(cropped.mask)
      cell.traits = traits
      let ids = configuration.experiment.paths
      let wanted = ids.isEmpty ? traits.paths(in: registries.paths) : ids
      let scenes = try scenes(
        cropped, along: wanted, AdviceVariant.all[0], obstacles: &cell.obstacles)
      cell.paths = scenes.map(\.path.id)
      guard !scenes.isEmpty else { return cell }
      // Cells have their thread to themselves.
      cell.variants = try Parallelism.$threads.withValue(1) {
        try AdviceVariant.all.map { variant in
          var known: [String] = []
          return try shares(
            along: self.scenes(cropped, along: cell.paths, variant, obstacles: &known), variant)
        }
      }
    } catch let error as ObjectError {
      cell.obstacles.append("\(error)")
    }
    return cell
  }

  private func scenes(
    _ object: NamedObject, along paths: [String], _ variant: AdviceVariant,
    obstacles: inout [String]
  ) throws -> [Scene] {
    let experiment = configuration.experiment
    let predictor = try registries.probabilities.predictor(variant.probabilities)
    let seeds = (0..<experiment.repeats).map { experiment.seed &+ UInt64($0) }
    return try paths.compactMap { id in
      let path = try registries.paths.path(id: id)
      do throws(PathError) {
        return try Scene(
          object, along: path, steps: experiment.steps, seeds: seeds, predictor: predictor)
      } catch {
        obstacles.append("\(error)")
        return nil
      }
    }
  }
}

extension AdviceStudy {
  /// The settings of all losses under a variant.
  func settings(_ variant: AdviceVariant) throws -> [LossSetting] {
    try configuration.experiment.settings.map { setting in
      let parameters = try registries.losses.entry(id: setting.id).specification.parameters
      guard let smoothing = variant.smoothing, setting.parameters["smoothing"] == nil,
        parameters.contains(where: { $0.name == "smoothing" })
      else { return setting }
      return LossSetting(
        id: setting.id,
        parameters: setting.parameters.merging(["smoothing": smoothing]) { $1 },
        varied: setting.varied)
    }
  }

  /// Metric by metric and loss by loss the share of pairs that the loss orders wrongly.
  private func shares(
    along scenes: [Scene], _ variant: AdviceVariant
  ) throws -> [[AdviceCell.Share?]] {
    let experiment = configuration.experiment
    let losses = try settings(variant).map {
      try registries.losses.loss(id: $0.id, parameters: $0.parameters)
    }
    let metrics = try experiment.metrics.map { try $0.metric(in: registries.metrics) }
    let runs = try scenes.flatMap { try $0.judged(by: losses, metrics, in: experiment) }
    let judged = JudgedPredictions(runs, resolution: configuration.resolution)
    let task = AgreementTask(
      [("", judged, Array(runs.indices))], blocks: runs.count,
      resamples: configuration.isAboutOtherMasks ? 0 : configuration.resamples,
      seed: experiment.seed)
    return metrics.indices.map { metric in
      losses.indices.map { loss in
        task.share(judge: loss, reference: losses.count + metric).map {
          AdviceCell.Share(value: $0.value, resamples: $0.resamples)
        }
      }
    }
  }
}

/// What came out on one mask.
public struct AdviceCell: Codable, Hashable, Sendable {
  /// Name of the mask.
  public let mask: String
  /// What it is like; none where there is no object in it.
  public fileprivate(set) var traits: MaskTraits?
  /// The paths along which it was spoilt.
  public fileprivate(set) var paths: [String] = []
  /// Variant by variant, metric by metric and loss by loss the share of pairs that are ordered
  /// wrongly; none where the metric tells no pair apart.
  public fileprivate(set) var variants: [[[Share?]]] = []
  /// What is not possible on it.
  public fileprivate(set) var obstacles: [String] = []

  fileprivate init(mask: String) { self.mask = mask }

  /// A share, and where there are few masks what it is in each resample of the runs.
  public struct Share: Codable, Hashable, Sendable {
    /// Of all pairs.
    public let value: Double
    /// Empty where intervals are over the masks.
    public let resamples: [Double]

    /// The share in so many resamples: that of all pairs where there is but one run to draw.
    func resamples(_ count: Int) -> [Double] {
      resamples.isEmpty ? Array(repeating: value, count: count) : resamples
    }
  }
}
