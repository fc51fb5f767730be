/// How much an element differs from the largest around it, and how much a contour is near.
///
///     b = M_r u − u,  e = M_R b
///
/// with `MaxPooling` M over boxes of radius r and R. For a mask u, b is 1 on the elements outside of
/// it that are within r of it, and for its complement on those inside that are within r of the outside.
struct SoftContour: Sendable {
  /// b.
  let contour: [Double]

  private let keptNeighbourhood: [Double]?
  private let contourPooling: MaxPooling
  private let neighbourhoodPooling: MaxPooling

  /// The contour of u, with r = `radius` and R = `tolerance`.
  ///
  /// - Parameter keepsNeighbourhood: whether e is kept, which takes as much memory as b; else it is made each time.
  init(
    of values: [Double], on grid: Grid, radius: Int, tolerance: Int, keepsNeighbourhood: Bool
  ) {
    contourPooling = MaxPooling(grid, radius: radius)
    neighbourhoodPooling = MaxPooling(grid, radius: tolerance)
    var contour = contourPooling(values)
    updateElements(&contour, values, values) { value, _, largest in largest - value }
    self.contour = contour
    keptNeighbourhood = keepsNeighbourhood ? neighbourhoodPooling(contour) : nil
  }

  /// e.
  var neighbourhood: [Double] { keptNeighbourhood ?? neighbourhoodPooling(contour) }

  /// Σ bᵢ.
  var total: Double { sum(contour) }

  /// Σ bᵢ e′ᵢ: how much of this contour is near another one.
  func near(_ other: SoftContour) -> Double {
    sumOverElements(contour, other.neighbourhood) { contour, near in contour * near }
  }

  /// The slopes with respect to u, given those with respect to b and e.
  func pullBack(
    to values: [Double], contour contourSlopes: [Double], neighbourhood slopes: [Double]
  ) -> [Double] {
    var total = neighbourhoodPooling.pullBack(slopes, at: contour)
    for index in total.indices { total[index] += contourSlopes[index] }
    let ofPooled = contourPooling.pullBack(total, at: values)
    return zip(ofPooled, total).map { $0 - $1 }
  }
}
