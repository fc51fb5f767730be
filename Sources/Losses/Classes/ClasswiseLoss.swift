/// A loss that looks at one class after the other, and has a value for each or their sum.
///
/// A conforming type gives the value and gradient of a class.
public protocol ClasswiseLoss: GroupedClassLoss {
  /// Whether the loss is the sum over all classes, rather than a value for each that counts.
  var isTotal: Bool { get }

  /// The value of a class of a group that has elements.
  func value(_ group: ClassGroup, _ number: Int) throws -> Double

  /// Its derivative with respect to the probability of the class at each kept element.
  func gradient(_ group: ClassGroup, _ number: Int) throws -> [Double]
}

extension ClasswiseLoss {
  public var isTotal: Bool { false }

  public func columns(_ counted: [Int]) -> [Int]? { isTotal ? nil : counted }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    guard isTotal else { return try counted.map { try value(group, $0) } }
    return [try group.probabilities.indices.reduce(0) { $0 + (try value(group, $1)) }]
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes {
    let all = Array(group.probabilities.indices)
    let parts =
      isTotal ? zip(all, all.map { _ in factors[0] }).map(\.self) : Array(zip(counted, factors))
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    for (number, factor) in parts where factor != 0 {
      slopes[number] = try gradient(group, number).map { factor * $0 }
    }
    return ClassSlopes(probabilities: slopes)
  }
}
