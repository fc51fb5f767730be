/// A loss of one class, taken of each class against the rest.
///
/// L_k = L(p_k, g_k). Of a loss that does not look at places, ignored elements are left out; for one
/// that does, they are background in prediction and truth, and means are over the others.
public struct OneVersusRest: ClasswiseLoss {
  /// The loss of one class.
  public let loss: any Loss

  /// Takes a loss of one class to several.
  public init(_ loss: any Loss) { self.loss = loss }

  public var takesAnyNumbers: Bool { loss.takesAnyNumbers }

  public func value(_ group: ClassGroup, _ number: Int) throws -> Double {
    try loss.value(group.sample(of: number, for: loss))
  }

  public func gradient(_ group: ClassGroup, _ number: Int) throws -> [Double] {
    let gradient = try loss.gradient(group.sample(of: number, for: loss)).values
    return loss.looksAtPlaces ? group.items[0].item.kept(gradient) : gradient
  }

  /// Of the first item in which there is something to say of a class.
  public func cautions(_ sample: ClassSample) throws -> [String] {
    let groups = sample.groups(.item).filter { $0.count > 0 }
    return try (0..<sample.classCount).compactMap { number in
      for group in groups {
        if let caution = try loss.caution(group.sample(of: number, for: loss)) {
          return "class \(number): \(caution)"
        }
      }
      return nil
    }
  }
}

extension OneVersusRest: SoftmaxSumsLoss {
  /// A loss of overlaps that does not look at sums of squares.
  private var overlapLoss: (any OverlapLoss)? {
    loss is any SinglePrecisionLoss ? loss as? any OverlapLoss : nil
  }

  func needs(_ reduction: ClassReduction) -> SoftmaxNeeds? {
    overlapLoss.map { _ in SoftmaxNeeds(overlaps: true) }
  }

  func values(_ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction) -> [Double] {
    overlapLoss.map { loss in counted.map { loss.value(sums.overlaps[$0]) } } ?? []
  }

  func slopes(
    _ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction, factors: [Double]
  ) -> SoftmaxSlopes {
    var slopes = SoftmaxSlopes(classes: sums.terms.count)
    for (number, factor) in zip(counted, factors) where factor != 0 {
      if let own = overlapLoss?.slopes(sums.overlaps[number]) {
        slopes.overlaps[number] = own.scaled(by: factor)
      }
    }
    return slopes
  }
}

extension ClassGroup {
  /// What a loss of one class looks at for one of several.
  func sample(of number: Int, for loss: any Loss) throws -> Sample {
    // The first class of the first item has the seed of the sample, as a sample of one class does.
    let place = UInt64(items[0].number * truths.count + number)
    let seed = self.seed ^ (place &* 0x9E37_79B9_7F4A_7C15)
    let item = items[0].item
    if items.count == 1, item.ignored == nil || loss.looksAtPlaces {
      let (p, g) = (probabilities[number], item.truth[number])
      let prediction = item.ignored == nil ? p : item.spread(p)
      return try Sample(
        prediction: ProbabilityMap(unchecked: prediction, on: item.grid),
        truth: ProbabilityMap(unchecked: g, on: item.grid), image: item.image,
        secondPrediction: seconds.map {
          ProbabilityMap(unchecked: item.withoutIgnored($0[number]), on: item.grid)
        }, seed: seed
      ).ignoring(item.ignored)
    }
    guard !loss.looksAtPlaces else { throw ClassError.placesPooled }
    let grid = try Grid(shape: [count])
    return try Sample(
      prediction: ProbabilityMap(unchecked: probabilities[number], on: grid),
      truth: ProbabilityMap(unchecked: truths[number], on: grid), seed: seed)
  }
}

extension ClassItem {
  /// A field with 0 at ignored elements.
  func withoutIgnored(_ values: [Double]) -> [Double] {
    guard let ignored else { return values }
    return zip(values, ignored.elements).map { $1 ? 0 : $0 }
  }

  /// A field with the given values at kept elements and 0 at ignored ones.
  func spread(_ values: [Double]) -> [Double] {
    guard let ignored else { return values }
    var next = values.makeIterator()
    return ignored.elements.map { $0 ? 0 : next.next() ?? 0 }
  }
}
