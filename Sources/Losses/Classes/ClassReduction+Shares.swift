extension ClassReduction {
  /// What one value adds to the reduced ones: row by item (or the whole batch), column by class (or
  /// the one value of all classes).
  struct Shares {
    /// The factor of each value.
    var factors: [[Double]]
    /// Which reduced value it adds to.
    var targets: [[Int]]
    /// How many reduced values there are.
    var count: Int

    /// The reduced values.
    func reduced(_ values: [[Double]]) -> [Double] {
      var result = [Double](repeating: 0, count: count)
      for row in values.indices {
        for column in values[row].indices where factors[row][column] != 0 {
          result[targets[row][column]] += factors[row][column] * values[row][column]
        }
      }
      return result
    }
  }

  /// The shares of a table of values.
  ///
  /// - Parameters:
  ///   - columns: the class of each column; `nil` for one column of all classes.
  ///   - presence: whether the truth has the class, by row and column.
  /// - Throws: ``ClassError/weightsOfZero``.
  func shares(columns: [Int]?, presence: [[Bool]]) throws(ClassError) -> Shares {
    let (rows, width) = (presence.count, columns?.count ?? 1)
    let batchFactor = batch == .mean ? 1 / Double(rows) : 1
    let keepsClasses = columns != nil && classes == .none
    var factors: [[Double]] = []
    for row in presence {
      factors.append(try classFactors(columns, row).map { $0 * batchFactor })
    }
    let targets = (0..<rows).map { row in
      (0..<width).map { column in
        (batch == .none ? row : 0) * (keepsClasses ? width : 1) + (keepsClasses ? column : 0)
      }
    }
    return Shares(
      factors: factors, targets: targets,
      count: (batch == .none ? rows : 1) * (keepsClasses ? width : 1))
  }

  private func classFactors(_ columns: [Int]?, _ presence: [Bool]) throws(ClassError) -> [Double] {
    guard let columns else { return [1] }
    let count = Double(columns.count)
    switch classes {
    case .mean: return columns.map { _ in 1 / count }
    case .sum, .none: return columns.map { _ in 1 }
    case .present:
      let present = Double(presence.count { $0 })
      return presence.map { $0 ? 1 / present : 0 }
    case .weighted:
      let counted = columns.map { weights?[$0] ?? 1 }
      let sum = counted.reduce(0, +)
      guard !normalisesWeights || sum > 0 else { throw .weightsOfZero }
      return counted.map { $0 / (normalisesWeights ? sum : count) }
    }
  }
}
