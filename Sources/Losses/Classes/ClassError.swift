/// What is wrong with a sample of several classes or with how it is to be reduced.
public enum ClassError: Error, Equatable, Sendable {
  /// A batch has no item.
  case noItems
  /// An item has no class.
  case noClasses
  /// Prediction and truth of an item have different numbers of classes.
  case classCounts(scores: Int, truth: Int)
  /// Items of a batch have different numbers of classes.
  case classCountsDiffer(item: Int, Int, expected: Int)
  /// Something is wrong with the field of a class.
  case field(GridError, String, class: Int)
  /// There are more or fewer labels than elements.
  case labelCount(Int, shape: [Int])
  /// A label belongs to no class.
  case label(Int, at: [Int], classes: Int)
  /// The mask of ignored elements has another shape than the truth.
  case ignoredShape([Int], expected: [Int])
  /// The image lies on another grid than the truth.
  case imageShape([Int], expected: [Int])
  /// What should be a probability lies outside [0, 1].
  case probability(Double, item: Int, class: Int, at: [Int])
  /// The probabilities or truths of exclusive classes do not sum to 1.
  case sum(Double, String, item: Int, at: [Int])
  /// The activation makes no probabilities of such classes.
  case activation(Activation, ClassRelation)
  /// The loss needs probabilities, and the activation makes none.
  case noProbabilities(Activation)
  /// There are more or fewer weights than classes.
  case weightCount(Int, classes: Int)
  /// A weight of a class is negative or not finite.
  case weight(Double, class: Int)
  /// Classes are to be weighted and there are no weights.
  case noWeights
  /// The weights of the classes that count are all 0.
  case weightsOfZero
  /// The background is excluded and there is no other class.
  case onlyBackground
  /// One value, or the gradient of one, is asked for and there are several.
  case severalValues(Int)
  /// A loss that looks at places cannot take the elements of a batch together.
  case placesPooled
  /// A loss that looks at the right class alone needs hard labels.
  case softTruth(class: Int)
  /// The parts of a sum have different numbers of values.
  case partsDiffer([Int])
  /// A parameter of a loss over classes is out of its range.
  case parameter(String, Double, expected: String)
}

extension ClassError: CustomStringConvertible {
  /// Whether something is wrong with the sample rather than with how it is to be reduced.
  public var isAboutData: Bool { sampleDescription != nil }

  public var description: String {
    sampleDescription ?? reductionDescription
  }

  /// Of what is wrong with a sample.
  private var sampleDescription: String? {
    switch self {
    case .noItems: "the batch is empty; give at least one item"
    case .noClasses: "the prediction has no class; give at least one"
    case .classCounts(let scores, let truth):
      "the prediction has \(scores) classes and the truth \(truth); give both the same classes, or "
        + "a truth of labels"
    case .classCountsDiffer(let item, let count, let expected):
      "item \(item) has \(count) classes and item 0 has \(expected); give all items the same classes"
    case .field(let error, let name, let number): "the \(name) of class \(number): \(error)"
    case .labelCount(let count, let shape):
      "\(count) labels for the shape \(shape), which has \(shape.reduce(1, *)) elements"
    case .label(let label, let index, let classes):
      "the label at \(index) is \(label); expected 0 to \(classes - 1): ignore that label, or predict "
        + "more classes"
    case .ignoredShape(let shape, let expected):
      "the mask of ignored elements has shape \(shape); expected \(expected), that of the truth"
    case .imageShape(let shape, let expected):
      "the image has shape \(shape); expected \(expected) and the spacing of the truth"
    case .probability(let value, let item, let number, let index):
      "the prediction of class \(number) at \(index) of item \(item) is \(value); expected a "
        + "probability in [0, 1]: these look like logits, which take the activation sigmoid or softmax"
    case .sum(let sum, let name, let item, let index):
      "the \(name) of all classes at \(index) of item \(item) sums to \(sum); expected 1 for exclusive "
        + "classes: apply softmax to logits, or say that the classes are independent"
    case .activation(let activation, let relation):
      "the activation \(activation.rawValue) does not fit \(relation.rawValue) classes: a softmax makes "
        + "classes exclusive, all others leave them independent"
    default: nil
    }
  }

  /// Of what is wrong with a reduction.
  private var reductionDescription: String {
    switch self {
    case .noProbabilities(let activation):
      "the loss needs probabilities in [0, 1], which \(activation.rawValue) does not make; use sigmoid or "
        + "softmax, or a loss such as dice, tversky or hausdorff-distance-transform"
    case .weightCount(let count, let classes):
      "\(count) class weights for \(classes) classes; give one for each, that of class 0 first"
    case .weight(let weight, let number):
      "the weight of class \(number) is \(weight); expected a finite number of at least 0"
    case .noWeights: "classes are to be weighted and there are no weights; give one for each class"
    case .weightsOfZero:
      "the weights of all classes that count are 0; give at least one of them a weight over 0"
    case .onlyBackground:
      "the background is excluded and there is no other class; include it, or predict more classes"
    case .severalValues(let count):
      "one value is expected, for a gradient too, and \(count) are left; reduce classes and batch by "
        + "mean or sum"
    case .placesPooled:
      "the loss looks at where elements lie, which items do not share; pool by item"
    case .softTruth(let number):
      "the truth of class \(number) is neither 0 nor 1 somewhere, and the loss looks at the one right "
        + "class; give hard labels, or say that the classes are independent"
    case .partsDiffer(let counts):
      "the parts of the loss have \(counts.map(String.init).joined(separator: ", ")) values, which do not "
        + "add up; reduce classes by mean or sum first"
    case .parameter(let name, let value, let expected):
      "\(name) is \(value); expected \(expected)"
    default: ""
    }
  }
}
