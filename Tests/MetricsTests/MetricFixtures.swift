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
  /// Elements that are ignored, in runs as the truth; absent where there are none.
  let ignored: [Int]?

  /// All cases without ignored elements, read once.
  static func load() throws -> [MetricCase] { try cases.get() }

  /// All cases with ignored elements.
  static func loadIgnored() throws -> [MetricCase] { try ignoredCases.get() }

  private static let cases = Result { try read("metrics") }
  private static let ignoredCases = Result { try read("ignored") }

  private static func read(_ name: String) throws -> [MetricCase] {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).json")
    let file = try JSONDecoder().decode([String: [MetricCase]].self, from: Data(contentsOf: url))
    return file["cases"] ?? []
  }

  func sample() throws -> MetricSample {
    let grid = try Grid(shape: shape, spacing: spacing)
    return try MetricSample(
      prediction: ProbabilityMap(prediction.map { Double($0) / 1000 }, on: grid),
      truth: ProbabilityMap(Self.elements(truth), on: grid))
  }

  /// What is left of the sample without its ignored elements.
  func partialSample() throws -> PartialMetricSample {
    let sample = try sample()
    return try PartialMetricSample(
      sample, ignoring: ignored.map { try Mask(Self.elements($0).map { $0 == 1 }, on: sample.grid) }
    )
  }

  private static func elements(_ runs: [Int]) -> [Double] {
    stride(from: 0, to: runs.count, by: 2).flatMap {
      [Double](repeating: Double(runs[$0]), count: runs[$0 + 1])
    }
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
