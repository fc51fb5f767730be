import Experiments
import Losses
import Studies
import Testing

/// Studies of scenes of several classes.
@Suite struct ClassStudiesTests {
  /// Three touching discs, which drift in turn and then all.
  private static let configuration: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [48, 64]
    configuration.objects = [6.0, 4, 5].enumerated().map { index, radius in
      ObjectSpecification(name: "disc \(index)", shape: .disc(radius: radius))
    }
    configuration.classes = ClassesSpecification()
    configuration.steps = 4
    configuration.losses = ["cross-entropy", "dice"].map { LossSelection($0) }
    return configuration
  }()

  /// Cross-entropy drives the logits of all classes along g − p itself, by a step of the mean.
  @Test func crossEntropyDrivesLogitsOfClassesToTheTruth() throws {
    let study = try GradientStudy(Self.configuration, registries: .standard)
    #expect(study.cellCount == 4 * 2)
    let curves = try (0..<study.cellCount).map { try study.outcome(ofCell: $0) }
    #expect(curves.indices.allSatisfy { study.accepts(curves[$0], ofCell: $0) })
    #expect(
      curves.map(\.object)
        == ["disc 0", "disc 1", "disc 2", "all classes"].flatMap { [$0, $0] })
    for curve in curves where curve.loss == "cross-entropy" {
      for cosine in curve.logits.cosines {
        #expect(abs(try #require(cosine) - 1) < 1e-9, "\(curve.object)")
      }
      // ‖p − g‖ / N falls nowhere below that of the truth's own soft probabilities.
      #expect(curve.logits.norms.dropFirst().allSatisfy { $0 > curve.logits.norms[0] })
    }
  }

  @Test func aLandscapeBesideALargeClassIsOfThatClassAlone() throws {
    var configuration = Self.configuration
    configuration.grid.shape = [64, 160]
    configuration.objects = .discs(from: 2, to: 12, count: 3)
    configuration.classes?.beside = [
      ObjectSpecification(name: "organ", shape: .disc(radius: 20))
    ]
    let study = try LandscapeStudy(configuration, registries: .standard)
    #expect(study.cellCount == 3)
    let cells = try (0..<study.cellCount).map { try study.outcome(ofCell: $0) }
    for (index, cell) in cells.enumerated() {
      #expect(study.accepts(cell, ofCell: index))
      let scene = try #require(cell.scene, "\(cell.obstacle ?? "")")
      #expect(scene.object == configuration.objects[index].name)
      #expect(scene.classes?.names == ["background", scene.object, "organ"])
      #expect(scene.classes?.sizes[1] == cell.size)
      // The organ stays: what is lost of it is taken by the disc.
      let last = try #require(scene.classes?.confusion.last)
      #expect(last[2][0] == 0)
    }
    #expect(cells.compactMap(\.size) == cells.compactMap(\.size).sorted())
  }

  @Test func agreementJudgesClassesByMeansOverThem() throws {
    var configuration = AgreementConfiguration()
    configuration.experiment = Self.configuration
    configuration.experiment.paths = ["grow"]
    configuration.experiment.metrics = [MetricSelection("dice-score")]
    let study = try AgreementStudy(configuration, registries: .standard)
    #expect(study.cellCount == 4)
    let cell = try study.outcome(ofCell: 3)
    #expect(study.accepts(cell, ofCell: 3) && cell.object == "all classes")
    // Cross-entropy, Dice loss and the badness of the Dice score, which is perfect at step 0.
    let run = try #require(cell.runs.first, "\(cell.obstacle ?? "")")
    #expect(run.count == 5 && run.allSatisfy { $0.count == 3 })
    #expect(run[0][2] == -1)
  }

  @Test func robustnessAndAdviceAreOfSingleObjects() {
    var robustness = RobustnessConfiguration()
    robustness.experiment.classes = ClassesSpecification()
    #expect(throws: ConfigurationError.self) {
      try RobustnessStudy(robustness, registries: .standard)
    }
    var advice = AdviceConfiguration()
    advice.experiment.objects = Self.configuration.objects
    advice.experiment.classes = ClassesSpecification()
    #expect(throws: ConfigurationError.self) { try AdviceStudy(advice, registries: .standard) }
  }
}
