import Experiments
import Losses

extension RobustnessConfiguration {
  /// - Throws: `ConfigurationError`, or what else is wrong with one of the protocols.
  func validate(for registries: Registries) throws {
    let lists = [
      ("probabilities", probabilities.count), ("grids", grids.count), ("reaches", reaches.count),
      ("reductions", reductions.count), ("smoothings", smoothings.count),
      ("tolerances", tolerances.count), ("readings", readings.count),
    ]
    for (name, count) in lists where count == 0 {
      throw ConfigurationError.outOfRange(name, value: "empty", expected: "at least one")
    }
    try experiment.requireSingleObjects()
    // Each value is checked beside defaults: none depends on another.
    for grid in grids { try validate(for: registries) { $0.grid = GridSpecification(grid) } }
    for model in probabilities { try validate(for: registries) { $0.probabilities = model } }
    for reach in reaches { try validate(for: registries) { $0.reach = reach } }
    for tolerance in tolerances { try validate(for: registries) { $0.tolerance = tolerance } }
    let losses = try smoothedLosses(in: registries.losses)
    try validate(for: registries) { $0.losses = losses }
    guard experiment.objects.contains(where: { ["large", "small"].contains($0.name) }) else {
      throw ConfigurationError.unknownObject(
        "large or small", known: experiment.objects.map(\.name))
    }
    guard experiment.objects.allSatisfy({ $0.shape != nil }) else {
      throw ConfigurationError.outOfRange(
        "an object", value: "a mask of a file", expected: "shapes, which fit on every grid")
    }
    try validateRatios()
  }

  private func validateRatios() throws {
    for ratio in ratios where !(ratio.isFinite && ratio > 0) {
      throw ConfigurationError.outOfRange(
        "ratios", value: "\(ratio)", expected: "numbers above 0")
    }
    guard ratios.isEmpty || ownRatio != nil else {
      throw ConfigurationError.outOfRange(
        "ratios", value: "given", expected: "none: the large and the small object are no two discs")
    }
  }

  private func validate(
    for registries: Registries, _ change: (inout ExperimentConfiguration) -> Void
  ) throws {
    var changed = experiment
    change(&changed)
    try changed.validate(for: registries)
  }
}
