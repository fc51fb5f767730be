import Documents
import Experiments
import Plot
import Studies

/// A study whose result has a page of its own, without network and in one file.
public protocol PagedStudy: DrawnStudy {
  /// The page.
  ///
  /// - Parameters:
  ///   - result: what to show.
  ///   - figures: its figures with their file names.
  /// - Throws: `PlotError`.
  static func page(of result: Result, figures: [(name: String, figure: Figure)]) throws -> String
}

extension AdviceStudy: PagedStudy {
  public static func page(
    of result: Advice, figures: [(name: String, figure: Figure)]
  ) throws -> String {
    try PageTemplates.render(AdviceView(result, figures: figures), with: "advice")
  }
}

/// What the template of the page of an advice shows.
private struct AdviceView {
  let version: String
  let style = PageTemplates.style
  let styleHash = PageTemplates.policyHash(PageTemplates.style)
  let script = PageTemplates.script
  let scriptHash = PageTemplates.policyHash(PageTemplates.script)
  let answers: [String]
  let scope: String
  let figures: [Drawing]
  let rankings: [RankingView]
  let training: [String]
  let trained: [TableView]
  let maskStatement: [String]
  let paths: [PathView]
  let hasObstacles: Bool
  let obstacles: [String]
  let method: [String]
  let configuration: String

  struct Drawing {
    let name: String
    let caption: String
    let drawing: SVGDrawing
  }

  struct RankingView {
    let metric: String
    let label: String
    let introduction: String
    let table: TableView
  }

  struct PathView {
    let path: String
    let count: Int
  }

  init(_ advice: Advice, figures: [(name: String, figure: Figure)]) throws {
    version = programVersion
    (answers, scope) = (advice.answers, advice.scope)
    self.figures = try figures.map { name, figure in
      var figure = figure
      let caption = figure.caption ?? ""
      // The page shows the caption as text, on paper of one colour.
      (figure.caption, figure.theme) = (nil, .light)
      return Drawing(
        name: name, caption: caption,
        drawing: try SVGDrawing(try figure.svg(), identifiers: name))
    }
    rankings = advice.rankings.map { ranking in
      RankingView(
        metric: ranking.metric, label: ranking.label,
        introduction: advice.introduction(to: ranking),
        table: TableView(
          caption: "Losses by \(ranking.label)", columns: advice.rankingHeadings,
          rows: ranking.losses.map(advice.cells)))
    }
    training = advice.trainingStatements
    trained =
      advice.training.map { training in
        [
          TableView(
            caption: "Successful trainings", columns: training.headings,
            rows: training.losses.map(training.cells))
        ]
      } ?? []
    maskStatement = advice.maskStatement.map { [$0] } ?? []
    paths = advice.pathCounts.map { PathView(path: $0.path, count: $0.masks) }
    obstacles = advice.obstacleItems
    hasObstacles = !obstacles.isEmpty
    method = advice.method
    configuration = try YAML.text(advice.configuration)
  }
}

extension TableView {
  /// A table of texts, which are sorted by the numbers that they begin with where they do.
  fileprivate init(caption: String, columns: [String], rows: [[String]]) {
    self.caption = caption
    self.columns = columns
    let numbered = columns.indices.map { column in
      rows.allSatisfy { $0[column] == "–" || Self.number($0[column]) != nil }
    }
    self.rows = rows.map { row in
      let cells = row.enumerated().map { column, text in
        Cell(
          text: text,
          sortKey: numbered[column] ? Self.number(text).map { "\($0)" } ?? "" : nil)
      }
      return Row(cells[0], Array(cells.dropFirst()))
    }
  }

  /// The number that a text begins with.
  private static func number(_ text: String) -> Double? {
    text.split(separator: " ").first.flatMap { Double($0) }
  }
}
