/// The boxes of up to three elements an axis that lie wholly inside a grid, as vectors.
package struct Patches: Sendable {
  /// Where the elements of a patch are stored, counted from its first.
  package let offsets: [Int]
  /// Where the first element of each patch is stored.
  package let starts: [Int]

  /// The patches of a grid; along an axis of fewer than three elements they have all of them.
  package init(of grid: Grid) {
    var (offsets, starts) = ([0], [0])
    for (stride, extent) in zip(grid.strides, grid.shape) {
      let width = min(3, extent)
      offsets = offsets.flatMap { offset in (0..<width).map { offset + $0 * stride } }
      starts = starts.flatMap { start in (0...(extent - width)).map { start + $0 * stride } }
    }
    (self.offsets, self.starts) = (offsets, starts)
  }

  /// The mean of each component of the vectors.
  func means(_ values: [Double]) -> [Double] {
    offsets.map { offset in
      starts.reduce(0) { $0 + values[$1 + offset] } / Double(starts.count)
    }
  }

  /// Σ (x − x̄)(y − ȳ)ᵀ over the vectors x and y of two fields, in the memory of one pass.
  package func covariance(_ first: [Double], _ second: [Double]) -> SquareMatrix {
    let (firstMeans, secondMeans) = (means(first), means(second))
    let size = offsets.count
    var covariance = SquareMatrix(size: size)
    var x = [Double](repeating: 0, count: size)
    var y = x
    covariance.elements.withUnsafeMutableBufferPointer { sums in
      func add(from start: Int, times count: Double) {
        for index in 0..<size {
          x[index] = count * (first[start + offsets[index]] - firstMeans[index])
          y[index] = second[start + offsets[index]] - secondMeans[index]
        }
        for row in 0..<size {
          for column in 0..<size { sums[row * size + column] += x[row] * y[column] }
        }
      }
      // Far from an object there are few patches but those that are as the first.
      var repetitions = 0
      for start in starts {
        let isFirst = offsets.allSatisfy {
          first[start + $0] == first[$0] && second[start + $0] == second[$0]
        }
        if isFirst { repetitions += 1 } else { add(from: start, times: 1) }
      }
      add(from: 0, times: Double(repetitions))
    }
    return covariance
  }
}

/// How uncertain the patches of the truth remain once those of the prediction are known.
///
///     ½ ln det(Σ_gg − Σ_gp (Σ_pp + κ I)⁻¹ Σ_gpᵀ + κ I) / n
///
/// with sums of products Σ over patches of n elements, less their means, and κ = 5e-4.
///
/// The matrix is the Schur complement of a positive definite one, of which a Cholesky factorisation
/// loses to rounding no more than a few units of Σ_gg.
struct PosteriorEntropy {
  private let patches: Patches
  private let prediction: [Double]
  private let truth: [Double]
  /// Σ_gp (Σ_pp + κ I)⁻¹.
  private let regression: SquareMatrix
  private let posterior: CholeskyFactor

  private static let ridge = 5e-4

  init(prediction: [Double], truth: [Double], on grid: Grid) {
    patches = Patches(of: grid)
    (self.prediction, self.truth) = (prediction, truth)
    let size = patches.offsets.count
    var ofPrediction = patches.covariance(prediction, prediction)
    for index in 0..<size { ofPrediction[index, index] += Self.ridge }
    let factor = CholeskyFactor(ofPrediction, leastPivot: Self.ridge)
    let half = factor.solvedForwards(rowsOf: patches.covariance(truth, prediction))
    regression = factor.solvedBackwards(rowsOf: half)
    var rest = patches.covariance(truth, truth)
    let explained = half * half.transposed
    for index in rest.elements.indices { rest.elements[index] -= explained.elements[index] }
    for index in 0..<size { rest[index, index] += Self.ridge }
    posterior = CholeskyFactor(rest, leastPivot: Self.ridge)
  }

  /// The entropy, but for a constant.
  var value: Double { posterior.logarithmOfDeterminant / 2 / Double(patches.offsets.count) }

  /// Its derivative with respect to each prediction: Wᵀ M⁻¹ (W x − y) of each patch, given to the
  /// elements of the patch, with W = Σ_gp (Σ_pp + κ I)⁻¹ and the matrix M above.
  var gradient: [Double] {
    let size = patches.offsets.count
    // (M⁻¹ W)ᵀ = Wᵀ M⁻¹.
    let weights = posterior.solvedBackwards(
      rowsOf: posterior.solvedForwards(rowsOf: regression.transposed))
    let (predictionMeans, truthMeans) = (patches.means(prediction), patches.means(truth))
    var gradient = [Double](repeating: 0, count: prediction.count)
    var residuals = [Double](repeating: 0, count: size)
    for start in patches.starts {
      for row in 0..<size {
        var residual = truthMeans[row] - truth[start + patches.offsets[row]]
        for column in 0..<size {
          let x = prediction[start + patches.offsets[column]] - predictionMeans[column]
          residual += regression[row, column] * x
        }
        residuals[row] = residual
      }
      for row in 0..<size {
        var slope = 0.0
        for column in 0..<size { slope += weights[row, column] * residuals[column] }
        gradient[start + patches.offsets[row]] += slope / Double(size)
      }
    }
    return gradient
  }
}
