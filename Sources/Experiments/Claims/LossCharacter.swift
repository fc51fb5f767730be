import Losses

/// What a loss looks at, found by trying it on hard predictions that differ in one thing alone.
public struct LossCharacter: Hashable, Sendable, Codable {
  /// What names the loss in tables.
  public let loss: String
  /// Whether masks with as many false positives and false negatives at other places have equal values.
  public let dependsOnCountsAlone: Bool
  /// Whether the value is then a + b FP + c FN.
  public let isAffine: Bool
  /// Whether the value is then nowhere lower for more false positives or false negatives.
  public let neverFallsInCounts: Bool
  /// Whether a single wrong element that touches nothing has another value farther from the boundary.
  public let seesDistance: Bool
  /// Whether the value differs for the same mask when all probabilities are less sure.
  public let seesProbability: Bool

  /// Tries a loss.
  ///
  /// - Throws: whatever the loss throws.
  public init(_ loss: any Loss, named name: String) throws {
    let probe = try Probe(loss)
    self.loss = name
    let counts = [(0, 0), (6, 0), (0, 6), (12, 9), (30, 20)]
    dependsOnCountsAlone = try counts.allSatisfy { falsePositives, falseNegatives in
      let values = try Probe.Place.allCases.map {
        try probe.value(falsePositives, falseNegatives, at: $0)
      }
      return values.allSatisfy { probe.isEqual($0, values[0]) }
    }
    isAffine = try dependsOnCountsAlone && probe.isAffine()
    neverFallsInCounts = try dependsOnCountsAlone && probe.neverFalls()
    seesDistance = try probe.seesDistance()
    seesProbability = try !probe.isEqual(
      probe.value(6, 6, at: .near), probe.value(6, 6, at: .near, confidence: 0.9))
  }

  /// Why the loss cannot fluctuate along some paths, where that can be said.
  public var consequence: String {
    neverFallsInCounts
      ? "cannot fluctuate on nested hard predictions"
      : isAffine || dependsOnCountsAlone
        ? "falls somewhere in FP or FN" : "may fluctuate where its own measure does"
  }
}

/// A loss on hard predictions of a disc.
private struct Probe {
  /// Where the wrong elements are: near the boundary, far from it, or anywhere.
  enum Place: CaseIterable { case near, far, anywhere }

  private let loss: any Loss
  private let truth: Mask
  private let sample: Sample
  /// Foreground and background by their distance to the boundary, the nearest first.
  private let inside: [UInt32]
  private let outside: [UInt32]
  private let distances: [Double]

  init(_ loss: any Loss) throws {
    self.loss = loss
    let grid = try Grid(shape: [40, 40])
    let truth = try ObjectShape.disc(radius: 8).mask(on: grid)
    let distances = truth.boundaryDistance()
    self.truth = truth
    self.distances = distances
    sample = try Sample(prediction: ProbabilityMap(truth), truth: ProbabilityMap(truth))
    func sorted(_ isForeground: Bool) -> [UInt32] {
      truth.indices(where: isForeground).sorted {
        (abs(distances[Int($0)]), $0) < (abs(distances[Int($1)]), $1)
      }
    }
    inside = sorted(true)
    outside = sorted(false)
  }

  func value(
    _ falsePositives: Int, _ falseNegatives: Int, at place: Place, confidence: Double = 0.99
  ) throws -> Double {
    func chosen(_ elements: [UInt32], _ count: Int) -> ArraySlice<UInt32> {
      switch place {
      case .near: elements.prefix(count)
      case .far: elements.suffix(count)
      case .anywhere:
        {
          var random = SeededGenerator(seed: 1)
          return random.shuffled(elements).prefix(count)
        }()
      }
    }
    return try value(
      wrong: chosen(outside, falsePositives) + chosen(inside, falseNegatives),
      confidence: confidence)
  }

  /// The value where some elements are wrong.
  private func value(wrong: ArraySlice<UInt32>, confidence: Double = 0.99) throws -> Double {
    var mask = truth
    mask.update { elements in for index in wrong { elements[Int(index)].toggle() } }
    var changed = sample
    changed.setPrediction(to: mask, confidence: confidence)
    return try loss.value(changed)
  }

  /// Equal but for rounding, which sums over elements in other orders may differ by.
  func isEqual(_ first: Double, _ second: Double) -> Bool {
    abs(first - second) <= 1e-9 * max(abs(first), abs(second), 1e-9)
  }

  func isAffine() throws -> Bool {
    let base = try value(0, 0, at: .near)
    let (byPositives, byNegatives) = (
      try value(10, 0, at: .near) - base, try value(0, 10, at: .near) - base
    )
    return try [(5, 0), (20, 0), (0, 20), (15, 10), (40, 30)].allSatisfy { positives, negatives in
      let expected =
        base + byPositives * Double(positives) / 10 + byNegatives * Double(negatives) / 10
      return isEqual(try value(positives, negatives, at: .near), expected)
    }
  }

  func neverFalls() throws -> Bool {
    let counts = [0, 1, 2, 5, 10, 20, 50, 100, 150]
    let values = try counts.map { positives in
      try counts.map { try value(positives, $0, at: .near) }
    }
    return counts.indices.allSatisfy { row in
      counts.indices.allSatisfy { column in
        let here = values[row][column]
        let below = row > 0 ? values[row - 1][column] : here
        let left = column > 0 ? values[row][column - 1] : here
        return (here >= below || isEqual(here, below)) && (here >= left || isEqual(here, left))
      }
    }
  }

  /// Single elements that touch neither the boundary nor the border.
  func seesDistance() throws -> Bool {
    try [(inside, 2.5, 6.5), (outside, 3.0, 9.0)].contains { elements, near, far in
      func element(_ distance: Double) -> ArraySlice<UInt32> {
        elements.filter { abs(distances[Int($0)]) >= distance }.prefix(1)
      }
      return try !isEqual(value(wrong: element(near)), value(wrong: element(far)))
    }
  }
}
