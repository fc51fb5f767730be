import RealModule

/// The mean of a field around each element, weighted by a Gaussian, with 0 beyond the border.
///
/// Along each axis an element d away weighs what the Gaussian of standard deviation σ has over it,
/// ½ [erf((d + ½)/(σ√2)) − erf((d − ½)/(σ√2))], up to ⌊max(4σ, ½) + ½⌋ elements away; the weights are
/// not scaled to sum to 1. As MONAI's `GaussianFilter`.
///
/// - Parameter deviation: σ in elements, over 0.
package func gaussianMeans(of field: [Double], on grid: Grid, deviation: Double) -> [Double] {
  let reach = Int(max(4 * deviation, 0.5) + 0.5)
  let scale = 1 / (deviation * Double.sqrt(2))
  let weights = (0...reach).map { distance in
    let centre = Double(distance)
    return (Double.erf(scale * (centre + 0.5)) - .erf(scale * (centre - 0.5))) / 2
  }
  var means = field
  for (stride, extent) in zip(grid.strides, grid.shape) {
    let values = means
    for start in values.indices where start / stride % extent == 0 {
      for position in 0..<extent {
        let around = max(0, position - reach)...min(extent - 1, position + reach)
        means[start + position * stride] = around.reduce(0) { sum, other in
          sum + weights[abs(other - position)] * values[start + other * stride]
        }
      }
    }
  }
  return means
}
