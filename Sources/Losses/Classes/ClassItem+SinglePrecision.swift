/// Items in single or half precision, as networks have them. They are computed in double precision, which holds each
/// of these numbers, so that sums do not stop growing and logarithms lose nothing.
extension ClassItem {
  /// An item with a truth for each class: one-hot, soft, or of classes that overlap.
  ///
  /// - Parameters:
  ///   - scores: K fields of what the network put out.
  ///   - truth: K fields in [0, 1].
  ///   - grid: shape and spacing.
  ///   - ignored: elements to leave out.
  ///   - image: intensities, if there are any.
  /// - Throws: ``ClassError`` where the numbers of classes or elements differ, a number is not finite
  ///   or a truth is outside [0, 1].
  public init<Value: BinaryFloatingPoint>(
    scores: [[Value]], truth: [[Value]], on grid: Grid, ignoring ignored: Mask? = nil,
    image: ScalarField? = nil
  ) throws(ClassError) {
    try self.init(
      scores: scores.map { $0.map { Double($0) } }, truth: truth.map { $0.map { Double($0) } },
      on: grid, ignoring: ignored, image: image)
  }

  /// An item whose truth is a map of labels: k where an element belongs to class k.
  ///
  /// - Parameters:
  ///   - scores: K fields of what the network put out.
  ///   - labels: one for each element, in 0 … K − 1.
  ///   - grid: shape and spacing.
  ///   - ignoreLabel: the label of elements to leave out.
  ///   - ignored: more elements to leave out; their labels may be any.
  ///   - image: intensities, if there are any.
  /// - Throws: ``ClassError``, also for a label of no class.
  public init<Value: BinaryFloatingPoint>(
    scores: [[Value]], labels: [Int], on grid: Grid, ignoring ignoreLabel: Int? = nil,
    ignored: Mask? = nil, image: ScalarField? = nil
  ) throws(ClassError) {
    try self.init(
      scores: scores.map { $0.map { Double($0) } }, labels: labels, on: grid,
      ignoring: ignoreLabel, ignored: ignored, image: image)
  }
}

extension ClassEvaluation {
  /// The derivative of the value, rounded to single precision; `nil` where none was asked for.
  public var singlePrecisionGradient: [[[Float]]]? {
    gradient?.map { $0.map { $0.map { Float($0) } } }
  }
}
