/// What a loss over classes gives for a sample.
public struct ClassEvaluation: Sendable {
  /// The reduced values: one, or by item, by class, or by item and class where these stay.
  public let values: [Double]

  /// The values before classes and batch were reduced; one table for each part of a sum.
  public let tables: [ClassTable]

  /// The derivative of the value with respect to each probability or logit, by item, class and element;
  /// `nil` where none was asked for. Ignored elements have 0.
  public internal(set) var gradient: [[[Double]]]?

  /// The items of which every element is ignored: their loss is 0, with gradient 0.
  public let ignoredItems: [Int]

  /// The same without its gradient, which takes much memory.
  package var withoutGradient: ClassEvaluation {
    var evaluation = self
    evaluation.gradient = nil
    return evaluation
  }

  /// Brings together what a loss gives.
  ///
  /// - Parameters:
  ///   - values: the reduced values.
  ///   - tables: the values before they were reduced.
  ///   - gradient: by item, class and element; `nil` where none was asked for.
  ///   - ignoredItems: the items of which every element is ignored.
  public init(
    values: [Double], tables: [ClassTable], gradient: [[[Double]]]?, ignoredItems: [Int]
  ) {
    self.values = values
    self.tables = tables
    self.gradient = gradient
    self.ignoredItems = ignoredItems
  }

  /// The reduced value; `nil` where there are several.
  public var value: Double? { values.count == 1 ? values[0] : nil }
}

/// Values by item and class.
public struct ClassTable: Hashable, Codable, Sendable {
  /// Factor of this part in the loss.
  public var weight: Double
  /// The class of each column; `nil` where a loss has one value for all classes.
  public let classes: [Int]?
  /// A row for each item, or one row where the batch is pooled.
  public let values: [[Double]]

  /// Brings together the values of a part.
  ///
  /// - Parameters:
  ///   - weight: factor of the part in the loss.
  ///   - classes: the class of each column; `nil` for one value of all classes.
  ///   - values: a row for each item, or one where the batch is pooled.
  public init(weight: Double, classes: [Int]?, values: [[Double]]) {
    self.weight = weight
    self.classes = classes
    self.values = values
  }
}

/// What a gradient is taken with respect to.
public enum ClassGradient: String, Codable, CaseIterable, Hashable, Sendable {
  /// The probabilities.
  case probabilities
  /// What the network put out; the same where that is probabilities.
  case scores
}
