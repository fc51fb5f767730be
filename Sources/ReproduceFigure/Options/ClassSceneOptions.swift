import ArgumentParser
import Experiments
import Losses

/// The objects as classes of one scene.
struct ClassSceneOptions: ConfigurationOptions {
  @Option(
    help:
      "Makes the objects the classes of one scene, of which an element has one: each drifts in turn, then all together. (values: exclusive)"
  )
  var classes: ClassRelation?

  @Option(
    help: ArgumentHelp(
      "Objects that stay, each a class beside one that drifts, separated by commas.",
      valueName: "name=kind:numbers"))
  var beside: String?

  @Option(help: "Whether class 0 takes part where a loss has a value for each class.")
  var background: ClassReduction.Background?

  @Option(
    help:
      "What becomes of the values of classes: their mean (default), that of the classes present in the truth, a weighted one, or their sum."
  )
  var reduceClasses: ClassReduction.Classes?

  @Option(help: "A weight for each class, class 0 first, as 0.5,1,2.")
  var classWeights: String?

  func validate() throws {
    guard classes != .independent else {
      throw ValidationError("--classes is 'independent'; expected exclusive: scenes have no others")
    }
  }

  func apply(to configuration: inout ExperimentConfiguration) throws {
    if classes != nil || beside != nil {
      configuration.classes = configuration.classes ?? ClassesSpecification()
    }
    if let beside {
      configuration.classes?.beside = try names(beside).map {
        try ObjectSpecification(argument: $0)
      }
    }
    guard background != nil || reduceClasses != nil || classWeights != nil else { return }
    guard configuration.classes != nil else {
      throw ValidationError(
        "--background, --reduce-classes and --class-weights are of several classes; give --classes "
          + "exclusive, --beside, or --labels of a truth, too")
    }
    if let background { configuration.classes?.background = background }
    if let reduceClasses { configuration.classes?.reduction = reduceClasses }
    if let classWeights { configuration.classes?.weights = try weights(classWeights) }
  }
}

/// A weight for each class, as it stands on a command line.
func weights(_ text: String) throws -> [Double] {
  let weights = names(text).map { Double($0) }
  guard !weights.isEmpty, !weights.contains(nil) else {
    throw ValidationError("--class-weights is '\(text)'; expected numbers as 0.5,1,2")
  }
  return weights.compactMap { $0 }
}
