import Foundation
import Losses
import Yams

extension DescentConfiguration: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case losses, problems, objects, extent, iterations, learningRates, seeds, seed, target, network
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    losses = try container.decode(.losses, default: losses)
    problems = try container.decode(.problems, default: problems)
    objects = try container.decode(.objects, default: objects)
    extent = try container.decode(.extent, default: extent)
    iterations = try container.decode(.iterations, default: iterations)
    learningRates = try container.decode(.learningRates, default: learningRates)
    seeds = try container.decode(.seeds, default: seeds)
    seed = try container.decode(.seed, default: seed)
    target = try container.decode(.target, default: target)
    network = try container.decode(.network, default: network)
  }

  /// Reads a configuration in YAML.
  ///
  /// - Throws: ``FileError`` or ``ConfigurationError``.
  public init(yamlAt path: String) throws {
    let text = String(decoding: try readFile(at: path), as: UTF8.self)
    do {
      // An empty file is a configuration without keys, which is the default one.
      let isEmpty = try Yams.compose(yaml: text) == nil
      self = isEmpty ? Self() : try YAMLDecoder().decode(Self.self, from: text)
    } catch let error as DecodingError {
      throw ConfigurationError.inFile(path, "\(ConfigurationError(error))")
    } catch {
      throw ConfigurationError.inFile(path, "\(error)")
    }
  }
}

extension DescentObject: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, radius }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      radius: try container.decode(Double.self, forKey: .radius))
  }
}

extension LearningRates: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case sgd, adam }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    sgd = try container.decode(.sgd, default: sgd)
    adam = try container.decode(.adam, default: adam)
  }
}

extension NetworkSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hiddenChannels, trainingImages, batchSize, heldOutImages, noise
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    hiddenChannels = try container.decode(.hiddenChannels, default: hiddenChannels)
    trainingImages = try container.decode(.trainingImages, default: trainingImages)
    batchSize = try container.decode(.batchSize, default: batchSize)
    heldOutImages = try container.decode(.heldOutImages, default: heldOutImages)
    noise = try container.decode(.noise, default: noise)
  }
}
