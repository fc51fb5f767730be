import RealModule

/// How a grid is cut into tiles that are convolved one by one by Fourier transforms.
///
/// A tile is laid into a box with a margin around it, since what is within reach of it counts, too.
/// Where the box takes a whole axis, zeros after the end stand for those before the start as well:
/// the transform goes around. The boxes are those for which the whole cost is least, among those
/// whose memory is bounded. With boxes of a bounded size the cost is linear in the number of elements,
/// and it hardly depends on the reach.
package struct FourierTiling: Sendable {
  /// Extents of the box, padded to three; 1 where the grid has one element but along the last axis.
  package let box: [Int]
  /// The tiles, as ranges of the grid along each of three axes.
  package let tiles: [Tile]

  /// A part of the grid and where it lies in the box.
  package struct Tile: Sendable {
    /// Extents of the box.
    let box: [Int]
    /// What the tile covers, along each of three axes.
    package var ranges: [Range<Int>] = []
    /// The first element of the tile in the box.
    package var starts: [Int] = []
    /// What is laid into the box: the tile and what is in reach of it.
    package var inputs: [Range<Int>] = []

    /// The tile and what is within a reach of it, on a grid of some extents.
    func ranges(
      reach: Int, _ shape: (slices: Int, rows: Int, columns: Int)
    ) -> (slices: Range<Int>, rows: Range<Int>, columns: Range<Int>) {
      func wide(_ axis: Int, _ extent: Int) -> Range<Int> {
        max(0, ranges[axis].lowerBound - reach)..<min(extent, ranges[axis].upperBound + reach)
      }
      return (wide(0, shape.slices), wide(1, shape.rows), wide(2, shape.columns))
    }

    /// Where an element of the grid lies in the box.
    func boxIndex(_ slice: Int, _ row: Int, _ column: Int) -> Int {
      func position(_ axis: Int, _ coordinate: Int) -> Int {
        coordinate - ranges[axis].lowerBound + starts[axis]
      }
      return (position(0, slice) * box[1] + position(1, row)) * box[2] + position(2, column)
    }
  }

  private struct Axis {
    let extent: Int
    /// What tiles cover of it.
    let region: Range<Int>
    let reach: Int
    let convolutions: Int
    var margin: Int { reach * convolutions }

    private func holdsAll(_ box: Int) -> Bool { box >= extent + reach }

    /// The box that holds the whole axis, or tiles with a margin on both sides.
    func tileLength(box: Int) -> Int {
      holdsAll(box) ? region.count : max(0, box - 2 * margin)
    }

    func tileCount(box: Int) -> Int {
      let length = tileLength(box: box)
      return length == 0 ? .max : (region.count + length - 1) / length
    }

    /// Extents of the box that are possible, rising.
    var boxes: [Int] {
      extent == 1 && reach == 0
        ? [1] : FourierAxis.lengths(upTo: extent + reach).filter { tileLength(box: $0) > 0 }
    }

    /// The tiles along this axis.
    func tiles(box: Int) -> [(range: Range<Int>, start: Int, input: Range<Int>)] {
      let count = tileCount(box: box)
      return (0..<count).map { number in
        let first = region.lowerBound
        let range =
          (first + number * region.count / count)..<(first + (number + 1) * region.count / count)
        if holdsAll(box) { return (range, range.lowerBound, 0..<extent) }
        let input =
          max(0, range.lowerBound - margin)..<min(extent, range.upperBound + margin)
        return (range, margin, input)
      }
    }
  }

  /// Cuts a grid.
  ///
  /// - Parameters:
  ///   - grid: the grid.
  ///   - region: what tiles cover along each of three axes; all of it when left out.
  ///   - radius: that of the largest ball.
  ///   - convolutions: how many follow each other on a tile.
  ///   - largest: the most elements that a box may have; more where a grid is so small against the
  ///     ball that boxes of six times the reach along each axis have more.
  package init(
    _ grid: Grid, region: [Range<Int>]? = nil, radius: Int, convolutions: Int, largest: Int
  ) {
    let shape = grid.paddedShape
    let axes = [shape.slices, shape.rows, shape.columns].enumerated().map { axis, extent in
      Axis(
        extent: extent, region: region?[axis] ?? 0..<extent, reach: min(radius, extent - 1),
        convolutions: convolutions)
    }
    let box = Self.box(axes, largest: largest)
    self.box = box
    let along = zip(axes, box).map { $0.tiles(box: $1) }
    var tiles = [Tile(box: box)]
    for axis in along {
      tiles = tiles.flatMap { tile in
        axis.map { part in
          Tile(
            box: tile.box, ranges: tile.ranges + [part.range], starts: tile.starts + [part.start],
            inputs: tile.inputs + [part.input])
        }
      }
    }
    self.tiles = tiles
  }

  /// The cheapest box.
  private static func box(_ axes: [Axis], largest: Int) -> [Int] {
    // The last axis is never left out, so that there is one to transform.
    var choices = axes.map(\.boxes)
    if choices[2] == [1] { choices[2] = [8] }
    let least = zip(axes, choices).map { axis, boxes in
      boxes.first {
        $0 >= min(axis.extent + axis.reach, axis.region.count + 2 * axis.margin, 6 * axis.margin)
      } ?? 8
    }
    let bound = max(largest, least.reduce(1, *))
    var best: (box: [Int], cost: Double) = (choices.map { $0[$0.count - 1] }, .infinity)
    for slices in choices[0] {
      for rows in choices[1] {
        for columns in choices[2] {
          let box = [slices, rows, columns]
          guard box.reduce(1, *) <= bound else { break }
          let cost =
            zip(axes, box).reduce(1.0) {
              $0 * Double($1.0.tileCount(box: $1.1)) * Double($1.1)
            } * Double.log2(Double(box.reduce(1, *)))
          if cost < best.cost { best = (box, cost) }
        }
      }
    }
    return best.box
  }
}
