import CKernels

/// Forward differences of a field along each axis, divided by the spacing.
///
///     (D_a u)ᵢ = (u_{i + e_a} − uᵢ) / s_a,  0 at the last element of axis a
///
/// for grids of one to three axes. The adjoint Dᵀ spreads what was taken from two neighbours back
/// to them. Both work row by row and need no memory of their own.
package struct ForwardDifferences {
  private let slices: Int
  private let rows: Int
  private let columns: Int
  private let inverseSpacing: SIMD3<Double>

  /// Prepares for grids of one shape and spacing.
  package init(_ grid: Grid) {
    (slices, rows, columns) = grid.paddedShape
    let spacing = grid.paddedSpacing
    inverseSpacing = 1 / SIMD3(spacing.slices, spacing.rows, spacing.columns)
  }

  /// One row of a field: where it starts, and how far on its neighbours lie along the first two
  /// axes; 0 past the last, so that differences vanish there by themselves.
  package struct Row {
    package let start: Int
    package let count: Int
    fileprivate let nextSlice: Int
    fileprivate let nextRow: Int
    fileprivate let inverseSpacing: SIMD3<Double>

    /// The neighbours of an element along the three axes; itself where there is none.
    @inline(__always)
    private func neighbours(_ column: Int) -> (slice: Int, row: Int, column: Int) {
      let index = start + column
      return (index + nextSlice, index + nextRow, column + 1 < count ? index + 1 : index)
    }

    /// D u at one element: along slices, rows and columns.
    @inline(__always)
    package func differences(_ values: UnsafeBufferPointer<Double>, _ column: Int) -> SIMD3<Double>
    {
      let next = neighbours(column)
      let neighbours = SIMD3(values[next.slice], values[next.row], values[next.column])
      return (neighbours - SIMD3(repeating: values[start + column])) * inverseSpacing
    }

    /// Σ √(|D u|² + ε) over the row.
    fileprivate func sumOfLengths(
      _ values: UnsafeBufferPointer<Double>, smoothing: Double
    ) -> Double {
      guard let first = values.baseAddress.map({ $0 + start }) else { return 0 }
      return ck_gradient_lengths(
        first, first + nextSlice, first + nextRow, inverseSpacing.x, inverseSpacing.y,
        inverseSpacing.z, smoothing, count)
    }

    /// Adds the share of one element in Dᵀ v; `components` are v along slices, rows and columns.
    @inline(__always)
    package func addAdjoint(
      _ components: SIMD3<Double>, _ column: Int, to result: UnsafeMutableBufferPointer<Double>
    ) {
      let scaled = components * inverseSpacing
      let next = neighbours(column)
      result[next.slice] += scaled.x
      result[next.row] += scaled.y
      result[next.column] += scaled.z
      result[start + column] -= scaled.sum()
    }
  }

  /// Calls `body` with each row in the order of storage.
  @inline(__always)
  package func forEachRow(_ body: (Row) -> Void) {
    for slice in 0..<slices {
      for row in 0..<rows {
        body(
          Row(
            start: (slice * rows + row) * columns, count: columns,
            nextSlice: slice + 1 < slices ? rows * columns : 0,
            nextRow: row + 1 < rows ? columns : 0, inverseSpacing: inverseSpacing))
      }
    }
  }
}

/// The mean length of the gradient of a field, which is proportional to the length (in 3-D: area)
/// of the contour of a mask.
///
///     mean √(|D u|² + ε),  ε = 1e-7
///
/// with `ForwardDifferences` D.
struct MeanGradientLength {
  private let differences: ForwardDifferences
  private let count: Int

  /// Prepares for the grid of a sample; the mean is over its kept elements.
  init(_ sample: Sample) {
    differences = ForwardDifferences(sample.grid)
    count = sample.keptCount
  }

  /// √(|D u|² + ε) of one element.
  @inline(__always)
  private func length(_ components: SIMD3<Double>) -> Double {
    ((components * components).sum() + probabilityEpsilon).squareRoot()
  }

  /// The mean length.
  func value(_ values: [Double]) -> Double {
    values.withUnsafeBufferPointer { values in
      var total = 0.0
      differences.forEachRow { row in
        // A sum per row keeps rounding small.
        total += row.sumOfLengths(values, smoothing: probabilityEpsilon)
      }
      return total / Double(count)
    }
  }

  /// Adds `factor` times the derivative of ``value(_:)`` to `gradient`: Dᵀ(D u / length) / N.
  func addGradient(_ values: [Double], times factor: Double, to gradient: inout [Double]) {
    precondition(values.count == gradient.count)
    let share = factor / Double(count)
    values.withUnsafeBufferPointer { values in
      gradient.withUnsafeMutableBufferPointer { gradient in
        differences.forEachRow { row in
          for column in 0..<row.count {
            let components = row.differences(values, column)
            row.addAdjoint(components * (share / length(components)), column, to: gradient)
          }
        }
      }
    }
  }
}
