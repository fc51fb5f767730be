import Experiments
import Studies
import Testing

@Suite struct OptimiserTests {
  @Test func gradientDescentStepsAgainstTheGradient() {
    var optimiser = Optimiser(.gradientDescent, rate: 0.5)
    var parameters = [1.0, -2.0]
    optimiser.update(&parameters, gradient: [4, 0.5])
    #expect(parameters == [-1, -2.25])
    optimiser.update(&parameters, gradient: [-2, 0])
    #expect(parameters == [0, -2.25])
  }

  /// By hand: with a constant gradient g the corrected means are g and g², whatever t, so that each
  /// step is η g / (|g| + ε).
  @Test func adamMovesByItsRateUnderAConstantGradient() {
    var optimiser = Optimiser(.adam, rate: 0.25)
    var parameters = [1.0, 1.0, 1.0]
    for _ in 0..<4 { optimiser.update(&parameters, gradient: [3, -0.001, 0]) }
    expectClose(
      parameters, [1 - 4 * 0.25, 1 + 4 * 0.25 * 0.001 / (0.001 + 1e-8), 1], tolerance: 1e-8,
      "constant gradient")
  }

  /// By hand: g = 1, then −1, with η = 1. After the second step m = 0.9 · 0.1 − 0.1 = −0.01,
  /// v = 0.999 · 0.001 + 0.001 = 0.001999, and the step is
  /// (−0.01 / (1 − 0.81)) / (√(0.001999 / (1 − 0.998001)) + ε) = −0.01 / 0.19.
  @Test func adamKeepsItsMemory() {
    var optimiser = Optimiser(.adam, rate: 1)
    var parameters = [0.0]
    optimiser.update(&parameters, gradient: [1])
    optimiser.update(&parameters, gradient: [-1])
    expectClose(parameters, [-1 + 0.01 / 0.19], tolerance: 1e-7, "two steps")
  }

  @Test func agreesWithPyTorch() throws {
    for reference in try DescentFixtures.cases(DescentFixtures.OptimiserCase.self, "optimisers") {
      var optimiser = Optimiser(reference.optimiser, rate: reference.rate)
      var parameters = reference.start
      for (step, gradient) in reference.gradients.enumerated() {
        optimiser.update(&parameters, gradient: gradient)
        expectClose(
          parameters, reference.trajectory[step], tolerance: 1e-12,
          "\(reference.optimiser), rate \(reference.rate), step \(step + 1)")
      }
    }
  }
}
