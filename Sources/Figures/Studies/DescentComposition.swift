import Documents
import Texts
import Studies
import Experiments
import Losses
import Plot

extension DescentStudy: DrawnStudy {
  public static func figures(
    of result: DescentResult, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    DescentComposition(result, style: style).figures()
  }
}

/// Makes the figures of the descent experiment out of its result.
struct DescentComposition {
  private let result: DescentResult
  private let style: FigureStyle

  init(_ result: DescentResult, style: FigureStyle) {
    self.result = result
    self.style = style
  }

  private var configuration: DescentConfiguration { result.configuration }

  /// Every figure with its file name.
  func figures() -> [(name: String, figure: Figure)] {
    configuration.optimisers.map { optimiser in
      ("descend-\(optimiser.rawValue)", convergence(optimiser))
    } + [("descend-rates", rates())]
  }

  /// Dice against iteration by one optimiser: one row a problem, one column an object.
  private func convergence(_ optimiser: OptimiserKind) -> Figure {
    let problems = configuration.problems.filter {
      !configuration.learningRates[$0][optimiser].isEmpty
    }
    let rows = problems.map { problem in
      configuration.objects.map { object in
        Panel.lines(
          LinePanel(
            title: "\(object.name) object",
            x: Axis("iteration", scale: .logarithmic),
            y: Axis("Dice", range: 0...1), series: curves(problem, object, optimiser),
            references: [target], aspectRatio: 0.5))
      }
    }
    return Figure(
      caption: "Dice against iteration by \(optimiser.displayName), each loss at its best learning "
        + "rate; mean over \(counted(configuration.seeds, "seed")) with its standard error. The start, iteration 0, "
        + "is left out.",
      panels: rows, rowHeadings: problems.map(\.displayName),
      width: style.width, theme: style.theme, metadata: style.metadata)
  }

  private var target: ReferenceLine {
    ReferenceLine(
      .horizontal, at: configuration.target, name: "Dice \(shortNumber(configuration.target))")
  }

  private func curves(
    _ problem: DescentProblem, _ object: DescentObject, _ optimiser: OptimiserKind
  ) -> [Series] {
    let place = DescentPlace(problem: problem, object: object, optimiser: optimiser)
    return result.curves.filter { $0.place == place }.enumerated().map { style, curve in
      Series(
        name: curve.label, style: style,
        points: curve.dice.enumerated().dropFirst().map { Point(Double($0), $1) },
        band: Series.Band(
          lower: zip(curve.dice, curve.standardError).dropFirst().map { max($0 - $1, 0) },
          upper: zip(curve.dice, curve.standardError).dropFirst().map { min($0 + $1, 1) }))
    }
  }

  /// Dice over all iterations against the learning rate: one row a problem and optimiser, one
  /// column an object.
  private func rates() -> Figure {
    var rows: [[Panel]] = []
    var headings: [String] = []
    for problem in configuration.problems {
      for optimiser in configuration.learningRates[problem].optimisers {
        let scenes = result.scenes.filter { $0.problem == problem && $0.optimiser == optimiser }
        rows.append(scenes.map { .lines(ratePanel($0)) })
        headings.append("\(problem.displayName), \(optimiser.displayName)")
      }
    }
    return Figure(
      caption: "Dice, mean over \(counted(configuration.iterations, "iteration")) and "
        + "\(counted(configuration.seeds, "seed")), against the learning rate; rings mark rates at which not "
        + "every run reaches \(shortNumber(configuration.target)).",
      panels: rows, rowHeadings: headings, markName: "rate at which some run does not succeed",
      width: style.width, theme: style.theme, metadata: style.metadata)
  }

  private func ratePanel(_ scene: DescentScene) -> LinePanel {
    LinePanel(
      title: "\(scene.object) object", x: Axis("learning rate", scale: .logarithmic),
      y: Axis("mean Dice", range: 0...1),
      series: scene.losses.enumerated().map { style, loss in
        Series(
          name: loss.label, style: style, points: loss.rates.map { Point($0.rate, $0.meanDice) },
          marked: loss.rates.indices.filter { loss.rates[$0].reached < loss.rates[$0].runs })
      }, aspectRatio: 0.4)
  }
}
