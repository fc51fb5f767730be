import Losses
import Texts

extension ExperimentConfiguration {
  /// Checks every value that a type alone does not check.
  ///
  /// - Throws: ``ConfigurationError``, `GridError`, ``PathError`` or `LossError`.
  public func validate(for registries: Registries) throws {
    _ = try grid.grid()
    try require("steps", steps, in: 1...1000)
    try require("reach", reach, in: 1e-3...100)
    _ = try registries.probabilities.predictor(probabilities)
    try require("repeats", repeats, in: 1...10_000)
    try require("tolerance", tolerance, in: 0...0.999)
    try require("output.width", output.width, in: 60...400)
    try requireSome("objects", objects)
    try requireSome("paths", paths)
    try requireSome("output.formats", output.formats)
    for path in paths { _ = try registries.paths.path(id: path) }
    var names: Set<String> = []
    for object in objects {
      try ConfigurationError.requireName("of an object", object.name)
      guard names.insert(object.name).inserted else {
        throw ConfigurationError.duplicateObject(object.name)
      }
    }
    try validateClasses()
    for curve in recorded { try ConfigurationError.requireName("of a recorded loss", curve.loss) }
    var keys: Set<LossSetting> = []
    for setting in losses.flatMap(\.settings) {
      _ = try registries.losses.loss(id: setting.id, parameters: setting.parameters)
      let plain = LossSetting(id: setting.id, parameters: setting.parameters, varied: [])
      guard keys.insert(plain).inserted else {
        throw ConfigurationError.duplicateLoss(setting.key)
      }
    }
    var ids: Set<String> = []
    for metric in metrics {
      _ = try metric.metric(in: registries.metrics)
      guard ids.insert(metric.id).inserted else {
        throw ConfigurationError.duplicateMetric(metric.id)
      }
    }
    try external.validate(besides: losses.flatMap(\.settings).map(\.key))
  }

  private func require<Value: Comparable>(
    _ name: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(ConfigurationError) {
    guard range.contains(value) else {
      throw .outOfRange(
        name, value: "\(value)", expected: "a value in [\(range.lowerBound), \(range.upperBound)]")
    }
  }

  private func requireSome(_ name: String, _ list: [some Any]) throws(ConfigurationError) {
    guard !list.isEmpty else { throw .outOfRange(name, value: "empty", expected: "at least one") }
  }
}
