/// How the values of items and classes become one: first over elements, then classes, then the batch.
public struct ClassReduction: Hashable, Sendable {
  /// Which elements one value is of.
  public enum Pooling: String, Codable, CaseIterable, Sendable {
    /// Those of one item: a value for each item and class.
    case item
    /// Those of all items: a value for each class.
    case batch
  }

  /// What becomes of the values of classes.
  public enum Classes: String, Codable, CaseIterable, Sendable {
    /// Their mean over the classes that count.
    case mean
    /// Their mean over the classes that the truth has (0 where it has none).
    case present
    /// Σ_k w_k L_k over the number of classes, or over Σ_k w_k.
    case weighted
    /// Their sum.
    case sum
    /// They stay.
    case none
  }

  /// Whether class 0 takes part.
  public enum Background: String, Codable, CaseIterable, Sendable {
    case include, exclude
  }

  /// What becomes of the values of items.
  public enum Batch: String, Codable, CaseIterable, Sendable {
    case mean, sum, none
  }

  /// Which elements one value is of.
  public var pooling: Pooling
  /// What becomes of the values of classes.
  public var classes: Classes
  /// w, a weight for each class, class 0 first: for ``Classes/weighted``, and for losses that weigh
  /// classes themselves, such as ``SoftmaxCrossEntropy``.
  public var weights: [Double]?
  /// Whether a weighted sum of classes is divided by the sum of its weights rather than by their number.
  public var normalisesWeights: Bool
  /// Whether class 0 takes part where a loss has a value for each class; a softmax always has it.
  public var background: Background
  /// What becomes of the values of items.
  public var batch: Batch

  /// Means of everything, unless told otherwise.
  public init(
    pooling: Pooling = .item, classes: Classes = .mean, weights: [Double]? = nil,
    normalisesWeights: Bool = false, background: Background = .include, batch: Batch = .mean
  ) {
    self.pooling = pooling
    self.classes = classes
    self.weights = weights
    self.normalisesWeights = normalisesWeights
    self.background = background
    self.batch = batch
  }

  /// Checks that the reduction fits so many classes.
  ///
  /// - Throws: ``ClassError`` where no class counts, or the weights do not fit.
  public func validate(classes count: Int) throws(ClassError) { _ = try countedClasses(of: count) }

  /// The classes that count, of so many.
  ///
  /// - Throws: ``ClassError`` where there is none, or the weights do not fit.
  func countedClasses(of count: Int) throws(ClassError) -> [Int] {
    guard background == .include || count > 1 else { throw .onlyBackground }
    if let weights {
      guard weights.count == count else { throw .weightCount(weights.count, classes: count) }
      for (number, weight) in weights.enumerated() where !(weight >= 0 && weight.isFinite) {
        throw .weight(weight, class: number)
      }
    } else if classes == .weighted {
      throw .noWeights
    }
    return Array((background == .include ? 0 : 1)..<count)
  }
}
