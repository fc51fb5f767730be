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
  private let prediction: CentredField
  private let truth: CentredField
  /// Σ_gp (Σ_pp + κ I)⁻¹.
  private let regression: SquareMatrix
  private let posterior: CholeskyFactor

  private static let ridge = 5e-4

  init(_ sample: Sample) {
    let patches = Patches(of: sample.grid)
    self.patches = patches
    let size = patches.offsets.count
    let prediction = CentredField(sample.prediction.values, patches)
    let truth = sample.derived(TruthPatches()) {
      let field = CentredField(sample.truth.values, patches)
      return TruthPatches.Value(field: field, covariance: patches.covariance(of: field))
    }
    var ofPrediction = patches.covariance(of: prediction)
    for index in 0..<size { ofPrediction[index, index] += Self.ridge }
    let factor = CholeskyFactor(ofPrediction, leastPivot: Self.ridge)
    let half = factor.solvedForwards(rowsOf: patches.covariance(truth.field, prediction))
    regression = factor.solvedBackwards(rowsOf: half)
    var rest = truth.covariance
    let explained = half * half.transposed
    for index in rest.elements.indices { rest.elements[index] -= explained.elements[index] }
    for index in 0..<size { rest[index, index] += Self.ridge }
    posterior = CholeskyFactor(rest, leastPivot: Self.ridge)
    (self.prediction, self.truth) = (prediction, truth.field)
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
    var gradient = [Double](repeating: 0, count: prediction.values.count)
    var residuals = [Double](repeating: 0, count: size)
    for start in patches.starts {
      for row in 0..<size {
        var residual = truth.means[row] - truth.values[start + patches.offsets[row]]
        for column in 0..<size {
          let x = prediction.values[start + patches.offsets[column]] - prediction.means[column]
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

/// The patches of a truth, less their mean, and their covariance.
private struct TruthPatches: TruthKey {
  struct Value: Sendable {
    let field: CentredField
    let covariance: SquareMatrix
  }
}
