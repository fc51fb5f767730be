import CKernels
import RealModule

/// Errors of a prediction, weighed by how much of the truth and of the prediction lies around them.
///
///     mean Σ_r r^α [ (f(B_r∗(1−g)) + f(B_r∗p)) (g−p)² p + (f(B_r∗g) + f(B_r∗(1−p))) (g−p)² g ]
///
/// with the mean B_r over a `Ball` around each element, beyond the border of which the field is 0,
/// and the soft threshold f(x) = max(0, 2x − 1).
///
/// A `BallConvolver` takes the means tile by tile through Fourier space. The time for each radius
/// is linear in the number of elements and does not grow with those of the ball; for the value, tiles
/// cover only the part of the grid where means decide, see ``reached(_:_:)``. Memory: about two and a
/// half fields for the value, and the gradient besides; more where a grid is so small against its
/// balls that a tile and its margin exceed it.
package struct ErrorConvolution {
  let grid: Grid
  let balls: [Ball]
  let weights: [Double]
  private let scratch: ScratchMemory

  /// Prepares for some radii and the power α of their weights; memory for tiles is borrowed.
  ///
  /// - Parameter count: how many elements the mean is over; all of the grid when left out.
  package init(
    _ grid: Grid, radii: [Int], exponent: Double, meanOver count: Int? = nil, scratch: ScratchMemory
  ) {
    self.grid = grid
    self.scratch = scratch
    balls = radii.map { Ball(radius: $0, rank: grid.rank) }
    weights = radii.map { .pow(Double($0), exponent) / Double(count ?? grid.count) }
  }

  /// The mean.
  package func value(_ predictions: [Double], _ truths: [Double]) -> Double {
    var total = 0.0
    withBuffers(predictions, truths) { p, g in
      let region = reached(p, g)
      total = sumBeyond(region, p)
      guard let region else { return }
      forEachTile(p, g, convolutions: 1, region: region) { convolver, tile, numbers in
        for (ball, number) in numbers.enumerated() {
          let means = MeanFields(convolver.means(ball: ball).content)
          total += weights[number] * sum(p, g, means, tile, number)
        }
      }
    }
    return total
  }

  /// The derivative of ``value(_:_:)`` with respect to each pᵢ, also through B_r∗p.
  package func gradient(_ predictions: [Double], _ truths: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: grid.count)
    gradient.withUnsafeMutableBufferPointer { gradient in
      let target = SendableBuffer(gradient)
      withBuffers(predictions, truths) { p, g in
        forEachTile(p, g, convolutions: 2) { convolver, tile, numbers in
          convolver.clearSum()
          for (ball, number) in numbers.enumerated() {
            let fields = convolver.means(ball: ball)
            let means = MeanFields(fields.content)
            addSlopesOfErrors(p, g, means, tile, number, to: target)
            writeSlopesOfMeans(p, g, means, tile, number, to: fields.spare)
            // B_r is its own adjoint.
            convolver.add(.init(content: fields.spare, spare: fields.content), ball: ball)
          }
          let slopes = convolver.sumOfMeans()
          forEachRow(tile) { row in
            for column in 0..<row.count {
              target.buffer[row.start + column] += slopes.real[row.boxStart + column]
            }
          }
        }
      }
    }
    return gradient
  }

  /// The reach of all means.
  var greatestRadius: Int { balls.map(\.radius).max() ?? 0 }

  /// Calls `body` for each tile of the grid, or of a region of it, and the numbers of some of the
  /// balls, in an order that depends on grid and region alone.
  func forEachTile(
    _ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>?, convolutions: Int,
    region: [Range<Int>]? = nil, kernels: [[Double]]? = nil,
    keepingKernels keep: (UnsafeBufferPointer<Double>) -> Void = { _ in },
    _ body: (BallConvolver, FourierTiling.Tile, Range<Int>) -> Void
  ) {
    let planes = BallConvolver.planeCount(balls: balls.count, withSum: convolutions > 1)
    let tiling = FourierTiling(
      grid, region: region, radius: greatestRadius, convolutions: convolutions,
      largest: grid.count * 5 / (2 * planes))
    for first in stride(from: 0, to: balls.count, by: BallConvolver.capacity) {
      let numbers = first..<min(first + BallConvolver.capacity, balls.count)
      let kept = kernels?[first / BallConvolver.capacity]
      kept.withUnsafePointer { kept in
        let convolver = BallConvolver(
          Array(balls[numbers]), grid, box: tiling.box, kernels: kept, withSum: convolutions > 1,
          scratch: scratch)
        keep(convolver.kernelValues)
        for tile in tiling.tiles {
          convolver.load(p, g, tile, grid)
          body(convolver, tile, numbers)
        }
      }
    }
  }

  func sum(
    _ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>, _ means: MeanFields,
    _ tile: FourierTiling.Tile, _ number: Int
  ) -> Double {
    sumOfRows(tile, number) { row in
      let (elements, box) = (
        row.start..<(row.start + row.count), row.boxStart..<(row.boxStart + row.count)
      )
      return ck_weighted_errors(
        p[elements].baseAddress, g[elements].baseAddress, means.prediction[box].baseAddress,
        means.truth[means.truthIsInBox ? box : elements].baseAddress, row.coverage.baseAddress,
        row.count)
    }
  }

  /// Σ of the values of rows, added in the order of the rows.
  func sumOfRows(
    _ tile: FourierTiling.Tile, _ number: Int, _ value: @Sendable (TileRow) -> Double
  ) -> Double {
    let rows = tile.ranges[0].count * tile.ranges[1].count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: rows) { sums in
      let target = SendableBuffer(sums)
      forEachRow(tile, coveredBy: balls[number]) { row in
        target.buffer.initializeElement(at: row.number, to: value(row))
      }
      return sums.reduce(0, +)
    }
  }

  /// Adds the slopes of (g−p)² p and (g−p)² g.
  private func addSlopesOfErrors(
    _ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>, _ means: MeanFields,
    _ tile: FourierTiling.Tile, _ number: Int, to gradient: SendableBuffer<Double>
  ) {
    let weight = weights[number]
    forEachRow(tile, coveredBy: balls[number]) { row in
      for column in 0..<row.count {
        let index = row.start + column
        let (p, g) = (p.buffer[index], g.buffer[index])
        let around = row.means(means, column)
        let error = p - g
        gradient.buffer[index] +=
          weight * error * (around.falseWeight * (error + 2 * p) + around.missedWeight * 2 * g)
      }
    }
  }

  /// Writes the slopes with respect to B_r∗p, wherever the tile is in reach.
  private func writeSlopesOfMeans(
    _ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>, _ means: MeanFields,
    _ tile: FourierTiling.Tile, _ number: Int, to slopes: ComplexPlanes
  ) {
    // f has slope 2 where it is over 0.
    let slope = 2 * weights[number]
    slopes.clear()
    forEachRow(tile, widened: true, coveredBy: balls[number]) { row in
      for column in 0..<row.count {
        let index = row.start + column
        let (p, g) = (p.buffer[index], g.buffer[index])
        let around = row.means(means, column)
        let passed = (around.prediction > 0.5 ? p : 0) - (around.predictionRest > 0.5 ? g : 0)
        slopes.real[row.boxStart + column] = slope * (p - g) * (p - g) * passed
      }
    }
  }

  /// Calls `body` for each row of the grid in a tile, or in reach of it.
  func forEachRow(
    _ tile: FourierTiling.Tile, widened: Bool = false, coveredBy ball: Ball? = nil,
    _ body: @Sendable (TileRow) -> Void
  ) {
    let shape = grid.paddedShape
    let rows = tile.ranges(reach: widened ? ball?.radius ?? 0 : 0, shape)
    let count = rows.slices.count * rows.rows.count
    Parallelism.forEachShare(
      of: count, worthwhile: count * rows.columns.count >= 1 << 13
    ) { share in
      let ball = ball ?? Ball(radius: 0, rank: grid.rank)
      let size = BallCoverage.memoryCount(ball, columns: rows.columns)
      scratch.withBuffer(of: Double.self, count: size) { memory in
        var coverage = BallCoverage(ball, on: grid, columns: rows.columns, memory: memory)
        for number in share {
          let (slice, row) = number.quotientAndRemainder(dividingBy: rows.rows.count)
          let position = (
            slice + rows.slices.lowerBound, row + rows.rows.lowerBound, rows.columns.lowerBound
          )
          coverage.move(toSlice: position.0, row: position.1)
          body(
            TileRow(
              number: number,
              start: (position.0 * shape.rows + position.1) * shape.columns + position.2,
              boxStart: tile.boxIndex(position.0, position.1, position.2),
              coverage: UnsafeBufferPointer(coverage.row)))
        }
      }
    }
  }
}

extension [Double]? {
  /// Calls `body` with the first element, if there is an array.
  fileprivate func withUnsafePointer(_ body: (UnsafePointer<Double>?) -> Void) {
    guard let self else { return body(nil) }
    self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
