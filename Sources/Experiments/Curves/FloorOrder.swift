import Algorithms

/// Which losses of a scene the floor of the background puts in another order.
public struct FloorOrder: Hashable, Sendable, Codable {
  /// Two losses, of which the first has the higher value at a step with the floor and the lower one
  /// without.
  public struct Exchange: Hashable, Sendable, Codable {
    /// The loss with the higher value where there is a floor.
    public let higher: String
    /// The other one.
    public let lower: String
    /// The first such step.
    public let step: Int

    package init(higher: String, lower: String, step: Int) {
      self.higher = higher
      self.lower = lower
      self.step = step
    }
  }

  /// Number of pairs of losses.
  public let pairs: Int
  /// The pairs that are in another order at some step.
  public let exchanged: [Exchange]

  /// Compares every pair of curves; differences of at most τ of the larger range are none.
  ///
  /// - Parameters:
  ///   - curves: with the floor.
  ///   - bare: the same curves without it.
  package init(_ curves: [Curve], without bare: [Curve]) {
    func limit(_ first: Curve, _ second: Curve) -> Double {
      let ranges = [first, second].map { ($0.values.max() ?? 0) - ($0.values.min() ?? 0) }
      return first.monotonicity.tolerance * (ranges.max() ?? 0)
    }
    let numbers = Array(0..<min(curves.count, bare.count))
    let couples = Array(numbers.combinations(ofCount: 2))
    pairs = couples.count
    exchanged = couples.compactMap { couple in
      let (first, second) = (curves[couple[0]], curves[couple[1]])
      let (bareFirst, bareSecond) = (bare[couple[0]], bare[couple[1]])
      let (limit, bareLimit) = (limit(first, second), limit(bareFirst, bareSecond))
      for step in first.values.indices {
        let difference = first.values[step] - second.values[step]
        let other = bareFirst.values[step] - bareSecond.values[step]
        if difference > limit, other < -bareLimit {
          return Exchange(higher: first.key, lower: second.key, step: step)
        }
        if difference < -limit, other > bareLimit {
          return Exchange(higher: second.key, lower: first.key, step: step)
        }
      }
      return nil
    }
  }
}

extension FloorOrder: CustomStringConvertible {
  /// So many pairs are named.
  private static let mostNamed = 5

  public var description: String {
    let named = exchanged.prefix(Self.mostNamed).map {
      "\($0.higher) is over \($0.lower) at step \($0.step)"
    }
    let rest = exchanged.count - named.count
    return "the background's floor decides on the order of \(exchanged.count) of \(pairs) pairs of "
      + "losses, which is the other without it: \(named.joined(separator: ", "))"
      + (rest > 0 ? ", and \(rest) more" : "")
  }
}
