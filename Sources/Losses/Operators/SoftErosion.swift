/// Repeated soft erosion of a field.
///
///     E_k = rescale(max(0, X∗E_{k−1} − 1/2)),  k = 1 … K
///
/// X is the mean of an element and its 2·rank neighbours, which are 0 beyond the border; `rescale`
/// takes the field to [0, 1] by its minimum and maximum where they differ. An element stays over 0
/// only where most of its neighbourhood is, so each E_k is computed on the box around what is left
/// of the one before: the time falls with the errors that survive.
///
/// The derivative of a sum Σ_k w_k Σᵢ E_k,i takes minimum and maximum as functions of the field,
/// too, shared equally among ties. It needs every E_k once more, the last one first: they are kept
/// as long as together they are no larger than the grid, and made again from the last kept one
/// after that.
struct SoftErosion {
  private let grid: Grid
  private let weights: [Double]

  /// Prepares for one erosion per weight: w_1, w_2, …, w_K.
  init(_ grid: Grid, weights: [Double]) {
    self.grid = grid
    self.weights = weights
  }

  /// Σ_k w_k Σᵢ E_k,i for a field E_0 of numbers in [0, 1].
  func weightedSum(_ field: [Double]) -> Double {
    var level = ErodedField(field, on: grid)
    var total = 0.0
    for weight in weights {
      level = level.eroded()
      // Nothing is left now, nor after more erosions.
      if level.values.isEmpty { break }
      total += weight * sum(level.values)
    }
    return total
  }

  /// The derivative of ``weightedSum(_:)`` with respect to each element of E_0.
  func weightedSumGradient(_ field: [Double]) -> [Double] {
    let history = ErosionHistory(ErodedField(field, on: grid), erosions: weights.count)
    guard history.count > 0 else { return [Double](repeating: 0, count: grid.count) }
    var slopes = [Double](repeating: 0, count: history.boxes[history.count].count)
    for erosion in stride(from: history.count, to: 0, by: -1) {
      let weight = weights[erosion - 1]
      for index in slopes.indices { slopes[index] += weight }
      slopes = history[erosion].pullBack(slopes, to: history.boxes[erosion - 1])
    }
    return slopes
  }
}

/// E_1, E_2, … up to the last one with anything left in it.
private struct ErosionHistory {
  private var kept: [ErodedField] = []
  /// The boxes of E_0, E_1, ….
  private(set) var boxes: [Box]

  init(_ field: ErodedField, erosions: Int) {
    boxes = [field.box]
    var room = field.box.count
    var level = field
    for _ in 0..<erosions {
      level = level.eroded()
      if level.values.isEmpty { break }
      boxes.append(level.box)
      // No level is larger than the grid, so the first one always has room.
      if kept.count == boxes.count - 2, level.box.count <= room {
        kept.append(level)
        room -= level.box.count
      }
    }
  }

  /// How many erosions leave anything.
  var count: Int { boxes.count - 1 }

  /// E_k, for k in 1 … ``count``.
  subscript(erosion: Int) -> ErodedField {
    var level = kept[min(erosion, kept.count) - 1]
    for _ in min(erosion, kept.count)..<erosion { level = level.eroded() }
    return level
  }
}
