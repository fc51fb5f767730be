import RealModule

/// A square matrix in the order of rows.
package struct SquareMatrix: Sendable {
  /// Number of rows.
  package let size: Int
  /// All rows after each other.
  package var elements: [Double]

  /// A matrix of zeros but for `diagonal`.
  package init(size: Int, diagonal: Double = 0) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
    for index in 0..<size { self[index, index] = diagonal }
  }

  package subscript(row: Int, column: Int) -> Double {
    @inline(__always) get { elements[row * size + column] }
    @inline(__always) set { elements[row * size + column] = newValue }
  }

  var transposed: SquareMatrix {
    var result = self
    for row in 0..<size {
      for column in 0..<size { result[column, row] = self[row, column] }
    }
    return result
  }

  package static func * (left: SquareMatrix, right: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix(size: left.size)
    for row in 0..<left.size {
      for column in 0..<left.size {
        for index in 0..<left.size {
          product[row, column] += left[row, index] * right[index, column]
        }
      }
    }
    return product
  }
}

/// L of L Lᵀ = A for a symmetric positive definite A of a few tens of rows.
///
/// A factorisation of so few numbers takes microseconds, which no call of a library would save.
package struct CholeskyFactor: Sendable {
  /// L; what is above its diagonal means nothing.
  private var factor: SquareMatrix

  /// Factorises a matrix of which the part above the diagonal is not looked at.
  ///
  /// - Parameter leastPivot: stands for pivots that rounding has made smaller.
  package init(_ matrix: SquareMatrix, leastPivot: Double) {
    factor = matrix
    for column in 0..<matrix.size {
      for row in column..<matrix.size {
        var rest = matrix[row, column]
        for index in 0..<column { rest -= factor[row, index] * factor[column, index] }
        factor[row, column] =
          row == column ? max(rest, leastPivot).squareRoot() : rest / factor[column, column]
      }
    }
  }

  /// ln det A.
  package var logarithmOfDeterminant: Double {
    2 * (0..<factor.size).reduce(0) { $0 + .log(factor[$1, $1]) }
  }

  /// B L⁻ᵀ: each row of B solved forwards.
  package func solvedForwards(rowsOf matrix: SquareMatrix) -> SquareMatrix {
    var result = matrix
    for row in 0..<matrix.size {
      for column in 0..<matrix.size {
        for index in 0..<column {
          result[row, column] -= factor[column, index] * result[row, index]
        }
        result[row, column] /= factor[column, column]
      }
    }
    return result
  }

  /// Z L⁻¹: each row of Z solved backwards.
  package func solvedBackwards(rowsOf matrix: SquareMatrix) -> SquareMatrix {
    var result = matrix
    for row in 0..<matrix.size {
      for column in (0..<matrix.size).reversed() {
        for index in (column + 1)..<max(column + 1, matrix.size) {
          result[row, column] -= factor[index, column] * result[row, index]
        }
        result[row, column] /= factor[column, column]
      }
    }
    return result
  }
}
