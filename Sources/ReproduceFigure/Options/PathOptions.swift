import ArgumentParser
import Experiments

/// How the errors grow.
struct PathOptions: ConfigurationOptions {
  @Option(help: "Error paths, separated by commas; `paths` lists them.")
  var path: String?

  @Option(help: "Number of steps after the perfect prediction.")
  var steps: Int?

  @Option(help: "Seed of everything random.")
  var seed: UInt64?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    if let path { configuration.paths = names(path) }
    configuration.steps = steps ?? configuration.steps
    configuration.seed = seed ?? configuration.seed
  }
}

/// How often random paths are repeated.
struct RepeatOptions: ConfigurationOptions {
  @Option(help: "Number of seeds for random paths.")
  var repeats: Int?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.repeats = repeats ?? configuration.repeats
  }
}

/// How predictions are made of masks.
struct PredictionOptions: ConfigurationOptions {
  @Option(help: "Probability given to the predicted foreground, in [0.5, 1].")
  var confidence: Double?

  @Option(help: "Width in elements of a Gaussian that softens predictions.")
  var blur: Double?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.confidence = confidence ?? configuration.confidence
    configuration.blur = blur ?? configuration.blur
  }
}

/// When a step counts as a rise.
struct JudgementOptions: ConfigurationOptions {
  @Option(help: "Changes up to this share of a curve's range are stalls.")
  var tolerance: Double?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.tolerance = tolerance ?? configuration.tolerance
  }
}
