extension Grid {
  /// The extents with axes of one element put in front, so that there are always three.
  package var paddedShape: (slices: Int, rows: Int, columns: Int) {
    let shape = [Int](repeating: 1, count: 3 - rank) + shape
    return (shape[0], shape[1], shape[2])
  }

  /// The spacings that go with ``paddedShape``; 1 along the axes put in front.
  var paddedSpacing: (slices: Double, rows: Double, columns: Double) {
    let spacing = [Double](repeating: 1, count: 3 - rank) + spacing
    return (spacing[0], spacing[1], spacing[2])
  }

  /// The least distance between neighbours along any axis.
  var smallestSpacing: Double { spacing.reduce(.infinity, min) }
}
