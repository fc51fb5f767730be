import Documents
import Studies
import Experiments
import Plot
import Texts

extension RobustnessStudy: DrawnStudy {
  public static func figures(
    of result: Robustness, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    [("robustness", RobustnessComposition(result, style: style).figure())]
  }
}

/// Makes the figure of robustness: maps over confidence and side of the grid of what becomes of the
/// claims.
struct RobustnessComposition {
  private let robustness: Robustness
  private let style: FigureStyle

  init(_ robustness: Robustness, style: FigureStyle) {
    self.robustness = robustness
    self.style = style
  }

  /// One row a path, one column a claim.
  func figure() -> Figure {
    let configuration = robustness.configuration
    let paths = configuration.experiment.paths
    let combinations =
      configuration.smoothings.count * configuration.tolerances.count * configuration.readings.count
    return Figure(
      caption:
        "Verdicts on the claims over the grid and the probability model: 1 "
        + "where a claim holds, 0.5 where it holds in part, 0 where it does not, the mean over the "
        + "\(counted(combinations, "combination")) of smoothing, tolerance and reading. There is no data where an object "
        + "that the claim speaks of is not possible.",
      panels: paths.map { path in
        Robustness.claims.indices.map { .heat(panel(path: path, claim: $0)) }
      },
      rowHeadings: paths.map { "path: \($0)" }, width: style.width, theme: style.theme,
      metadata: style.metadata)
  }

  private func panel(path: String, claim: Int) -> HeatPanel {
    let configuration = robustness.configuration
    let (models, grids) = (configuration.probabilities, configuration.grids)
    var values: [Double?] = []
    var marked: [HeatMark] = []
    for (row, model) in models.enumerated() {
      for (column, grid) in grids.enumerated() {
        let isHere = { (point: Robustness.Point) in
          point.path == path && point.grid == grid && point.probabilities == model
        }
        let tally = robustness.tally(claim, where: isHere)
        let score = Double(tally.holds) + 0.5 * Double(tally.inPart)
        values.append(tally.judged == 0 ? nil : score / Double(tally.judged))
        if robustness.protocols.contains(where: { isHere($0) && $0.isDefault }) {
          marked.append(HeatMark(row: row, column: column, name: "default protocol"))
        }
      }
    }
    return HeatPanel(
      title: "claim \(Robustness.claims[claim].rawValue)",
      x: Self.axis("grid", grids.map(extents)),
      // The first panel of a row names the models for all of them.
      y: Self.axis("", models.map { claim == 0 ? "\($0)" : "" }),
      xEdges: (0...grids.count).map(Double.init), yEdges: (0...models.count).map(Double.init),
      values: values, range: 0...1, marked: marked, colorBarLabel: "verdict")
  }

  /// An axis of categories.
  private static func axis(_ label: String, _ names: [String]) -> Axis {
    Axis(
      label,
      ticks: .labelled(
        names.enumerated().map { AxisTick(position: Double($0) + 0.5, labels: [$1]) }))
  }
}
