import ArgumentParser
import Losses

extension ClassReduction.Classes: ExpressibleByArgument {}
extension ClassReduction.Background: ExpressibleByArgument {}

/// How the values of classes become one.
struct ClassReductionOptions: ParsableArguments {
  @Option(help: "Whether class 0 takes part where a loss has a value for each class.")
  var background: ClassReduction.Background?

  @Option(
    help:
      "What becomes of the values of classes: their mean (default), that of the classes present in the truth, a weighted one, their sum, or none of these, which `evaluate` alone takes."
  )
  var reduceClasses: ClassReduction.Classes?

  @Option(help: "A weight for each class, class 0 first, as 0.5,1,2.")
  var classWeights: String?

  func validate() throws { _ = try weights() }

  /// The options that are given.
  var given: [String] {
    let given: [(String, Bool)] = [
      ("--background", background != nil), ("--reduce-classes", reduceClasses != nil),
      ("--class-weights", classWeights != nil),
    ]
    return given.filter(\.1).map(\.0)
  }

  /// A weight for each class; `nil` where none is given.
  func weights() throws -> [Double]? {
    guard let classWeights else { return nil }
    let weights = names(classWeights).map { Double($0) }
    guard !weights.isEmpty, !weights.contains(nil) else {
      throw ValidationError("--class-weights is '\(classWeights)'; expected numbers as 0.5,1,2")
    }
    return weights.compactMap { $0 }
  }
}
