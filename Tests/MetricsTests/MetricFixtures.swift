import Foundation
import Losses
import Metrics

/// Values of metrics that other programs computed; `Tests/Reference` makes them.
struct MetricCase: Decodable, Sendable {
  /// What a package gives.
  struct PeerValue: Decodable {
    let metric: String
    let peer: String
    let value: Double
  }

  let name: String
  let shape: [Int]
  let spacing: [Double]
  /// By `metric.parameter`.
  let parameters: [String: Double]
  /// p in thousandths.
  let prediction: [Int]
  /// Value and length of each run of equal values.
  let truth: [Int]
  /// The formula in SciPy; `nil` where it has no value.
  let values: [String: Double?]
  /// The same with what stands for a value that there is not.
  let penalised: [String: Double]
  let peers: [PeerValue]

  /// All cases, read once.
  static func load() throws -> [MetricCase] { try cases.get() }

  private static let cases = Result {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/metrics.json")
    let file = try JSONDecoder().decode([String: [MetricCase]].self, from: Data(contentsOf: url))
    return file["cases"] ?? []
  }

  func sample() throws -> MetricSample {
    let grid = try Grid(shape: shape, spacing: spacing)
    let elements = stride(from: 0, to: truth.count, by: 2).flatMap {
      [Double](repeating: Double(truth[$0]), count: truth[$0 + 1])
    }
    return try MetricSample(
      prediction: ProbabilityMap(prediction.map { Double($0) / 1000 }, on: grid),
      truth: ProbabilityMap(elements, on: grid))
  }

  /// The metric with the parameters of this case.
  func metric(_ id: String) throws -> any Metric {
    let names = try MetricCatalogue.standard.entry(id: id).specification.parameters.map(\.name)
    var given: [String: Double] = [:]
    for name in names { given[name] = parameters["\(id).\(name)"] }
    return try MetricCatalogue.standard.metric(id: id, parameters: given)
  }

  /// What the case is, for messages.
  var label: String { "\(name) \(shape) \(spacing)" }
}
