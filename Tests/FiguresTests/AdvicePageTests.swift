import Experiments
import Figures
import Foundation
import Losses
import Studies
import Testing

/// The page of an advice stands alone, and shows what was found.
@Suite struct AdvicePageTests {
  private static func files(name: String) throws -> OutputFiles {
    var configuration = AdviceConfiguration()
    configuration.experiment.grid.shape = [48, 48]
    configuration.experiment.objects = [ObjectSpecification(name: name, shape: .disc(radius: 5))]
    configuration.experiment.steps = 2
    configuration.experiment.losses = [LossSelection("cross-entropy"), LossSelection("dice")]
    configuration.experiment.paths = ["grow", "shift"]
    configuration.resamples = 100
    let study = try AdviceStudy(configuration, registries: .standard)
    let result = study.result(try (0..<study.cellCount).map(study.outcome))
    var output = OutputSpecification()
    output.formats = [.svg]
    return try OutputFiles(study, result, output: output)
  }

  @Test func thePageHasTheAnswerTheTablesAndTheFigure() throws {
    let files = try Self.files(name: "<b>&'\"name")
    let page = try #require(files.files.first { $0.name == "advise.html" })
    let text = String(decoding: page.content, as: UTF8.self)
    for part in [
      "<h2 id=\"answer-title\">", "By Dice score", "There is only 1 mask.", "<svg role=\"img\"",
      "Losses by Dice score", "Nobody has trained", "Content-Security-Policy",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    // Names of users are text, and nothing is loaded.
    #expect(!text.contains("<b>&") && !text.contains("http://") && !text.contains("src="))
    #expect(!text.contains("{{") && !text.contains("}}"))
    #expect(text.ranges(of: "<script>").count == 1)
  }
}
