import Documents
import Experiments
import Plot
import Studies

extension RobustnessStudy: DrawnStudy {
  public static func figures(
    of result: Robustness, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    let composition = RobustnessComposition(result, style: style)
    return [
      ("robustness", composition.byChoice()), ("robustness-paths", composition.byPathAndModel()),
    ]
  }
}

/// Makes the figures of robustness: verdicts in three colours, with their numbers.
struct RobustnessComposition {
  private let robustness: Robustness
  private let style: FigureStyle

  init(_ robustness: Robustness, style: FigureStyle) {
    self.robustness = robustness
    self.style = style
  }

  /// So much of the width names of rows may take.
  private static let rowNameShare = 0.45

  private static let verdicts = ["holds", "holds in part", "does not hold"]

  private func figure(caption: String, _ panels: [[Panel]]) -> Figure {
    Figure(
      caption: caption, panels: panels, width: style.width, theme: style.theme,
      metadata: style.metadata)
  }

  /// Counts of each verdict, in the order of the names.
  private func counts(
    _ claim: Int, where isIncluded: (Robustness.Point) -> Bool
  ) -> [Int] {
    let tally = robustness.tally(claim, where: isIncluded)
    return [tally.holds, tally.inPart, tally.fails]
  }
}

// MARK: - By choice

extension RobustnessComposition {
  /// One row for each choice that a protocol makes, and for each claim how often each verdict is given.
  func byChoice() -> Figure {
    var rows: [(name: String, isIncluded: (Robustness.Point) -> Bool)] = []
    var groupStarts: [Int] = []
    for factor in Robustness.Factor.allCases {
      let points = robustness.choices(of: factor)
      guard points.count > 1 else { continue }
      groupStarts.append(rows.count)
      for (number, point) in points.enumerated() {
        let (value, choice) = (factor.value(point), factor.choice(point))
        rows.append(
          (number == 0 ? "\(factor.rawValue): \(value)" : value, { factor.choice($0) == choice }))
      }
    }
    if rows.isEmpty { rows = [("the only protocol", { _ in true })] }
    let panels = Robustness.claims.indices.map { claim -> Panel in
      let cells = rows.map { row -> [TablePanel.Cell] in
        let counts = counts(claim, where: row.isIncluded)
        let judged = counts.reduce(0, +)
        return counts.enumerated().map { category, count in
          judged == 0
            ? TablePanel.Cell("–")
            : TablePanel.Cell(
              count == 0 ? "" : "\(count)", category: category,
              strength: Double(count) / Double(judged))
        }
      }
      return .table(
        TablePanel(
          title: "claim \(Robustness.claims[claim].rawValue)",
          columns: ["holds", "in part", "not"],
          // The first panel names the rows for all.
          rows: rows.map { claim == 0 ? $0.name : "" }, cells: cells, categories: Self.verdicts,
          groupStarts: groupStarts, rowNameWidth: Self.rowNameShare * style.width))
    }
    return figure(
      caption:
        "In how many protocols each claim holds, by each choice that a protocol makes; the first of "
        + "each group is the default. Colours are as strong as the share of the protocols of the row; "
        + "protocols with the same curves that are judged in the same way count once; – where an object "
        + "that the claim speaks of is not possible.",
      [panels])
  }
}

// MARK: - By path and model

extension RobustnessComposition {
  /// For each claim a table of paths and probability models, with the numbers of the three verdicts.
  func byPathAndModel() -> Figure {
    let paths = robustness.choices(of: .path).map(\.path)
    let models = robustness.choices(of: .probabilities).map(\.probabilities)
    let panels = Robustness.claims.indices.map { claim -> [Panel] in
      let cells = models.map { model in
        paths.map { path in
          cell(
            counts(claim) {
              $0.path == path && $0.probabilities == model && isBase($0)
            })
        }
      }
      return [
        .table(
          TablePanel(
            title: "claim \(Robustness.claims[claim].rawValue)", columns: paths,
            columnsRunUpwards: true, rows: models.map { "\($0)" }, cells: cells,
            categories: Self.verdicts, rowNameWidth: Self.rowNameShare * style.width))
      ]
    }
    return figure(
      caption:
        "In how many protocols each claim holds/holds in part/does not hold, by error path and "
        + "probability model, on the default grid, reach and sizes. Colours are those of the most "
        + "frequent verdict, as strong as its share; – where an object that the claim speaks of is not "
        + "possible.",
      panels)
  }

  /// Whether grid, reach and sizes are those beside which the others are tried.
  private func isBase(_ point: Robustness.Point) -> Bool {
    guard let first = robustness.protocols.first else { return false }
    return point.grid == first.grid && point.reach == first.reach && point.ratio == first.ratio
  }

  private func cell(_ counts: [Int]) -> TablePanel.Cell {
    let judged = counts.reduce(0, +)
    guard judged > 0, let most = counts.max(), let category = counts.firstIndex(of: most) else {
      return TablePanel.Cell("–")
    }
    return TablePanel.Cell(
      counts.map { "\($0)" }.joined(separator: "/"), category: category,
      strength: Double(most) / Double(judged))
  }
}
