import Experiments
import Figures
import Foundation
import Losses
import Plot
import Testing

/// What the issue of a printed figure asks: so many losses or paths on one page of 180 × 240 mm, panels below
/// each other in a column of 90 mm, and nothing cut off or on top of something else.
@Suite struct PrintedPagesTests {
  private func figures(
    losses: [String], paths: [String], width: Double = 180, scale: FigureComposition.Scale
  ) throws -> [(suffix: String, figure: Figure)] {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [48, 128]
    configuration.repeats = 2
    configuration.steps = 20
    configuration.paths = paths
    configuration.losses = losses.map { LossSelection($0) }
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 12)),
      ObjectSpecification(name: "small", shape: .disc(radius: 3)),
    ]
    configuration.output.width = width
    let result = try Experiment(configuration, registries: .standard).run()
    return try FigureComposition(result).figures(scale)
  }

  private static let all = Catalogue.standard.specifications.filter(\.isInAll).map(\.id)
  private static let paths = ["slide", "grow", "shrink", "noise", "deform", "rotate", "speckle"]
  private static let scales: [FigureComposition.Scale] = [.scaled, .raw]

  private func check(_ layout: Layout, _ name: Comment) {
    #expect(layout.canvas.height <= 240 * 72 / 25.4, "\(name): higher than 240 mm")
    for (index, text) in layout.texts.enumerated() {
      #expect(layout.canvas.contains(text.frame), "\(name): '\(text.text)' is cut off")
      for other in layout.texts[(index + 1)...]
      where text.frame.overlaps(other.frame, tolerance: 0.01) {
        Issue.record("\(name): '\(text.text)' lies on '\(other.text)'")
      }
      for plot in layout.plots where plot.frame.overlaps(text.frame, tolerance: 0.01) {
        Issue.record("\(name): '\(text.text)' lies on a plot")
      }
    }
    for plot in layout.plots {
      #expect(plot.frame.height >= 14 * 72 / 25.4 - 0.01, "\(name): too low to be read")
    }
  }

  @Test(arguments: scales)
  func allLossesFitOnOnePage(scale: FigureComposition.Scale) throws {
    let figures = try figures(losses: Self.all, paths: ["slide"], scale: scale)
    #expect(figures.map(\.suffix) == [""])
    let layout = try #require(figures.first).figure.layout()
    check(layout, "\(scale)")
    // Every family has a row, with both objects; what each loss is called is there.
    #expect(layout.plots.count == 2 * LossFamily.allCases.count)
    let legend = layout.texts.filter { $0.role == .legendEntry }.map(\.text).joined(separator: " ")
    for loss in Catalogue.standard.specifications where loss.isInAll {
      #expect(legend.contains(loss.name), "\(loss.name) is not in the legend")
    }
  }

  @Test(arguments: scales)
  func sevenPathsFitOnOnePage(scale: FigureComposition.Scale) throws {
    let figures = try figures(
      losses: Catalogue.figureLossIDs, paths: Self.paths, scale: scale)
    #expect(figures.map(\.suffix) == [""])
    let layout = try #require(figures.first).figure.layout()
    check(layout, "\(scale)")
    #expect(layout.plots.count == 14)
  }

  @Test func manyLossesAlongSeveralPathsHaveAPageForEach() throws {
    let figures = try figures(losses: Self.all, paths: ["slide", "grow"], scale: .scaled)
    #expect(figures.map(\.suffix) == ["-slide", "-grow"])
    for (suffix, figure) in figures { check(try figure.layout(), Comment(rawValue: suffix)) }
  }

  @Test(arguments: [Catalogue.figureLossIDs, all], scales)
  func panelsOfAColumnAreStacked(losses: [String], scale: FigureComposition.Scale) throws {
    let paths = losses.count > 10 ? ["slide"] : Self.paths
    let figures = try figures(losses: losses, paths: paths, width: 90, scale: scale)
    for (suffix, figure) in figures {
      let layout = try figure.layout()
      check(layout, Comment(rawValue: suffix))
      #expect(layout.plots.allSatisfy { $0.column == 0 })
      // Of every panel it is said what it shows, on whatever page it stands.
      #expect(layout.texts.filter { $0.role == .panelTitle }.count == layout.plots.count)
    }
  }
}
