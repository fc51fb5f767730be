extension Mask {
  /// How many erosions by `CrossMinimum` leave nothing: the largest number of steps along axes from
  /// inside to the background. 0 for an empty mask, and for a full one, which none changes.
  package var depth: Int {
    guard !isFull else { return 0 }
    let unreached = Int32(min(grid.count, 1 << 30))
    var steps = elements.map { $0 ? unreached : 0 }
    for axis in grid.axisSteps {
      for start in Swift.stride(from: 0, to: grid.count, by: axis.block) {
        let block = start..<(start + axis.block)
        for index in block.dropFirst(axis.stride) {
          steps[index] = min(steps[index], steps[index - axis.stride] &+ 1)
        }
        for index in block.dropLast(axis.stride).reversed() {
          steps[index] = min(steps[index], steps[index + axis.stride] &+ 1)
        }
      }
    }
    return Int(steps.max() ?? 0)
  }
}

/// ``Mask/depth`` of a truth.
private struct TruthDepth: TruthKey { typealias Value = Int }

/// ``Mask/depth`` of p > 1/2.
private struct PredictionDepth: PredictionKey { typealias Value = Int }

/// The skeleton of a prediction after so many erosions.
private struct PredictionSkeleton: PredictionKey {
  typealias Value = [Double]
  let erosions: Int
}

/// The skeleton of a truth after so many erosions.
private struct TruthSkeleton: TruthKey {
  typealias Value = [Double]
  let erosions: Int
}

extension ParameterSpecification {
  /// k of the losses that look at soft skeletons.
  static let erosions = ParameterSpecification(
    "erosions", default: 0, in: .integer(0, 1000),
    "k; 0 takes as many as the deeper of the masks g > 1/2 and p > 1/2 needs")
}

extension Sample {
  /// k: `given` unless it is 0, or as many erosions as the deeper of truth and prediction needs.
  func erosions(_ given: Int) -> Int {
    given > 0
      ? given
      : max(
        1, depthOfTruth,
        derivedFromPrediction(PredictionDepth()) { Mask(prediction).depth })
  }

  /// What `given` erosions do not reach of the truth. One erosion fewer than the depth leaves the
  /// innermost elements, which are the skeleton there.
  func caution(erosions given: Int) -> String? {
    guard given > 0, given < depthOfTruth - 1 else { return nil }
    return "erosions=\(given) finds no skeleton in the thickest parts of the truth, where value "
      + "and gradient are blind; leave it out, or give at least \(depthOfTruth - 1)"
  }

  /// ``Mask/depth`` of g > 1/2.
  private var depthOfTruth: Int { derived(TruthDepth()) { Mask(truth).depth } }

  /// So many erosions, or as many as change anything in the mask g > 1/2: then more of them give the
  /// same, which needs to be kept only once.
  func erosionsOfTruthMask(_ count: Int) -> Int { min(count, max(1, depthOfTruth)) }

  /// The soft skeleton of the truth.
  func skeletonOfTruth(erosions count: Int) -> [Double] {
    let isMask = truth.values.allSatisfy { $0 == 0 || $0 == 1 }
    let count = isMask ? erosionsOfTruthMask(count) : count
    return derived(TruthSkeleton(erosions: count)) {
      SoftSkeleton(of: truth.values, on: grid, erosions: count, keepsLevels: false).values
    }
  }

  /// The soft skeleton of the prediction.
  func skeletonOfPrediction(erosions count: Int) -> [Double] {
    derivedFromPrediction(PredictionSkeleton(erosions: count)) {
      SoftSkeleton(of: prediction.values, on: grid, erosions: count, keepsLevels: false).values
    }
  }
}
