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
    let named = zip(["figure", "figure-raw"], drawn).flatMap { name, figures in
      figures.map { (name: name + $0.suffix, figure: $0.figure) }
    }
    let scaled = named.prefix(drawn[0].count).map(\.name)
    let figures = try add(named, formats: formats).filter(scaled.contains)
    add("curves.csv", try report.csv())
    if let metrics = try report.metricsCSV() { add("metrics.csv", metrics) }
    let shown = FigureFormat.shown(figures, formats: formats)
    add("report.md", Data(try report.markdown(figures: shown).utf8))
    add("report.json", try report.json())
  }
}
