import Experiments
import Studies
import Testing

/// What a setting of a loss cannot see of an object is said by every study that looks at the object.
@Suite struct CautionTests {
  /// A disc that three erosions leave without a skeleton, and one that they do not; clDice so, and as it
  /// takes their number from the discs.
  private static func configuration() -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [64, 96]
    configuration.steps = 4
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 12)),
      ObjectSpecification(name: "small", shape: .disc(radius: 3)),
    ]
    configuration.losses = [
      LossSelection("cl-dice", parameters: ["erosions": [3]]), LossSelection("cl-dice"),
      LossSelection("dice"),
    ]
    return configuration
  }

  @Test func everyStudyWarns() throws {
    let (configuration, registries) = (Self.configuration(), Registries.standard)
    var agreement = AgreementConfiguration()
    agreement.experiment = configuration
    var descent = DescentConfiguration()
    descent.objects = [.init(name: "large", radius: 12), .init(name: "small", radius: 3)]
    descent.losses = configuration.losses
    let said = [
      "figure": try Experiment(configuration, registries: registries).run().cautions,
      "landscape": try LandscapeStudy(configuration, registries: registries).cautions(),
      "gradients": try GradientStudy(configuration, registries: registries).cautions(),
      "robustness": try RobustnessStudy(
        RobustnessConfiguration(configuration), registries: registries
      ).cautions(),
      "agreement": try AgreementStudy(agreement, registries: registries).cautions(),
      "descend": try DescentStudy(descent, registries: registries).cautions(),
    ]
    for (study, cautions) in said {
      try #require(cautions.count == 1, "\(study): \(cautions)")
      #expect(cautions[0].hasPrefix("cl-dice"), "\(study)")
      #expect(cautions[0].contains("on large: erosions=3 finds no skeleton"), "\(study)")
    }
  }
}
