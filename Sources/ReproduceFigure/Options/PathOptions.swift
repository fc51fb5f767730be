import ArgumentParser
import Experiments

/// How the errors grow.
struct PathOptions: ConfigurationOptions {
  @Option(help: "Error paths, separated by commas; `paths` lists them.")
  var path: String?

  @Option(help: "Number of steps after the perfect prediction.")
  var steps: Int?

  @Option(
    help:
      "How far the path slide goes, in widths of the object (default: 0.95; over 1, off its truth)."
  )
  var reach: Double?

  @Option(help: "Seed of everything random.")
  var seed: UInt64?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    if let path { configuration.paths = names(path) }
    configuration.steps = steps ?? configuration.steps
    configuration.reach = reach ?? configuration.reach
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

/// How predictions are made of objects.
struct PredictionOptions: ConfigurationOptions {
  @Option(
    help: ArgumentHelp(
      "How probabilities are made (default: sigmoid:width=1,floor=1e-4): sigmoid with these numbers, or "
        + "two-valued:0.99; either with blur=2, and with noise=2,length=2 on the logits, fresh at "
        + "every step or frozen.", valueName: "model:numbers"))
  var probabilities: String?

  @Option(help: "Short for two-valued probabilities of this confidence, in [0.5, 1].")
  var confidence: Double?

  @Option(help: "Width in elements of a Gaussian that softens predictions.")
  var blur: Double?

  func validate() throws {
    guard probabilities == nil || confidence == nil else {
      throw ValidationError("--probabilities and --confidence exclude each other")
    }
  }

  func apply(to configuration: inout ExperimentConfiguration) throws {
    if let probabilities {
      configuration.probabilities = try ProbabilityDescription(argument: probabilities)
    }
    if let confidence { configuration.probabilities = .twoValued(confidence) }
    configuration.probabilities.blur = blur ?? configuration.probabilities.blur
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
