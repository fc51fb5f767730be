/// One picture or volume of a batch: what a network says of each class, and the truth.
public struct ClassItem: Sendable {
  /// The grid that all fields lie on.
  public let grid: Grid

  /// What the network put out for each class, probabilities or logits, in row-major order.
  public let scores: [[Double]]

  /// The truth of each class, in [0, 1], in row-major order; 0 where an element is ignored.
  public let truth: [[Double]]

  /// The elements that count for nothing; `nil` where all count.
  public let ignored: Mask?

  /// Intensities for losses that look at the image.
  public let image: ScalarField?

  /// What a network put out for each class a second time, for losses that compare the two; `nil` where they
  /// make it.
  public private(set) var secondScores: [[Double]]?

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
  public init(
    scores: [[Double]], truth: [[Double]], on grid: Grid, ignoring ignored: Mask? = nil,
    image: ScalarField? = nil
  ) throws(ClassError) {
    guard !scores.isEmpty else { throw .noClasses }
    guard scores.count == truth.count else {
      throw .classCounts(scores: scores.count, truth: truth.count)
    }
    for (number, values) in scores.enumerated() {
      do { _ = try ScalarField(values, on: grid) } catch {
        throw .field(error, "prediction", class: number)
      }
    }
    for (number, values) in truth.enumerated() {
      do { _ = try ProbabilityMap(values, on: grid) } catch {
        throw .field(error, "truth", class: number)
      }
    }
    if let ignored, ignored.grid.shape != grid.shape {
      throw .ignoredShape(ignored.grid.shape, expected: grid.shape)
    }
    if let image, image.grid != grid { throw .imageShape(image.grid.shape, expected: grid.shape) }
    self.grid = grid
    self.scores = scores
    self.ignored = ignored?.isEmpty == true ? nil : ignored
    self.image = image
    guard let elements = self.ignored?.elements else {
      self.truth = truth
      return
    }
    self.truth = truth.map { values in zip(values, elements).map { $1 ? 0 : $0 } }
  }

  /// Gives a second prediction for losses that compare two.
  ///
  /// - Parameter scores: K fields of what the network put out, probabilities or logits as the first ones.
  /// - Throws: ``ClassError`` where the numbers of classes or elements differ, or a number is not finite.
  public mutating func setSecondScores(_ scores: [[Double]]) throws(ClassError) {
    guard scores.count == truth.count else {
      throw .classCounts(scores: scores.count, truth: truth.count)
    }
    for (number, values) in scores.enumerated() {
      do { _ = try ScalarField(values, on: grid) } catch {
        throw .field(error, "second prediction", class: number)
      }
    }
    secondScores = scores
  }

  /// An item whose truth is a map of labels: k where an element belongs to class k.
  ///
  /// - Parameters:
  ///   - scores: K fields of what the network put out.
  ///   - labels: one for each element, in 0 … K − 1.
  ///   - grid: shape and spacing.
  ///   - ignoreLabel: the label, whatever it is, of elements to leave out; 255 in many data sets.
  ///   - ignored: more elements to leave out; their labels may be any.
  ///   - image: intensities, if there are any.
  /// - Throws: ``ClassError``, also for a label of no class.
  public init(
    scores: [[Double]], labels: [Int], on grid: Grid, ignoring ignoreLabel: Int? = nil,
    ignored: Mask? = nil, image: ScalarField? = nil
  ) throws(ClassError) {
    guard labels.count == grid.count else {
      throw .labelCount(labels.count, shape: grid.shape)
    }
    if let ignored, ignored.grid.shape != grid.shape {
      throw .ignoredShape(ignored.grid.shape, expected: grid.shape)
    }
    let leftOut = labels.enumerated().map { index, label in
      label == ignoreLabel || ignored?.elements[index] == true
    }
    var truth = scores.map { _ in [Double](repeating: 0, count: labels.count) }
    for (index, label) in labels.enumerated() where !leftOut[index] {
      guard truth.indices.contains(label) else {
        throw .label(label, at: grid.coordinates(of: index), classes: truth.count)
      }
      truth[label][index] = 1
    }
    try self.init(
      scores: scores, truth: truth, on: grid, ignoring: Mask(unchecked: leftOut, on: grid),
      image: image)
  }
}
