import ArgumentParser
import Losses

extension ClassReduction.Pooling: ExpressibleByArgument {}
extension ClassReduction.Batch: ExpressibleByArgument {}
extension ClassForm.Skeletons: ExpressibleByArgument {}

/// How the values of classes and items are made and become one.
struct ClassValueOptions: ParsableArguments {
  @OptionGroup var classes: ClassReductionOptions

  @Option(
    help:
      "The distance of each class from each other for generalised-wasserstein-dice, a row for each class, as '0,1,1;1,0,0.5;1,0.5,0', or a CSV file with these rows."
  )
  var classDistances: String?

  @Option(
    help: "The share of the truth that all exclusive classes have in cross-entropy, from 0 to 1.")
  var labelSmoothing: Double?

  @Option(
    help:
      "Whether the sums of skeletons of cl-dice are those of each class (default), or of all classes of an item together."
  )
  var skeletons: ClassForm.Skeletons?

  @Option(help: "Which elements a value is of: those of an item (default), or of the whole batch.")
  var pool: ClassReduction.Pooling?

  @Option(help: "What becomes of the values of items: their mean (default), their sum, or neither.")
  var reduceBatch: ClassReduction.Batch?

  func validate() throws { _ = try (reduction(), form()) }

  /// The options that are given.
  var given: [String] {
    let given: [(String, Bool)] = [
      ("--pool", pool != nil), ("--reduce-batch", reduceBatch != nil),
      ("--class-distances", classDistances != nil), ("--label-smoothing", labelSmoothing != nil),
      ("--skeletons", skeletons != nil),
    ]
    return classes.given + given.filter(\.1).map(\.0)
  }

  /// How values of items and classes become one.
  func reduction() throws -> ClassReduction {
    ClassReduction(
      pooling: pool ?? .item, classes: classes.reduceClasses ?? .mean,
      weights: try classes.weights(), background: classes.background ?? .include,
      batch: reduceBatch ?? .mean)
  }
}
