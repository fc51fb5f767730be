import Documents
import Experiments
import Foundation
import Losses

/// Everything that decides what the descent experiment computes.
public struct DescentConfiguration: Hashable, Sendable {
  /// The losses, one for each of their settings.
  public var losses = Catalogue.figureLossIDs.map { LossSelection($0) }
  /// Losses that other processes compute, which give gradients, too.
  public var external: [ExternalLoss] = []
  /// What gradient descent has to find.
  public var problems = DescentProblem.allCases
  /// The objects.
  public var objects = [
    DescentObject(name: "large", radius: 11), DescentObject(name: "small", radius: 2),
  ]
  /// Elements along each axis of the square grid. 8 … 1024.
  public var extent = 48
  /// Steps of every run. 1 … 100000.
  public var iterations = 200
  /// The optimisers of each problem and their learning rates.
  public var learningRates = LearningRateGrids()
  /// Number of seeds, which give as many starts. 1 … 1000.
  public var seeds = 5
  /// The first seed; the others follow it.
  public var seed: UInt64 = 0
  /// The Dice coefficient from which on a run succeeds, in (0, 1].
  public var target = 0.9
  /// The network and its images.
  public var network = NetworkSpecification()
  /// What is written.
  public var output = OutputSpecification()

  /// The losses of the article's figure on a large and a small object.
  public init() {}
}

extension DescentConfiguration: StudyConfiguration {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case losses, external, problems, objects, extent, iterations, learningRates, seeds, seed
    case target, network, output
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    losses = try container.decode(.losses, default: losses)
    external = try container.decode(.external, default: external)
    problems = try container.decode(.problems, default: problems)
    objects = try container.decode(.objects, default: objects)
    extent = try container.decode(.extent, default: extent)
    iterations = try container.decode(.iterations, default: iterations)
    learningRates = try container.decode(.learningRates, default: learningRates)
    seeds = try container.decode(.seeds, default: seeds)
    seed = try container.decode(.seed, default: seed)
    target = try container.decode(.target, default: target)
    network = try container.decode(.network, default: network)
    output = try container.decode(.output, default: output)
  }
}
