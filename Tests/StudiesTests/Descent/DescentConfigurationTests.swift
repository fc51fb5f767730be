import Experiments
import Documents
import Studies
import Foundation
import Losses
import Testing

@Suite struct DescentConfigurationTests {
  private func read(_ yaml: String) throws -> DescentConfiguration {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(yaml.utf8).write(to: file)
    return try DescentConfiguration(yamlAt: file.path)
  }

  @Test func readsWhatItWrites() throws {
    var configuration = DescentConfiguration()
    configuration.losses = [LossSelection("tversky", parameters: ["alpha": [0.1, 0.5]])]
    configuration.problems = [.disc]
    configuration.objects = [DescentObject(name: "middle", radius: 5.5)]
    configuration.learningRates.disc.sgd = []
    configuration.network.noise = 0.7
    configuration.seed = .max
    #expect(try read(YAML.text(configuration)) == configuration)
    #expect(try read("") == DescentConfiguration())
    try DescentConfiguration().validate(for: .standard)
  }

  @Test(arguments: [
    "iteration: 3", "network: {layers: 2}", "learningRates: {disc: {momentum: [1]}}",
    "objects: [{name: a}]", "problems: [lines]",
  ])
  func refusesWhatItDoesNotKnow(yaml: String) {
    #expect(throws: DocumentError.self) { try read(yaml) }
  }

  @Test(arguments: [
    "iterations: 0", "seeds: 0", "extent: 4", "losses: []", "losses: [dice, dice]",
    "problems: []", "problems: [disc, disc]", "objects: []",
    "objects: [{name: a, radius: 2}, {name: a, radius: 3}]", "objects: [{name: a, radius: 19}]",
    "objects: [{name: a, radius: .nan}]", "learningRates: {disc: {}}",
    "learningRates: {logits: {sgd: [0.1, 0.1]}}", "learningRates: {network: {adam: [-1]}}",
    "target: 0",
    "network: {batchSize: 33}", "network: {hiddenChannels: []}", "network: {noise: -1}",
  ])
  func refusesWhatMakesNoSense(yaml: String) throws {
    let configuration = try read(yaml)
    #expect(throws: ConfigurationError.self) { try configuration.validate(for: .standard) }
  }

  @Test func refusesUnknownLosses() throws {
    let configuration = try read("losses: [dise]")
    #expect(throws: LossError.self) { try configuration.validate(for: .standard) }
  }
}
