import ArgumentParser
import Losses

extension ClassRelation: ExpressibleByArgument {}
extension ClassReduction.Pooling: ExpressibleByArgument {}
extension ClassReduction.Classes: ExpressibleByArgument {}
extension ClassReduction.Background: ExpressibleByArgument {}
extension ClassReduction.Batch: ExpressibleByArgument {}
extension ClassForm.Skeletons: ExpressibleByArgument {}

/// What becomes of elements where a mask is 0.
enum MaskedElements: String, ExpressibleByArgument, CaseIterable {
  /// They are left out.
  case ignored
  /// They have label 0 in the truth and probability 0 in every class, as in MONAI's `MaskedDiceLoss`.
  case background
}

/// Several classes, a batch, ignored elements, and how their values become one.
struct ClassOptions: ParsableArguments {
  @Option(
    help:
      "Takes all channels of --prediction for classes: exclusive, of which an element has one (the default for --activation softmax), or independent."
  )
  var classes: ClassRelation?

  @Option(help: "Whether class 0 takes part where a loss has a value for each class.")
  var background: ClassReduction.Background?

  @Option(help: "A weight for each class, class 0 first, as 0.5,1,2.")
  var classWeights: String?

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

  @Option(
    help:
      "What becomes of the values of classes: their mean (default), that of the classes present in the truth, a weighted one, their sum, or none of these."
  )
  var reduceClasses: ClassReduction.Classes?

  @Option(help: "What becomes of the values of items: their mean (default), their sum, or neither.")
  var reduceBatch: ClassReduction.Batch?

  @Option(help: "Elements of --truth with this label are ignored.")
  var ignoreLabel: Int?

  @Option(
    help: ArgumentHelp(
      "A file with 0 where elements are ignored; or a folder with a file named as each truth.",
      valueName: "file or folder"))
  var mask: String?

  @Option(
    help:
      "What becomes of elements where --mask is 0: they are ignored (default), or background, with label 0 in the truth and probability 0 in every class."
  )
  var masked: MaskedElements?

  func validate() throws {
    _ = try (reduction(), form())
    guard masked == nil || mask != nil else {
      throw ValidationError("--masked says what becomes of elements where --mask is 0; give --mask")
    }
  }

  /// How classes stand to each other; `nil` where there is one, as without any of these options.
  func relation(_ activation: Activation?) throws -> ClassRelation? {
    if let classes { return classes }
    if activation == .softmax { return .exclusive }
    let given: [(String, Bool)] = [
      ("--background", background != nil), ("--class-weights", classWeights != nil),
      ("--pool", pool != nil), ("--reduce-classes", reduceClasses != nil),
      ("--reduce-batch", reduceBatch != nil), ("--ignore-label", ignoreLabel != nil),
      ("--mask", mask != nil), ("--class-distances", classDistances != nil),
      ("--label-smoothing", labelSmoothing != nil), ("--skeletons", skeletons != nil),
    ]
    if let option = given.first(where: \.1) {
      throw ValidationError(
        "\(option.0) is of several classes; give --classes exclusive or --classes independent, too")
    }
    return nil
  }

  /// How values of items and classes become one.
  func reduction() throws -> ClassReduction {
    ClassReduction(
      pooling: pool ?? .item, classes: reduceClasses ?? .mean,
      weights: try classWeights.map(weights), background: background ?? .include,
      batch: reduceBatch ?? .mean)
  }
}
