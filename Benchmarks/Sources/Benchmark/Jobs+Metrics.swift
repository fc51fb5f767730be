import FieldFiles
import Losses
import Metrics

extension Jobs {
  /// A metric of the masks p > 1/2 and g; nothing that it derives from them is kept between calls.
  static func metric(
    _ identifier: String, prediction: Mask, truth: Mask
  ) throws -> () throws -> Double {
    let metric = try MetricCatalogue.standard.metric(id: identifier)
    return {
      try metric.value(MetricSample(prediction: prediction, truth: truth), empty: .penalise) ?? .nan
    }
  }

  /// Reads a mask or a map from a file; the result is the sum of every 97th element, see
  /// `peers/files.py`.
  static func file(_ name: String, of input: BenchmarkInput, in folder: String) -> () throws ->
    Double
  {
    let path = "\(folder)/\(input.name)-\(name)"
    if name.hasPrefix("mask.") {
      return { sampledSum(try readMask(at: path).elements) { $0 ? 1 : 0 } }
    }
    return { sampledSum(try readProbabilityMap(at: path).values) { $0 } }
  }

  private static func sampledSum<Element>(
    _ elements: [Element], _ value: (Element) -> Double
  ) -> Double {
    stride(from: 0, to: elements.count, by: 97).reduce(0) { $0 + value(elements[$1]) }
  }
}
