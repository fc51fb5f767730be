import Losses

/// What metrics look at where some elements are ignored.
///
/// Metrics that count elements leave ignored ones out, as nnU-Net does. Metrics that look at places need
/// something there: they see the background in prediction and truth, so that both objects end where
/// ignored elements begin.
public struct PartialMetricSample: Sendable {
  /// Without ignored elements; `nil` where there is no other.
  private let kept: MetricSample?
  /// With background in place of ignored elements.
  private let whole: MetricSample

  /// Takes elements out of a sample.
  ///
  /// - Parameters:
  ///   - sample: all of it.
  ///   - ignored: the elements; `nil` for none.
  /// - Throws: `GridError.gridsDiffer(_:_:_:_:)`.
  public init(_ sample: MetricSample, ignoring ignored: Mask?) throws(GridError) {
    guard let ignored, !ignored.isEmpty else {
      (kept, whole) = (sample, sample)
      return
    }
    guard ignored.grid.shape == sample.grid.shape else {
      throw .gridsDiffer("ignored", ignored.grid.shape, "truth", sample.grid.shape)
    }
    func without<Element>(_ elements: [Element], _ nothing: Element) -> [Element] {
      zip(elements, ignored.elements).map { $1 ? nothing : $0 }
    }
    whole = try MetricSample(
      prediction: Mask(without(sample.prediction.elements, false), on: sample.grid),
      probabilities: ProbabilityMap(without(sample.probabilities.values, 0), on: sample.grid),
      truth: Mask(without(sample.truth.elements, false), on: sample.grid))
    guard !ignored.isFull else {
      kept = nil
      return
    }
    let grid = try Grid(shape: [sample.grid.count - ignored.foregroundCount])
    func left<Element>(_ elements: [Element]) -> [Element] {
      zip(elements, ignored.elements).compactMap { $1 ? nil : $0 }
    }
    kept = try MetricSample(
      prediction: Mask(left(sample.prediction.elements), on: grid),
      probabilities: ProbabilityMap(left(sample.probabilities.values), on: grid),
      truth: Mask(left(sample.truth.elements), on: grid))
  }

  /// A metric of what is left.
  ///
  /// - Returns: as ``Metric/value(_:empty:)``; `nil` where every element is ignored, whatever the policy.
  /// - Throws: what the metric throws.
  public func value(of metric: any Metric, empty: EmptyPolicy = .penalise) throws -> Double? {
    guard let kept else { return nil }
    return try metric.value(metric.specification.looksAtPlaces ? whole : kept, empty: empty)
  }
}
