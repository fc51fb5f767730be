import Algorithms

extension Curve {
  /// Takes the least of ``values`` to 0 and the greatest to 1; everything to 0 where the curve is flat.
  public var scaling: (Double) -> Double {
    let least = values.min() ?? 0
    let range = (values.max() ?? 0) - least
    return { range > 0 ? ($0 - least) / range : 0 }
  }

  /// The values scaled to [0, 1].
  public var scaled: [Double] { values.map(scaling) }

  /// The change of ``scaled`` at each step from 1 on.
  public var slopes: [Double] { scaled.adjacentPairs().map { $1 - $0 } }
}
