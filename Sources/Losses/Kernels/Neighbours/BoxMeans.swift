/// The mean of a field over the box of 2r + 1 elements an axis around each element, with 0 beyond the
/// border.
package func boxMeans(of field: [Double], on grid: Grid, radius: Int) -> [Double] {
  var means = field
  for (stride, extent) in zip(grid.strides, grid.shape) {
    let values = means
    for start in values.indices where start / stride % extent == 0 {
      // Sums up to each element of the line, of which those of a box are differences.
      var sums = [0.0]
      for position in 0..<extent { sums.append(sums[position] + values[start + position * stride]) }
      for position in 0..<extent {
        let (lower, upper) = (max(0, position - radius), min(extent, position + radius + 1))
        means[start + position * stride] = (sums[upper] - sums[lower]) / Double(2 * radius + 1)
      }
    }
  }
  return means
}
