/// One minus how much of the truth's skeleton the prediction has.
///
///     L = 1 − (Σ p T + S) / (Σ T + S)
///
/// with the skeleton T of g > 1/2, with its neighbours along the axes and theirs, inside the truth, and
/// smoothing S > 0. The spacing plays no part. False positives cost nothing: it is made to be added to another loss.
/// Source: Kirchhoff et al. (2024), "Skeleton recall loss for connectivity conserving and resource
/// efficient segmentation of thin tubular structures"; skeleton and dilation as scikit-image has them,
/// which the authors' code calls.
public struct SkeletonRecallLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "skeleton-recall", name: "Skeleton recall", family: .boundary,
    formula: "1 - (sum p T + S) / (sum T + S), T the dilated skeleton of g, inside g",
    source: "Kirchhoff et al. 2024",
    reference: .arXiv("2404.03010"),
    aliases: [PeerName(.nnUNet, "SoftSkeletonRecallLoss")],
    edgeCases: "0 at a perfect hard prediction, and at every larger one; 0 for an empty truth",
    unseen: "false positives; everything where the truth is empty",
    parameters: [.smoothing])

  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  public func value(_ sample: Sample) -> Double {
    let tube = tube(sample)
    let found = sumOverElements(sample.prediction.values, tube) { p, tube in p * tube }
    return 1 - (found + smoothing) / (sum(tube) + smoothing)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let tube = tube(sample)
    let total = sum(tube) + smoothing
    return ScalarField(unchecked: tube.map { -$0 / total }, on: sample.grid)
  }

  /// T.
  private func tube(_ sample: Sample) -> [Double] {
    sample.derived(Tube()) {
      let mask = Mask(sample.truth)
      let dilated = mask.skeleton().dilated().dilated()
      return zip(dilated.elements, mask.elements).map { $0 && $1 ? 1 : 0 }
    }
  }
}

/// T of a truth.
private struct Tube: TruthKey { typealias Value = [Double] }

extension Mask {
  /// The mask and the neighbours of its elements along the axes.
  fileprivate func dilated() -> Mask {
    var dilated = elements
    for index in elements.indices where elements[index] {
      for (stride, extent) in zip(grid.strides, grid.shape) {
        let position = index / stride % extent
        if position > 0 { dilated[index - stride] = true }
        if position + 1 < extent { dilated[index + stride] = true }
      }
    }
    return replacing(dilated)
  }
}
