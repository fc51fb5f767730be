/// clDice over classes: of each class against the rest, or one value of the sums of skeletons over all
/// classes that count.
struct CenterlineDiceOverClasses: GroupedClassLoss {
  let loss: CenterlineDiceLoss
  var skeletons = ClassForm.Skeletons.each

  private var ofEach: OneVersusRest { OneVersusRest(loss) }

  func columns(_ counted: [Int]) -> [Int]? { skeletons == .each ? counted : nil }

  func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? {
    form.skeletons.map { CenterlineDiceOverClasses(loss: loss, skeletons: $0) }
  }

  func cautions(_ sample: ClassSample) throws -> [String] { try ofEach.cautions(sample) }

  func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    guard skeletons == .together else { return try ofEach.values(group, counted, reduction) }
    return [loss.sums(of: try counted.map { try group.sample(of: $0, for: loss) }).loss]
  }

  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes {
    guard skeletons == .together else {
      return try ofEach.slopes(group, counted, reduction, factors: factors, target)
    }
    let samples = try counted.map { try group.sample(of: $0, for: loss) }
    let sums = loss.sums(of: samples)
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    for (number, sample) in zip(counted, samples) {
      let gradient = loss.gradient(sample, within: sums).values
      slopes[number] = group.items[0].item.kept(gradient).map { factors[0] * $0 }
    }
    return ClassSlopes(probabilities: slopes)
  }
}
