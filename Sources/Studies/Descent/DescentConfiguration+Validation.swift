import Texts
import Experiments
import Losses

extension DescentConfiguration {
  /// The square grid.
  ///
  /// - Throws: `GridError`.
  func grid() throws(GridError) -> Grid { try Grid(shape: [extent, extent]) }

  /// Every loss with one value for each of its parameters.
  public var settings: [LossSetting] { losses.flatMap(\.settings) + external.map(\.setting) }

  /// The optimisers that some problem has a learning rate for.
  public var optimisers: [OptimiserKind] {
    OptimiserKind.allCases.filter { optimiser in
      problems.contains { !learningRates[$0][optimiser].isEmpty }
    }
  }

  /// Checks every value that a type alone does not check.
  ///
  /// - Throws: `ConfigurationError` or `LossError`.
  public func validate(for catalogue: Catalogue) throws {
    try require("extent", extent, in: 8...1024)
    try require("iterations", iterations, in: 1...100_000)
    try require("seeds", seeds, in: 1...1000)
    try require("target", target, in: 0.001...1)
    try require("output.width", output.width, in: 60...400)
    try requireDistinct("output.formats", output.formats, \.rawValue)
    try validateNetwork()
    try validateRates()
    try external.validate(besides: losses.flatMap(\.settings).map(\.key))
    try requireDistinct("losses", settings.map { LossSetting(plain: $0) }, \.key)
    for setting in settings {
      _ = try catalogue.loss(id: setting.id, parameters: setting.parameters)
    }
    try requireDistinct("problems", problems, \.rawValue)
    try requireDistinct("objects", objects.map(\.name)) { $0 }
    // The disc and its largest variation must leave the border free.
    let largest = (Double(extent) / 2 - 2) / SyntheticImages.largestRadius
    for object in objects {
      for radius in object.radii {
        try require("the radius of the object '\(object.name)'", radius, in: 1...largest)
      }
      // The logits and the network take as much room as their classes need; a row may not have it.
      _ = try object.centres(on: grid())
    }
  }

  private func validateNetwork() throws {
    try require(
      "the number of hidden layers of the network", network.hiddenChannels.count, in: 1...8)
    for channels in network.hiddenChannels {
      try require("network.hiddenChannels", channels, in: 1...256)
    }
    try require("network.trainingImages", network.trainingImages, in: 1...100_000)
    try require("network.batchSize", network.batchSize, in: 1...network.trainingImages)
    try require("network.heldOutImages", network.heldOutImages, in: 1...100_000)
    try require("network.noise", network.noise, in: 0...100)
  }

  private func validateRates() throws {
    for problem in problems {
      let rates = learningRates[problem]
      let name = "learningRates.\(problem.rawValue)"
      guard !rates.optimisers.isEmpty else {
        throw ConfigurationError.outOfRange(
          name, value: "empty", expected: "at least one for sgd or adam")
      }
      for optimiser in rates.optimisers {
        for rate in rates[optimiser] {
          try require("\(name).\(optimiser.rawValue)", rate, in: 1e-12...1e12)
        }
        try requireDistinct("\(name).\(optimiser.rawValue)", rates[optimiser], shortNumber)
      }
    }
  }

  private func require<Value: Comparable>(
    _ name: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(ConfigurationError) {
    guard range.contains(value) else {
      throw .outOfRange(
        name, value: "\(value)", expected: "a value in [\(range.lowerBound), \(range.upperBound)]")
    }
  }

  private func requireDistinct<Element: Hashable>(
    _ name: String, _ list: [Element], _ label: (Element) -> String
  ) throws(ConfigurationError) {
    guard !list.isEmpty else { throw .outOfRange(name, value: "empty", expected: "at least one") }
    var seen: Set<Element> = []
    for element in list where !seen.insert(element).inserted {
      throw .outOfRange(name, value: label(element), expected: "each only once")
    }
  }
}

extension LossSetting {
  /// The setting without what it differs in, so that equal ones compare equal.
  fileprivate init(plain setting: LossSetting) {
    self.init(id: setting.id, parameters: setting.parameters, varied: [])
  }
}
