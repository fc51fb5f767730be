import Documents
import Losses

extension FieldFile {
  /// The fields of each item and class that a file holds: one item where it has no batch, one class
  /// where it has no channels. Volumes of one that names its axes are classes.
  ///
  /// - Parameters:
  ///   - order: what the axes of an array are; needed where it has more than those of space. A truth or
  ///     a mask may lack the axis of classes.
  ///   - spacing: distance between neighbours along each axis of space, where the file has none.
  /// - Throws: `FileError` where the axes do not fit the array.
  public func fieldsByItemAndClass(
    _ order: AxisOrder?, spacing: [Double]? = nil
  ) throws(FileError) -> [[FieldFile]] {
    var named = try namingAxes(order)
    // Stored numbers are what they are: neither shares of a largest grey nor colours.
    (named.fullScale, named.palette) = (1, nil)
    if let spacing { try named.setSpacing(spacing) }
    return try named.parts(along: [.batch]).map { item throws(FileError) in
      try item.parts(along: [.channel, .volume]).map { part throws(FileError) in
        guard part.axes.allSatisfy(\.isSpatial), (1...3).contains(part.axes.count) else {
          throw .malformed(
            path,
            reason:
              "the array has the axes \(shape), and which of them are items and classes is not "
              + "said; name them by --axes BCYX, CZYX, …")
        }
        var part = part
        part.orderAxes()
        return part
      }
    }
  }

  /// The labels that a file holds.
  ///
  /// - Throws: `FileError` where a value is not whole.
  public func labels() throws(FileError) -> [Int] {
    let values = try chosenImage().values
    return try values.map { value throws(FileError) in
      guard let label = Int(exactly: value) else {
        throw .malformed(
          path, reason: "it holds \(value), and labels are whole: give a truth for each class")
      }
      return label
    }
  }

  /// The axes of an array named, and of one that lacks the classes, those that are left.
  private func namingAxes(_ order: AxisOrder?) throws(FileError) -> FieldFile {
    guard let order, !hasNamedAxes else { return self }
    var named = self
    let fitting = [order.kinds, order.kinds.filter { $0 != .channel }].first {
      $0.count == fullShape.count
    }
    guard let fitting else {
      throw .malformed(
        path,
        reason: "the axes \(order) are \(order.kinds.count), and the array has the shape "
          + "\(fullShape)")
    }
    // Axes of length 1 have been dropped.
    let left = zip(fitting, fullShape).filter { $0.1 != 1 }.map(\.0)
    for axis in named.axes.indices {
      named.axes[axis].kind = axis < left.count ? left[axis] : .x
    }
    return named
  }

  /// A field for each number along the first axis of some kinds; the field itself where there is none.
  private func parts(along kinds: [FieldAxis.Kind]) throws(FileError) -> [FieldFile] {
    let axis = kinds.lazy.compactMap { kind in axes.firstIndex { $0.kind == kind } }.first
    guard let axis else { return [self] }
    return try (0..<axes[axis].extent).map { number throws(FileError) in
      var part = self
      try part.choose(number, along: axis, option: "item or class")
      return part
    }
  }
}

/// Writes values as a float64 array in NumPy's format.
///
/// - Parameters:
///   - values: in the order of the array, the last axis fastest.
///   - shape: of as many elements as there are values; another number is a mistake of the caller and
///     stops the program.
///   - path: of the file.
///   - precision: of its numbers.
/// - Throws: `FileError.notWritable(_:reason:)`.
public func writeNumPy(
  _ values: [Double], shape: [Int], to path: String, precision: NumPyPrecision = .double
) throws(FileError) {
  precondition(values.count == shape.reduce(1, *))
  try writeAtomically(numPyBytes(values, shape: shape, precision: precision), to: path)
}
