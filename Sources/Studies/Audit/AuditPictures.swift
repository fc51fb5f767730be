import Losses
import RealModule

/// Elements of a grid of two axes, and the words to draw them again.
struct AuditMask: Sendable {
  let grid: Grid
  let elements: [Bool]
  let words: String

  private init(_ grid: Grid, _ words: String, _ isInside: (Int, Int) -> Bool) {
    let columns = grid.shape[1]
    self.grid = grid
    self.words = words
    elements = (0..<grid.count).map { isInside($0 / columns, $0 % columns) }
  }

  /// The elements within a radius of the centre ⌊n/2⌋, moved by an offset.
  static func disc(
    _ radius: Double, on grid: Grid, by offset: (rows: Int, columns: Int) = (0, 0)
  ) -> AuditMask {
    annulus(-1, radius, on: grid, by: offset)
  }

  /// The elements further than `inner` from the centre and within `outer`.
  static func annulus(
    _ inner: Double, _ outer: Double, on grid: Grid, by offset: (rows: Int, columns: Int) = (0, 0)
  ) -> AuditMask {
    let (row, column) = (grid.shape[0] / 2 + offset.rows, grid.shape[1] / 2 + offset.columns)
    let what =
      inner < 0
      ? "disc of radius \(short(outer))" : "annulus of radii \(short(inner)) to \(short(outer))"
    return AuditMask(grid, "\(what) at (\(row), \(column))") {
      let square = Double(($0 - row) * ($0 - row) + ($1 - column) * ($1 - column))
      return square <= outer * outer && (inner < 0 || square > inner * inner)
    }
  }

  /// A bar along the columns around the centre.
  ///
  /// - Parameters:
  ///   - thickness: number of rows.
  ///   - length: number of columns.
  ///   - rows: how far it is moved.
  ///   - gap: number of columns in the middle that are missing.
  static func bar(
    thickness: Int, length: Int, on grid: Grid, by rows: Int = 0, gap: Int = 0
  ) -> AuditMask {
    let top = grid.shape[0] / 2 - thickness / 2 + rows
    let left = grid.shape[1] / 2 - length / 2
    let missing = (grid.shape[1] / 2 - gap / 2)..<(grid.shape[1] / 2 - gap / 2 + gap)
    let words =
      "bar of rows \(top) to \(top + thickness - 1), columns \(left) to \(left + length - 1)"
      + (gap > 0
        ? " without columns \(missing.lowerBound) to \(missing.upperBound - 1)" : "")
    return AuditMask(grid, words) {
      (top..<(top + thickness)).contains($0) && (left..<(left + length)).contains($1)
        && !missing.contains($1)
    }
  }

  /// No element.
  static func empty(on grid: Grid) -> AuditMask { AuditMask(grid, "nothing") { _, _ in false } }

  /// Every element.
  static func full(on grid: Grid) -> AuditMask { AuditMask(grid, "everything") { _, _ in true } }

  /// Elements by their numbers in row-major order.
  static func elements(_ chosen: [Int], on grid: Grid, _ words: String) -> AuditMask {
    let chosen = Set(chosen)
    let columns = grid.shape[1]
    return AuditMask(grid, words) { chosen.contains($0 * columns + $1) }
  }

  /// Both.
  func union(_ other: AuditMask) -> AuditMask {
    let columns = grid.shape[1]
    return AuditMask(grid, "\(words) and \(other.words)") {
      elements[$0 * columns + $1] || other.elements[$0 * columns + $1]
    }
  }

  /// What is not inside.
  var complement: AuditMask {
    let columns = grid.shape[1]
    return AuditMask(grid, "all but the \(words)") { !elements[$0 * columns + $1] }
  }

  /// Moved, with nothing coming in from outside.
  func moved(rows: Int, columns: Int) -> AuditMask {
    AuditMask(grid, "\(words), moved by (\(rows), \(columns))") {
      contains($0 - rows, $1 - columns)
    }
  }

  /// With the four neighbours of each element.
  var dilated: AuditMask {
    AuditMask(grid, "\(words), dilated by the 4 neighbours") {
      contains($0, $1) || contains($0 - 1, $1) || contains($0 + 1, $1) || contains($0, $1 - 1)
        || contains($0, $1 + 1)
    }
  }

  /// Without elements that have a neighbour outside.
  var eroded: AuditMask {
    AuditMask(grid, "\(words), eroded by the 4 neighbours") {
      contains($0, $1) && contains($0 - 1, $1) && contains($0 + 1, $1) && contains($0, $1 - 1)
        && contains($0, $1 + 1)
    }
  }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    grid.shape[0] > row && row >= 0 && grid.shape[1] > column && column >= 0
      && elements[row * grid.shape[1] + column]
  }

  /// One probability inside and one outside.
  func map(inside: Double = 1, outside: Double = 0) -> AuditMap {
    let isHard = inside == 1 && outside == 0
    return AuditMap(
      grid: grid, values: elements.map { $0 ? inside : outside },
      words: isHard ? words : "\(words), p = \(inside) inside and \(outside) outside")
  }

  /// p = 0.9999 inside and 0.0001 outside, what a sure network puts out.
  var sure: AuditMap { map(inside: 0.9999, outside: 0.0001) }
}

/// Probabilities on a grid, and the words to make them again.
struct AuditMap: Sendable {
  let grid: Grid
  let values: [Double]
  let words: String

  /// The same probability everywhere.
  static func constant(_ value: Double, on grid: Grid) -> AuditMap {
    AuditMap(
      grid: grid, values: [Double](repeating: value, count: grid.count),
      words: "p = \(value) everywhere")
  }

  /// 0.05 + 0.9 u for uniform u, drawn in row-major order.
  static func random(on grid: Grid, seed: UInt64, stream: UInt64) -> AuditMap {
    var random = SeededGenerator(seed: seed, stream: stream)
    return AuditMap(
      grid: grid, values: (0..<grid.count).map { _ in 0.05 + 0.9 * random.uniform() },
      words: "p = 0.05 + 0.9 u, u of SeededGenerator(seed: \(seed), stream: \(stream))")
  }

  /// A disc with a soft edge: p = σ(r − d) for the distance d to the centre, kept in [1e-4, 1 − 1e-4].
  static func softDisc(
    _ radius: Double, on grid: Grid, by offset: (rows: Int, columns: Int) = (0, 0)
  ) -> AuditMap {
    let (row, column) = (grid.shape[0] / 2 + offset.rows, grid.shape[1] / 2 + offset.columns)
    let values = (0..<grid.count).map { index in
      let (i, j) = (index / grid.shape[1] - row, index % grid.shape[1] - column)
      let depth = radius - Double(i * i + j * j).squareRoot()
      return min(max(1 / (1 + Double.exp(-depth)), 1e-4), 1 - 1e-4)
    }
    return AuditMap(
      grid: grid, values: values,
      words: "p = 1/(1 + exp(d − \(short(radius)))) for the distance d to (\(row), \(column)), in "
        + "[1e-4, 1 − 1e-4]")
  }

  /// Each probability changed.
  func mapped(_ words: String, _ change: (Double) -> Double) -> AuditMap {
    AuditMap(grid: grid, values: values.map(change), words: "\(self.words), \(words)")
  }

  /// Elements in another order.
  ///
  /// - Parameter order: the number of the element that comes to each place.
  func reordered(_ words: String, _ order: [Int]) -> AuditMap {
    AuditMap(grid: grid, values: order.map { values[$0] }, words: "\(self.words), \(words)")
  }
}

/// A prediction and its truth, and the words to make both again.
struct AuditPair: Sendable {
  let prediction: AuditMap
  let truth: AuditMap

  init(_ prediction: AuditMap, of truth: AuditMap) {
    self.prediction = prediction
    self.truth = truth
  }

  init(_ prediction: AuditMap, of truth: AuditMask) { self.init(prediction, of: truth.map()) }

  /// Both in words.
  var words: String {
    let shape = truth.grid.shape.map(String.init).joined(separator: " × ")
    return "\(shape) elements; truth: \(truth.words); prediction: \(prediction.words)"
  }

  /// g − p, element by element.
  var errors: [Double] { zip(truth.values, prediction.values).map { $0 - $1 } }

  /// What a loss looks at.
  ///
  /// - Parameters:
  ///   - seed: of what losses draw at random.
  ///   - drawsNothing: whether the image is the truth and the second prediction the first one, so that
  ///     losses need not make them at random.
  func sample(seed: UInt64, drawsNothing: Bool = false) throws -> Sample {
    let map = try ProbabilityMap(prediction.values, on: truth.grid)
    let truth = try ProbabilityMap(truth.values, on: truth.grid)
    return try Sample(
      prediction: map, truth: truth,
      image: drawsNothing ? ScalarField(truth.values, on: truth.grid) : nil,
      secondPrediction: drawsNothing ? map : nil, seed: seed)
  }

  /// The same pair with other probabilities.
  func predicting(_ values: [Double], _ words: String) -> AuditPair {
    AuditPair(
      AuditMap(grid: prediction.grid, values: values, words: "\(prediction.words), \(words)"),
      of: truth)
  }
}

private func short(_ value: Double) -> String {
  value == value.rounded() ? "\(Int(value))" : "\(value)"
}
