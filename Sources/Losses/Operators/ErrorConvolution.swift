import RealModule

/// Errors of a prediction, weighed by how much of the truth and of the prediction lies around them.
///
///     mean Σ_r r^α [ (f(B_r∗(1−g)) + f(B_r∗p)) (g−p)² p + (f(B_r∗g) + f(B_r∗(1−p))) (g−p)² g ]
///
/// with ``BallMean`` B_r and the soft threshold f(x) = max(0, 2x − 1). All radii share the running
/// sums of p and g. Memory: running sums of two fields for the value, of three for the gradient.
struct ErrorConvolution {
  private let grid: Grid
  private let balls: [BallMean]
  private let weights: [Double]
  private let padding: Int

  /// Prepares for some radii and the power α of their weights.
  init(_ grid: Grid, radii: [Int], exponent: Double) {
    self.grid = grid
    balls = radii.map { BallMean(grid, radius: $0) }
    weights = radii.map { .pow(Double($0), exponent) / Double(grid.count) }
    padding = BallMean.padding(grid, radius: radii.max() ?? 0)
  }

  /// The mean.
  func value(_ predictions: [Double], _ truths: [Double]) -> Double {
    let sums = SharedSums(grid, predictions, truths, padding: padding)
    var total = 0.0
    for (ball, weight) in zip(balls, weights) {
      sums.forEachRow(ball) { row in
        var sum = 0.0
        for column in 0..<row.count {
          let (p, g) = (predictions[row.start + column], truths[row.start + column])
          let around = row.means(column)
          sum += (p - g) * (p - g) * (around.falseWeight * p + around.missedWeight * g)
        }
        total += weight * sum
      }
    }
    return total
  }

  /// The derivative of ``value(_:_:)`` with respect to each pᵢ, also through B_r∗p.
  func gradient(_ predictions: [Double], _ truths: [Double]) -> [Double] {
    let sums = SharedSums(grid, predictions, truths, padding: padding)
    var slopes = RowSums(grid, padding: padding)
    var gradient = [Double](repeating: 0, count: grid.count)
    gradient.withUnsafeMutableBufferPointer { gradient in
      for (ball, weight) in zip(balls, weights) {
        // f has slope 2 where it is over 0.
        let slope = 2 * weight / Double(ball.elementCount)
        sums.forEachRow(ball) { row in
          slopes.set(row: row.number) { column in
            let index = row.start + column
            let (p, g) = (predictions[index], truths[index])
            let around = row.means(column)
            let error = p - g
            gradient[index] +=
              weight * error
              * (around.falseWeight * (error + 2 * p) + around.missedWeight * 2 * g)
            let passed =
              (around.prediction > 0.5 ? p : 0) - (around.predictionRest > 0.5 ? g : 0)
            return slope * error * error * passed
          }
        }
        // B_r is its own adjoint.
        ball.addSums(slopes, to: gradient)
      }
    }
    return gradient
  }
}

/// Running sums that all radii share.
private struct SharedSums {
  private let rows: Int
  private let columns: Int
  private let predictions: RowSums
  private let truths: RowSums
  private let ones: RowSums

  init(_ grid: Grid, _ predictions: [Double], _ truths: [Double], padding: Int) {
    columns = grid.paddedShape.columns
    rows = grid.count / columns
    self.predictions = RowSums(predictions, on: grid, padding: padding)
    self.truths = RowSums(truths, on: grid, padding: padding)
    ones = RowSums(onesOn: grid, padding: padding)
  }

  /// Calls `body` with what is around the elements of each row.
  @inline(__always)
  func forEachRow(_ ball: BallMean, _ body: (Surroundings) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * columns) { scratch in
      scratch.initialize(repeating: 0)
      func line(_ number: Int) -> UnsafeMutableBufferPointer<Double> {
        UnsafeMutableBufferPointer(rebasing: scratch[(number * columns)..<((number + 1) * columns)])
      }
      var surroundings = Surroundings(
        share: 1 / Double(ball.elementCount), predictions: line(0), truths: line(1), ones: line(2))
      // How much of the ball lies inside the grid changes only near the border.
      var reach: SIMD4<Int>?
      for row in 0..<rows {
        surroundings.number = row
        ball.sums(predictions, row: row, into: surroundings.predictions)
        ball.sums(truths, row: row, into: surroundings.truths)
        if ball.reach(row: row) != reach {
          reach = ball.reach(row: row)
          ball.sums(ones, row: row, into: surroundings.ones)
        }
        body(surroundings)
      }
    }
  }
}

/// What is around the elements of one row.
private struct Surroundings {
  /// Number of the row, counted over all slices.
  var number = 0
  /// One over the number of elements of the ball.
  let share: Double
  /// Sums over the ball around each element.
  let predictions: UnsafeMutableBufferPointer<Double>
  let truths: UnsafeMutableBufferPointer<Double>
  let ones: UnsafeMutableBufferPointer<Double>

  var count: Int { ones.count }
  /// Index of the first element of the row.
  var start: Int { number * count }

  init(
    share: Double, predictions: UnsafeMutableBufferPointer<Double>,
    truths: UnsafeMutableBufferPointer<Double>, ones: UnsafeMutableBufferPointer<Double>
  ) {
    self.share = share
    self.predictions = predictions
    self.truths = truths
    self.ones = ones
  }

  /// B∗p, B∗(1−p), B∗g and B∗(1−g) at one element.
  struct Means {
    let prediction: Double
    let predictionRest: Double
    let truth: Double
    let truthRest: Double

    /// Weight of (g−p)² p.
    var falseWeight: Double { softThreshold(truthRest) + softThreshold(prediction) }
    /// Weight of (g−p)² g.
    var missedWeight: Double { softThreshold(truth) + softThreshold(predictionRest) }

    private func softThreshold(_ mean: Double) -> Double { max(0, 2 * mean - 1) }
  }

  @inline(__always)
  func means(_ column: Int) -> Means {
    Means(
      prediction: share * predictions[column],
      predictionRest: share * (ones[column] - predictions[column]),
      truth: share * truths[column], truthRest: share * (ones[column] - truths[column]))
  }
}
