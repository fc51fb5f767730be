import Losses

/// Everything that decides what the descent experiment computes.
public struct DescentConfiguration: Hashable, Sendable {
  /// The losses, one for each of their settings.
  public var losses = Catalogue.figureLossIDs.map { LossSelection($0) }
  /// What gradient descent has to find.
  public var problems = DescentProblem.allCases
  /// The objects.
  public var objects = [
    DescentObject(name: "large", radius: 11), DescentObject(name: "small", radius: 2),
  ]
  /// Elements along each axis of the square grid. 8 … 1024.
  public var extent = 48
  /// Steps of every run. 1 … 100000.
  public var iterations = 200
  /// The optimisers and their learning rates.
  public var learningRates = LearningRates()
  /// Number of seeds, which give as many starts. 1 … 1000.
  public var seeds = 5
  /// The first seed; the others follow it.
  public var seed: UInt64 = 0
  /// The Dice coefficient from which on a run succeeds, in (0, 1].
  public var target = 0.9
  /// The network and its images.
  public var network = NetworkSpecification()

  /// The losses of the article's figure on a large and a small object.
  public init() {}
}

/// A disc that gradient descent has to find.
public struct DescentObject: Hashable, Sendable {
  /// What names it.
  public var name: String
  /// Its radius in elements.
  public var radius: Double

  /// Names a disc.
  public init(name: String, radius: Double) {
    self.name = name
    self.radius = radius
  }
}

/// The learning rates of each optimiser; one without any is left out.
///
/// The grids span decades, the same for every loss, so that the best rate of each loss lies inside
/// them; the report says where one does not.
public struct LearningRates: Hashable, Sendable {
  /// Of plain gradient descent; on free logits they are multiplied by the number of elements.
  public var sgd = [0.01, 0.1, 1, 10, 100]
  /// Of Adam.
  public var adam = [0.001, 0.01, 0.1, 1]

  /// Both optimisers with their grids.
  public init() {}

  /// The rates of an optimiser.
  public subscript(optimiser: OptimiserKind) -> [Double] {
    get {
      switch optimiser {
      case .gradientDescent: sgd
      case .adam: adam
      }
    }
    set {
      switch optimiser {
      case .gradientDescent: sgd = newValue
      case .adam: adam = newValue
      }
    }
  }

  /// The optimisers that have a rate.
  public var optimisers: [OptimiserKind] { OptimiserKind.allCases.filter { !self[$0].isEmpty } }
}

/// The network and the images that it learns from.
public struct NetworkSpecification: Hashable, Sendable {
  /// Channels between the layers: one layer more than there are entries.
  public var hiddenChannels = [4, 4]
  /// Images that steps are taken on. At least the size of a batch.
  public var trainingImages = 32
  /// Images of a mini-batch.
  public var batchSize = 4
  /// Images that Dice and loss are recorded on.
  public var heldOutImages = 8
  /// Standard deviation of the noise; 1 is the contrast of the object.
  public var noise = 0.3

  /// Three layers with four channels between them.
  public init() {}
}
