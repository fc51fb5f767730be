import Losses

/// Background elements by their distance to the object, then to its centre: the order in which an
/// object grows. Only as many are put in order as are asked for.
struct OutwardOrder {
  private let distances: [Double]
  private let centre: CentroidDistance
  private let backgroundCount: Int
  private var sorted: [UInt32] = []

  /// Prepares for an object; one field is kept.
  init(_ truth: Mask) {
    distances = truth.distanceToForeground()
    centre = CentroidDistance(truth)
    backgroundCount = truth.grid.count - truth.foregroundCount
  }

  /// The first `count` elements; all where there are fewer.
  mutating func prefix(_ count: Int) -> ArraySlice<UInt32> {
    let count = min(count, backgroundCount)
    // Doubling keeps the cost of many growing prefixes near that of the longest.
    if sorted.count < count { sort(atLeast: min(max(count, 2 * sorted.count), backgroundCount)) }
    return sorted.prefix(count)
  }

  private mutating func sort(atLeast count: Int) {
    let limit = distance(holding: count)
    sorted = distances.withUnsafeBufferPointer { distances in
      var nearest: [UInt32] = []
      for index in 0..<distances.count where distances[index] > 0 && distances[index] <= limit {
        nearest.append(UInt32(index))
      }
      nearest.sort { first, second in
        let (one, other) = (distances[Int(first)], distances[Int(second)])
        guard one == other else { return one < other }
        return (centre.squared(first), first) < (centre.squared(second), second)
      }
      return nearest
    }
  }

  /// A distance within which at least `count` background elements lie, and not many more, unless they
  /// are equally far.
  private func distance(holding count: Int) -> Double {
    var (lower, upper) = (0.0, distances.max() ?? 0)
    for _ in 0..<64 {
      let middle = (lower + upper) / 2
      let held = distances.withUnsafeBufferPointer { distances in
        var held = 0
        for index in 0..<distances.count where distances[index] <= middle { held += 1 }
        return held - (distances.count - backgroundCount)
      }
      if held < count { lower = middle } else { upper = middle }
      if held >= count && held <= count + count / 4 + 64 { break }
    }
    return upper
  }
}
