import Documents
import Losses

extension ExperimentConfiguration: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case grid, objects, classes, paths, steps, reach, probabilities, confidence, blur, seed,
      repeats,
      tolerance, losses, metrics, empty, curves
    case external, recorded, output
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    grid = try container.decode(.grid, default: grid)
    objects = try container.decode(.objects, default: objects)
    classes = try container.decodeIfPresent(ClassesSpecification.self, forKey: .classes)
    paths = try container.decode(.paths, default: paths)
    steps = try container.decode(.steps, default: steps)
    reach = try container.decode(.reach, default: reach)
    probabilities = try container.decode(.probabilities, default: probabilities)
    // Short for two of the models' numbers, as files of earlier versions have them.
    if let confidence = try container.decodeIfPresent(Double.self, forKey: .confidence) {
      guard !container.contains(.probabilities) else { throw ConfigurationError.twoProbabilities }
      probabilities = .twoValued(confidence)
    }
    probabilities.blur = try container.decode(.blur, default: probabilities.blur)
    seed = try container.decode(.seed, default: seed)
    repeats = try container.decode(.repeats, default: repeats)
    tolerance = try container.decode(.tolerance, default: tolerance)
    losses = try container.decode(.losses, default: losses)
    metrics = try container.decode(.metrics, default: metrics)
    empty = try container.decode(.empty, default: empty)
    curves = try container.decode(.curves, default: curves)
    external = try container.decode(.external, default: external)
    recorded = try container.decode(.recorded, default: recorded)
    output = try container.decode(.output, default: output)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    // Files bring their own grids; this one would be no object's.
    if grid != GridSpecification() || objects.contains(where: { $0.shape != nil }) {
      try container.encode(grid, forKey: .grid)
    }
    try container.encode(objects, forKey: .objects)
    try container.encodeIfPresent(classes, forKey: .classes)
    try container.encode(paths, forKey: .paths)
    try container.encode(steps, forKey: .steps)
    try container.encode(reach, forKey: .reach)
    try container.encode(probabilities, forKey: .probabilities)
    try container.encode(seed, forKey: .seed)
    try container.encode(repeats, forKey: .repeats)
    try container.encode(tolerance, forKey: .tolerance)
    try container.encode(losses, forKey: .losses)
    if !metrics.isEmpty {
      try container.encode(metrics, forKey: .metrics)
      try container.encode(empty, forKey: .empty)
    }
    if !curves.isEmpty { try container.encode(curves, forKey: .curves) }
    if !external.isEmpty { try container.encode(external, forKey: .external) }
    if !recorded.isEmpty { try container.encode(recorded, forKey: .recorded) }
    try container.encode(output, forKey: .output)
  }
}
