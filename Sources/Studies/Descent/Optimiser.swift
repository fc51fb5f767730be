import RealModule

/// A rule by which gradient descent moves parameters.
public enum OptimiserKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// θ ← θ − η ∇L, without momentum.
  case gradientDescent = "sgd"
  /// Adam (Kingma and Ba 2015, algorithm 1) with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8.
  case adam

  /// What names it in figures.
  public var displayName: String {
    switch self {
    case .gradientDescent: "SGD"
    case .adam: "Adam"
    }
  }
}

/// An optimiser with its memory.
///
///     sgd:   θ ← θ − η g
///     adam:  m ← β₁ m + (1−β₁) g,  v ← β₂ v + (1−β₂) g²,
///            θ ← θ − η/(1−β₁ᵗ) · m / (√v / √(1−β₂ᵗ) + ε)
public struct Optimiser: Sendable {
  /// β₁, the decay of the mean of the gradient.
  public static let meanDecay = 0.9
  /// β₂, the decay of the mean of its square.
  public static let squareDecay = 0.999
  /// ε, which keeps the step finite where the gradient is 0.
  public static let epsilon = 1e-8

  private let kind: OptimiserKind
  private let rate: Double
  private var mean: [Double] = []
  private var square: [Double] = []
  private var meanPower = 1.0
  private var squarePower = 1.0

  /// Starts without memory.
  ///
  /// - Parameters:
  ///   - kind: the rule.
  ///   - rate: η, the learning rate, above 0.
  public init(_ kind: OptimiserKind, rate: Double) {
    self.kind = kind
    self.rate = rate
  }

  /// Moves the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: θ, as many as the gradient has components.
  ///   - gradient: ∇L at θ.
  public mutating func update(_ parameters: inout [Double], gradient: [Double]) {
    precondition(parameters.count == gradient.count)
    switch kind {
    case .gradientDescent:
      for index in gradient.indices { parameters[index] -= rate * gradient[index] }
    case .adam:
      updateByAdam(&parameters, gradient)
    }
  }

  private mutating func updateByAdam(_ parameters: inout [Double], _ gradient: [Double]) {
    if mean.isEmpty {
      mean = [Double](repeating: 0, count: gradient.count)
      square = mean
    }
    meanPower *= Self.meanDecay
    squarePower *= Self.squareDecay
    let step = rate / (1 - meanPower)
    let correction = (1 - squarePower).squareRoot()
    for index in gradient.indices {
      let slope = gradient[index]
      mean[index] += (1 - Self.meanDecay) * (slope - mean[index])
      square[index] = Self.squareDecay * square[index] + (1 - Self.squareDecay) * slope * slope
      parameters[index] -=
        step * mean[index] / (square[index].squareRoot() / correction + Self.epsilon)
    }
  }
}
