import Documents
import Experiments
import Foundation

extension OutputFiles {
  /// Everything that is written of an experiment: `figure.*` and `figure-raw.*` in every format of its
  /// configuration (one each for every path where ``FigureComposition/figures(_:)`` splits them),
  /// `curves.csv`, `metrics.csv` where there are metrics, `report.md` and `report.json`.
  ///
  /// - Throws: what keeps a table or a report from being written as text.
  public init(_ result: ExperimentResult) throws {
    self.init()
    let report = Report(result)
    let composition = try FigureComposition(result)
    let formats = result.configuration.output.formats
    let scales: [FigureComposition.Scale] = [.scaled, .raw]
    let drawn = concurrentMap(count: scales.count, state: ()) { composition.figures(scales[$1]) }
    let figures = try drawn[0].filter { suffix, figure in
      try add(figure, name: "figure\(suffix)", formats: formats)
    }
    for (suffix, figure) in drawn[1] {
      try add(figure, name: "figure-raw\(suffix)", formats: formats)
    }
    add("curves.csv", try report.csv())
    if let metrics = try report.metricsCSV() { add("metrics.csv", metrics) }
    let shown = FigureFormat.shown(figures.map { "figure\($0.suffix)" }, formats: formats)
    add("report.md", Data(try report.markdown(figures: shown).utf8))
    add("report.json", try report.json())
  }
}
