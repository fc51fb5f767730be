/// Where means decide, and what there is elsewhere.
extension ErrorConvolution {
  /// The box, along each of three axes, beyond which no ball meets the truth or has a mean of the
  /// prediction over ½; none where that holds everywhere.
  ///
  /// Outside of it B∗g is 0 and f(B∗p) as well, so that no means are needed. An object in a large
  /// volume leaves most of it outside.
  func reached(_ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>) -> [Range<Int>]? {
    Box(
      around: { p.buffer[$0] > 0.5 || g.buffer[$0] != 0 }, on: grid, margin: greatestRadius
    )?.ranges
  }

  /// The sum outside of what ``reached(_:_:)`` gave: Σ_r r^α Σ f(B_r∗1) p³.
  func sumBeyond(_ region: [Range<Int>]?, _ p: FieldBuffer<Double>) -> Double {
    var total = 0.0
    for tile in tiles(beyond: region) {
      for number in balls.indices {
        total +=
          weights[number]
          * sumOfRows(tile, number) { row in
            var sum = 0.0
            for column in 0..<row.count {
              let p = p.buffer[row.start + column]
              sum += softThreshold(row.coverage[column]) * (p * p * p)
            }
            return sum
          }
      }
    }
    return total
  }

  /// What a region leaves of the grid, in at most six parts.
  private func tiles(beyond region: [Range<Int>]?) -> [FourierTiling.Tile] {
    let shape = grid.paddedShape
    var inner = [0..<shape.slices, 0..<shape.rows, 0..<shape.columns]
    func tile(_ ranges: [Range<Int>]) -> FourierTiling.Tile {
      FourierTiling.Tile(box: [1, 1, 1], ranges: ranges, starts: [0, 0, 0])
    }
    guard let region else { return [tile(inner)] }
    var tiles: [FourierTiling.Tile] = []
    for axis in region.indices {
      let whole = inner[axis]
      for range in [
        whole.lowerBound..<region[axis].lowerBound, region[axis].upperBound..<whole.upperBound,
      ] where !range.isEmpty {
        inner[axis] = range
        tiles.append(tile(inner))
      }
      inner[axis] = region[axis]
    }
    return tiles
  }
}
