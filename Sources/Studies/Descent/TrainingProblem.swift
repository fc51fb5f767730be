import Losses
import RealModule

/// What gradient descent has to find.
public enum DescentProblem: String, Hashable, Sendable, Codable, CaseIterable {
  /// One free logit for each element of the grid.
  case logits
  /// Centre, radius and sharpness of a soft disc.
  case disc
  /// The weights of a small convolutional network that segments noisy images.
  case network

  /// What names it in figures.
  public var displayName: String {
    switch self {
    case .logits: "Free logits"
    case .disc: "Soft disc"
    case .network: "Small network"
    }
  }
}

/// Parameters to be found by gradient descent on a loss.
package protocol TrainingProblem {
  /// Where the descent starts: the same for every loss, optimiser and learning rate.
  var initialParameters: [Double] { get }

  /// By what plain gradient descent multiplies its learning rate.
  var gradientScale: Double { get }

  /// How good the parameters are; none where they do not give finite predictions.
  mutating func evaluation(at parameters: [Double]) throws -> Evaluation?

  /// ∂L/∂θ of the next step, perhaps over a mini-batch; none where there are no finite predictions.
  mutating func gradient(at parameters: [Double]) throws -> [Double]?
}

/// How good a prediction is.
package struct Evaluation: Equatable {
  /// The loss.
  package let loss: Double
  /// The Dice coefficient of the masks {p > ½} and {g > ½}; 1 where both are empty. Of several classes its
  /// mean over all but the background.
  package let dice: Double

  package init(loss: Double, dice: Double) {
    self.loss = loss
    self.dice = dice
  }
}

/// 1 / (1 + e⁻ᶻ) of each logit, without overflow; none where a logit is not finite.
package func sigmoid(_ logits: [Double], on grid: Grid) -> ProbabilityMap? {
  guard logits.allSatisfy({ $0.isFinite }) else { return nil }
  return ProbabilityMap(
    clamping: logits.map { logit in
      let exponential = Double.exp(-abs(logit))
      return (logit < 0 ? exponential : 1) / (1 + exponential)
    }, on: grid)
}
