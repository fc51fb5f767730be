/// The smallest of an element and its neighbours along the axes; there are none beyond the border.
///
///     (E u)ᵢ = min(m₁, m₂, …),  m_a the smallest of the three elements along axis a around i
///
/// Where several are smallest, the derivative goes as in PyTorch: m_a has it from the first in storage,
/// and the minimum of two equal numbers from half of each, taken in the order of the axes.
struct CrossMinimum {
  private let axes: [(stride: Int, extent: Int)]

  /// Prepares for grids of one shape.
  init(_ grid: Grid) {
    axes = zip(grid.strides, grid.shape).map { (stride: $0, extent: $1) }
  }

  /// E u.
  func callAsFunction(_ values: [Double]) -> [Double] {
    var result = values
    for (stride, extent) in axes {
      for index in values.indices {
        let position = index / stride % extent
        if position > 0 { result[index] = min(result[index], values[index - stride]) }
        if position + 1 < extent { result[index] = min(result[index], values[index + stride]) }
      }
    }
    return result
  }

  /// Eᵀ at u.
  func pullBack(_ slopes: [Double], at values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for (index, slope) in slopes.enumerated() where slope != 0 {
      // The smallest so far, and the elements that it comes from with their shares.
      var (lowest, shares) = (Double.infinity, [(source: Int, share: Double)]())
      for (stride, extent) in axes {
        let source = source(index, stride, extent, values)
        if values[source] < lowest {
          (lowest, shares) = (values[source], [(source, 1)])
        } else if values[source] == lowest {
          shares = shares.map { ($0.source, $0.share / 2) } + [(source, 0.5)]
        }
      }
      for (source, share) in shares { result[source] += slope * share }
    }
    return result
  }

  /// The first of the smallest elements along an axis.
  private func source(_ index: Int, _ stride: Int, _ extent: Int, _ values: [Double]) -> Int {
    let position = index / stride % extent
    var source = position > 0 ? index - stride : index
    if values[index] < values[source] { source = index }
    if position + 1 < extent, values[index + stride] < values[source] { source = index + stride }
    return source
  }
}
