/// B∗p in a box, and B∗g in a box or on the whole grid.
struct MeanFields: Sendable {
  let prediction: FieldBuffer<Double>
  let truth: FieldBuffer<Double>
  let truthIsInBox: Bool
}

extension MeanFields {
  /// Takes apart B∗p + i B∗g.
  init(_ planes: ComplexPlanes) {
    self.init(
      prediction: planes.realField, truth: planes.imaginaryField, truthIsInBox: true)
  }
}

/// Neighbouring elements of one row.
struct TileRow {
  /// Number of the row among those of the tile.
  let number: Int
  /// The first element in the grid.
  let start: Int
  /// The first element in the box.
  let boxStart: Int
  /// How much of the ball around each element lies in the grid.
  let coverage: UnsafeBufferPointer<Double>

  var count: Int { coverage.count }

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
  }

  @inline(__always)
  func means(_ means: MeanFields, _ column: Int) -> Means {
    let prediction = means.prediction.buffer[boxStart + column]
    let truth = means.truth.buffer[(means.truthIsInBox ? boxStart : start) + column]
    return Means(
      prediction: prediction, predictionRest: coverage[column] - prediction,
      truth: truth, truthRest: coverage[column] - truth)
  }
}

/// f(x) = max(0, 2x − 1).
@inline(__always)
func softThreshold(_ mean: Double) -> Double { max(0, 2 * mean - 1) }
