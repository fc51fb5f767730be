/// A loss of one class, taken of each class against the rest.
///
/// L_k = L(p_k, g_k). Of a loss that does not look at places, ignored elements are left out; for one
/// that does, they are background in prediction and truth, and means are over the others.
public struct OneVersusRest: GroupedClassLoss {
  /// The loss of one class.
  public let loss: any Loss

  /// Takes a loss of one class to several.
  public init(_ loss: any Loss) { self.loss = loss }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    try counted.map { try loss.value(sample(group, $0)) }
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes {
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    for (number, factor) in zip(counted, factors) where factor != 0 {
      let gradient = try loss.gradient(sample(group, number)).values
      let kept = loss.looksAtPlaces ? group.items[0].item.kept(gradient) : gradient
      slopes[number] = kept.map { factor * $0 }
    }
    return ClassSlopes(probabilities: slopes)
  }

  /// What the loss looks at for one class.
  private func sample(_ group: ClassGroup, _ number: Int) throws -> Sample {
    // The first class of the first item has the seed of the sample, as a sample of one class does.
    let place = UInt64(group.items[0].number * group.truths.count + number)
    let seed = group.seed ^ (place &* 0x9E37_79B9_7F4A_7C15)
    let item = group.items[0].item
    if group.items.count == 1, item.ignored == nil || loss.looksAtPlaces {
      let (p, g) = (group.probabilities[number], item.truth[number])
      let prediction = item.ignored == nil ? p : item.spread(p)
      return try Sample(
        prediction: ProbabilityMap(unchecked: prediction, on: item.grid),
        truth: ProbabilityMap(unchecked: g, on: item.grid), image: item.image, seed: seed
      ).keeping(item.keptCount)
    }
    guard !loss.looksAtPlaces else { throw ClassError.placesPooled }
    let grid = try Grid(shape: [group.count])
    return try Sample(
      prediction: ProbabilityMap(unchecked: group.probabilities[number], on: grid),
      truth: ProbabilityMap(unchecked: group.truths[number], on: grid), seed: seed)
  }
}

extension ClassItem {
  /// A field with the given values at kept elements and 0 at ignored ones.
  fileprivate func spread(_ values: [Double]) -> [Double] {
    guard let ignored else { return values }
    var next = values.makeIterator()
    return ignored.elements.map { $0 ? 0 : next.next() ?? 0 }
  }
}
