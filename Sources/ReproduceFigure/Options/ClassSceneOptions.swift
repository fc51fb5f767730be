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

  @OptionGroup var reduction: ClassReductionOptions

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
    guard !reduction.given.isEmpty else { return }
    guard configuration.classes != nil else {
      throw ValidationError(
        "--background, --reduce-classes and --class-weights are of several classes; give --classes "
          + "exclusive, --beside, or --labels of a truth, too")
    }
    if let background = reduction.background { configuration.classes?.background = background }
    if let classes = reduction.reduceClasses { configuration.classes?.reduction = classes }
    if let weights = try reduction.weights() { configuration.classes?.weights = weights }
  }
}
