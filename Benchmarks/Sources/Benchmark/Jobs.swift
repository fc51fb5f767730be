import Experiments
import Losses

/// What this program does for each job.
enum Jobs {
  /// A call of a request, with everything outside of the timing done; `nil` for a job or contestant
  /// that does not exist.
  ///
  /// - Parameter arrays: those of an earlier request, which are kept for the next.
  static func prepare(
    _ request: Request, keeping arrays: inout BenchmarkInput.Arrays?
  ) throws -> (() throws -> Double)? {
    let words = request.job.split(separator: " ", maxSplits: 1).map(String.init)
    let identifier = words.count > 1 ? words[1] : ""
    if words[0] == "figure" {
      let experiment = try Experiment(ExperimentConfiguration(), registries: .standard)
      return { try total(experiment.run()) }
    }
    if words[0] == "experiment" {
      let experiment = try Experiment(configuration(losses: identifier), registries: .standard)
      return { try total(experiment.run()) }
    }
    guard let input = BenchmarkInput(name: request.input) else {
      throw BenchmarkError("'\(request.input)' is no size; expected for example 256x256")
    }
    if words[0] == "file" { return file(identifier, of: input, in: request.folder) }
    if arrays?.input.name != input.name {
      // Those of the last input go before those of the next come.
      arrays = nil
    }
    if let batch = input.batch {
      arrays = nil
      return try prepare(words[0], identifier, input.read(batch, from: request.folder))
    }
    let kept = try arrays ?? input.read(from: request.folder)
    arrays = kept
    let (prediction, truth) = (kept.prediction, kept.truth)
    let grid = try Grid(shape: input.shape)
    if words[0] == "distance" {
      let mask = try Mask(truth, on: grid)
      return { sum(mask.distanceToBackground()) }
    }
    if words[0] == "metric" {
      return try metric(
        identifier, prediction: Mask(prediction.map { $0 > 0.5 }, on: grid),
        truth: Mask(truth, on: grid))
    }
    let loss = try loss(identifier)
    let map = try ProbabilityMap(Mask(truth, on: grid))
    if words[0] == "step" {
      let mask = try Mask(prediction.map { $0 > 0.5 }, on: grid)
      var sample = try Sample(prediction: map, truth: map)
      return {
        sample.setPrediction(to: mask, confidence: 0.99)
        return try loss.value(sample)
      }
    }
    if request.contestant == "float" {
      guard let loss = loss as? any SinglePrecisionLoss else { return nil }
      let sample = try SinglePrecisionSample(
        prediction: prediction, truth: map.values.map { Float($0) }, on: grid)
      return words[0] == "value"
        ? { loss.value(sample) } : { loss.valueAndGradient(sample).value }
    }
    let probabilities = try ProbabilityMap(prediction.map { Double($0) }, on: grid)
    return {
      // A sample keeps what it derives from the truth; the peers do not, so that each call has a new
      // one.
      let sample = try Sample(prediction: probabilities, truth: map)
      let value = try loss.value(sample)
      if words[0] == "gradient" { _ = try loss.gradient(sample) }
      return value
    }
  }

  /// A call of a loss over exclusive classes, reduced as the peers do.
  private static func prepare(
    _ measure: String, _ identifier: String, _ sample: SinglePrecisionClassSample
  ) throws -> (() throws -> Double)? {
    let loss = try loss(identifier).overClasses(.exclusive)
    var reduction = ClassReduction()
    if identifier == "lovasz" { (reduction.pooling, reduction.classes) = (.batch, .present) }
    return measure == "value"
      ? { [reduction] in try loss.value(sample, reduction) }
      : { [reduction] in try loss.valueAndGradient(sample, reduction).value }
  }

  /// ``prepare(_:keeping:)`` for a single request.
  static func prepare(_ request: Request) throws -> (() throws -> Double)? {
    var arrays: BenchmarkInput.Arrays?
    return try prepare(request, keeping: &arrays)
  }

  /// A loss by its identifier, with parameters after it: `hausdorff-convolution radius-step=6`.
  private static func loss(_ description: String) throws -> any Loss {
    let words = description.split(separator: " ").map(String.init)
    let pairs = words.dropFirst().map { $0.split(separator: "=").map(String.init) }
    let parameters = Dictionary(
      uniqueKeysWithValues: pairs.compactMap { pair in
        Double(pair[1]).map { (pair[0], $0) }
      })
    return try Catalogue.standard.loss(id: words[0], parameters: parameters)
  }

  /// The default experiment with the given losses, but with predictions of two values, as the peer makes
  /// them of the same masks.
  static func configuration(losses: String) -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.probabilities = .twoValued(0.99)
    configuration.losses = losses.split(separator: ",").map { LossSelection(String($0)) }
    return configuration
  }

  /// Σ of all curves but those that draw random numbers, which differ from program to program.
  private static func total(_ result: ExperimentResult) -> Double {
    let curves = result.scenes.flatMap(\.curves).filter {
      !["level-set", "transformation-consistency"].contains($0.key)
    }
    return sum(curves.flatMap(\.values))
  }

  private static func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
}
