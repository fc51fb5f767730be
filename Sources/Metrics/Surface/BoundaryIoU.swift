import Losses

/// IoU of the bands inside the boundaries of both masks (Cheng 2021): the elements of a mask whose
/// distance to the nearest element outside it, or outside the grid, is at most w.
///
/// w is a share of the grid's diagonal, and at least the largest spacing, so that every band has the
/// whole boundary.
public struct BoundaryIoU: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "boundary-iou", name: "Boundary IoU", direction: .higherIsBetter,
    formula: "IoU of {x in p: d(x, outside of p) <= w} and {x in g: d(x, outside of g) <= w}",
    source: "Cheng 2021", reference: .arXiv("2103.16562"),
    edgeCases: "one mask empty: 0; both empty: undefined",
    parameters: [
      ParameterSpecification(
        "width", default: 0.02, in: .openBelow(0, 1),
        "w as a share of the grid's diagonal; at least the largest spacing")
    ])

  private let share: Double

  /// Makes the metric with w as a share of the diagonal.
  public init(parameters: MetricParameters) { share = parameters["width"] }

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    guard let masks = try sample.framedMasks() else { return nil }
    let width = max(share * sample.grid.diagonal, sample.grid.largestSpacing)
    let (prediction, truth) = (masks.prediction.band(width), masks.truth.band(width))
    var (common, union) = (0, 0)
    for (isPredicted, isTrue) in zip(prediction, truth) {
      common += isPredicted && isTrue ? 1 : 0
      union += isPredicted || isTrue ? 1 : 0
    }
    return Double(common) / Double(union)
  }
}

extension Mask {
  /// Which elements are foreground and within a width of the background.
  fileprivate func band(_ width: Double) -> [Bool] {
    let distances = distanceToBackground()
    return elements.indices.map { elements[$0] && isWithin(width, distances[$0]) }
  }
}
