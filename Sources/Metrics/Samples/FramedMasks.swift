import Losses

/// Prediction and truth in the smallest box around both, with a frame of background.
///
/// Outside the box there is nothing, so that no distance from one object to the other changes, and a
/// small object in a large volume takes little time.
struct FramedMasks: Sendable {
  let prediction: Mask
  let truth: Mask

  /// Cuts both masks out; `nil` when both are empty.
  init?(prediction: Mask, truth: Mask) throws(GridError) {
    guard let box = prediction.boundingBox().union(truth.boundingBox()) else { return nil }
    self.prediction = try prediction.framed(box)
    self.truth = try truth.framed(box)
  }
}

/// Elements between two corners, in slices, rows and columns.
private struct Box {
  /// The first element.
  var lower: SIMD3<Int>
  /// The last element.
  var upper: SIMD3<Int>
}

extension Box? {
  /// The smallest box around both.
  fileprivate func union(_ other: Box?) -> Box? {
    guard let self, let other else { return self ?? other }
    return Box(
      lower: pointwiseMin(self.lower, other.lower), upper: pointwiseMax(self.upper, other.upper))
  }
}

extension Mask {
  /// The smallest box around the foreground; `nil` when there is none.
  fileprivate func boundingBox() -> Box? {
    guard !isEmpty else { return nil }
    let (slices, rows, columns) = grid.paddedShape
    var box: Box?
    elements.withUnsafeBufferPointer { elements in
      for row in 0..<(slices * rows) {
        let line = elements[(row * columns)..<((row + 1) * columns)]
        guard let first = line.firstIndex(of: true), let last = line.lastIndex(of: true) else {
          continue
        }
        let start = SIMD3(row / rows, row % rows, first - row * columns)
        let end = SIMD3(row / rows, row % rows, last - row * columns)
        box = box.union(Box(lower: start, upper: end))
      }
    }
    return box
  }

  /// The elements of a box with a frame of one element of background along every axis of the grid.
  fileprivate func framed(_ box: Box) throws(GridError) -> Mask {
    let extents = box.upper &- box.lower &+ 1
    // Axes that were put in front have no frame.
    let frame = SIMD3((0..<3).map { $0 < 3 - grid.rank ? 0 : 1 })
    let framed = extents &+ 2 &* frame
    let shape = (0..<3).suffix(grid.rank).map { framed[$0] }
    let (_, rows, columns) = grid.paddedShape
    let target = try Grid(shape: shape, spacing: grid.spacing)
    var result = [Bool](repeating: false, count: target.count)
    for slice in 0..<extents[0] {
      for row in 0..<extents[1] {
        let source =
          ((box.lower[0] + slice) * rows + box.lower[1] + row) * columns + box.lower[2]
        let start = ((slice + frame[0]) * framed[1] + row + frame[1]) * framed[2] + frame[2]
        result.replaceSubrange(
          start..<(start + extents[2]), with: elements[source..<(source + extents[2])])
      }
    }
    return try Mask(result, on: target)
  }
}
