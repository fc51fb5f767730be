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
///
/// Memory beyond the field that is given: one field for the sum; for the derivative at most three,
/// the means, the kept E_k, and the one that is made again.
package struct SoftErosion {
  private let grid: Grid
  private let weights: [Double]
  private let scratch: ScratchMemory

  /// Prepares for one erosion per weight: w_1, w_2, …, w_K.
  package init(_ grid: Grid, weights: [Double], scratch: ScratchMemory) {
    self.grid = grid
    self.weights = weights
    self.scratch = scratch
  }

  /// Σ_k w_k Σᵢ E_k,i for a field E_0 of numbers in [0, 1], which is overwritten.
  package func weightedSum(_ field: UnsafeMutableBufferPointer<Double>) -> Double {
    scratch.withBuffer(of: Double.self, count: grid.count) { means in
      var level = ErodedField(field, on: grid)
      var total = 0.0
      for weight in weights {
        level = level.eroded(through: means) { part(of: field, 0, $0) }
        // Nothing is left now, nor after more erosions.
        if level.values.isEmpty { break }
        let values = FieldBuffer(buffer: UnsafeBufferPointer(level.values))
        total +=
          weight
          * Parallelism.sum(over: values.count) { range in
            sumOverBuffers(values[range], values[range]) { value, _ in value }
          }
      }
      return total
    }
  }

  /// Replaces each element of E_0 by the derivative of ``weightedSum(_:)`` with respect to it.
  package func replaceByGradient(_ field: UnsafeMutableBufferPointer<Double>) {
    scratch.withBuffer(of: Double.self, count: grid.count) { means in
      scratch.withBuffer(of: Double.self, count: grid.count) { kept in
        let history = ErosionHistory(
          ErodedField(field, on: grid), erosions: weights.count, means: means, kept: kept)
        scratch.withBuffer(of: Double.self, count: history.roomForOthers) { other in
          pullBack(history, means: means, other: other, into: field)
        }
      }
    }
  }

  private func pullBack(
    _ history: ErosionHistory, means: UnsafeMutableBufferPointer<Double>,
    other: UnsafeMutableBufferPointer<Double>, into slopes: UnsafeMutableBufferPointer<Double>
  ) {
    slopes.update(repeating: 0)
    for erosion in stride(from: history.count, to: 0, by: -1) {
      let level = history.field(erosion, means: means, other: other)
      let weight = weights[erosion - 1]
      let target = SendableBuffer(slopes)
      writePieces(into: part(of: slopes, 0, level.box.count)) { target.buffer[$0] + weight }
      level.pullBack(slopes, to: history.boxes[erosion - 1], through: means)
    }
  }
}

/// So many elements of a buffer from a start.
private func part(
  of buffer: UnsafeMutableBufferPointer<Double>, _ start: Int, _ count: Int
) -> UnsafeMutableBufferPointer<Double> {
  UnsafeMutableBufferPointer(rebasing: buffer[start..<(start + count)])
}

/// E_1, E_2, … up to the last one with anything left in it.
private struct ErosionHistory {
  private var kept: [ErodedField] = []
  /// The boxes of E_0, E_1, ….
  private(set) var boxes: [Box]

  /// Erodes a field E_0, which is overwritten, in memory for a field each for means and what is
  /// kept.
  init(
    _ field: ErodedField, erosions: Int, means: UnsafeMutableBufferPointer<Double>,
    kept memory: UnsafeMutableBufferPointer<Double>
  ) {
    boxes = [field.box]
    var used = 0
    var level = field
    for _ in 0..<erosions {
      var isKept = false
      level = level.eroded(through: means) { count in
        // No level is larger than the grid, so the first one always has room.
        isKept = kept.count == boxes.count - 1 && used + count <= memory.count
        return isKept ? part(of: memory, used, count) : part(of: field.values, 0, count)
      }
      if level.values.isEmpty { break }
      boxes.append(level.box)
      if isKept {
        kept.append(level)
        used += level.box.count
      }
    }
  }

  /// How many erosions leave anything.
  var count: Int { boxes.count - 1 }

  /// The most elements of a level that was not kept.
  var roomForOthers: Int { boxes.dropFirst(1 + kept.count).first?.count ?? 0 }

  /// E_k, for k in 1 … ``count``: as it was kept, or made again in the memory of `other`.
  func field(
    _ erosion: Int, means: UnsafeMutableBufferPointer<Double>,
    other: UnsafeMutableBufferPointer<Double>
  ) -> ErodedField {
    var level = kept[min(erosion, kept.count) - 1]
    for _ in min(erosion, kept.count)..<erosion {
      level = level.eroded(through: means) { part(of: other, 0, $0) }
    }
    return level
  }
}
