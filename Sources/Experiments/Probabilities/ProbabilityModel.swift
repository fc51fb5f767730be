import Losses

/// How a predicted object becomes a map of probabilities.
///
/// To add one, write a type in a file of its own and name it in ``ProbabilityRegistry/standard``. Blur
/// and noise come from elsewhere: ``ProbabilityDescription`` adds them to any model.
public protocol ProbabilityModel: Sendable {
  /// Identifier in kebab case, as it stands before the colon of `sigmoid:width=1`.
  static var id: String { get }
  /// What the probabilities are, in a few words with the formula.
  static var summary: String { get }
  /// Its numbers; the first may be given without its name.
  static var parameters: [ParameterSpecification] { get }

  /// The numbers with which the background has probability 0; none, the default, where there are none.
  static var withoutFloor: [String: Double] { get }

  /// Whether ``write(_:into:)`` reads ``PredictedObject/withDistances(_:)``, as it does by default.
  static var readsDistances: Bool { get }

  /// A model with a value in its range for each of ``parameters``.
  init(parameters: [String: Double])

  /// Writes the probability, in [0, 1], of each element to be foreground.
  func write(_ object: PredictedObject, into probabilities: UnsafeMutableBufferPointer<Double>)
}

extension ProbabilityModel {
  public static var withoutFloor: [String: Double] { [:] }
  public static var readsDistances: Bool { true }
}

/// What a path predicts at one step, in memory that is used again for the next.
public struct PredictedObject: Sendable {
  /// Its elements.
  public var mask: Mask
  /// The signed distance of each element to the predicted boundary, negative inside, in the unit of
  /// the spacing: as the path knows it, or that of the mask. Valid if ``hasDistances``.
  public var distances: [Double] = []
  /// Whether ``distances`` are those of this step.
  public var hasDistances = false

  /// What the path does to the logits of the prediction.
  public var logits = LogitChange()

  /// An object of which nothing but its elements is known.
  public init(_ mask: Mask) { self.mask = mask }

  /// Makes room for ``distances``, which the caller then writes.
  mutating func prepareDistances() {
    if distances.count != mask.grid.count {
      distances = [Double](repeating: 0, count: mask.grid.count)
    }
    hasDistances = true
  }

  /// Keeps in ``distances`` those of the mask where the path knows none, for several readers.
  mutating func keepDistances() {
    guard !hasDistances else { return }
    distances = mask.boundaryDistance()
    hasDistances = true
  }

  /// Makes the mask that of the elements within the boundary that ``distances`` tell.
  mutating func setMaskFromDistances() {
    mask.update { [distances] elements in
      for index in elements.indices { elements[index] = distances[index] <= 0 }
    }
  }

  /// Becomes an object of which nothing but its elements is known, in the memory that there is.
  mutating func reset(to truth: Mask) {
    hasDistances = false
    logits = LogitChange()
    mask.update { elements in
      elements.withUnsafeMutableBufferPointer { elements in
        truth.elements.withUnsafeBufferPointer { _ = elements.update(fromContentsOf: $0) }
      }
    }
  }

  /// The signed distance of each element to the predicted boundary: that of the path, or of the mask,
  /// whose boundary lies half an element from the centres of the elements beside it.
  public func withDistances<Result>(
    _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result {
    if hasDistances { return try distances.withUnsafeBufferPointer(body) }
    return try mask.boundaryDistance().withUnsafeBufferPointer(body)
  }
}

extension Mask {
  /// The distance of each element to the boundary of the mask, half of the least spacing away from the
  /// centres of the elements beside it: negative inside, in the unit of the spacing. Infinite where
  /// there is no boundary.
  package func boundaryDistance() -> [Double] {
    guard !isEmpty && !isFull else {
      return [Double](repeating: isEmpty ? .infinity : -.infinity, count: grid.count)
    }
    let half = (grid.spacing.min() ?? 1) / 2
    var distances = signedDistance()
    distances.withUnsafeMutableBufferPointer { distances in
      for index in 0..<distances.count {
        distances[index] += distances[index] > 0 ? -half : half
      }
    }
    return distances
  }
}
