import Documents
import Losses

extension ExperimentConfiguration: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case grid, objects, paths, steps, confidence, blur, seed, repeats, tolerance, losses, metrics
    case empty, curves, external, recorded, output
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    grid = try container.decode(.grid, default: grid)
    objects = try container.decode(.objects, default: objects)
    paths = try container.decode(.paths, default: paths)
    steps = try container.decode(.steps, default: steps)
    confidence = try container.decode(.confidence, default: confidence)
    blur = try container.decode(.blur, default: blur)
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
    try container.encode(grid, forKey: .grid)
    try container.encode(objects, forKey: .objects)
    try container.encode(paths, forKey: .paths)
    try container.encode(steps, forKey: .steps)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(blur, forKey: .blur)
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
