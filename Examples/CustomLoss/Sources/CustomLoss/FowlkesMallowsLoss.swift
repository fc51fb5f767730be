import Losses

/// 1 − the index of Fowlkes and Mallows (1983), with probabilities for counts: the overlap over the
/// geometric, not the arithmetic (Dice), mean of the sizes. Its gradient is taken by central differences.
struct FowlkesMallowsLoss: ParameterisedLoss {
  static let specification = LossSpecification(
    id: "fowlkes-mallows", name: "Fowlkes–Mallows", family: .overlap,
    formula: "1 - (TP + 1) / (sqrt(P G) + 1)", source: "Fowlkes and Mallows 1983",
    edgeCases: "0 where both masks are empty; finite for all others")

  init(parameters: LossParameters) {}

  func value(_ sample: Sample) -> Double {
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let overlap = zip(p, g).reduce(0) { $0 + $1.0 * $1.1 }
    let size = (p.reduce(0, +) * g.reduce(0, +)).squareRoot()
    return 1 - (overlap + 1) / (size + 1)
  }
}
