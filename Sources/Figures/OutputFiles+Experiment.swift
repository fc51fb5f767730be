import Experiments
import Foundation

extension OutputFiles {
  /// Everything that is written of an experiment: `figure.*` and `figure-raw.*` in every format of its
  /// configuration, `curves.csv`, `report.md` and `report.json`.
  ///
  /// - Throws: ``PlotError``.
  public init(_ result: ExperimentResult) throws {
    self.init()
    let report = Report(result)
    let composition = FigureComposition(result, provenance: try report.provenance())
    let formats = result.configuration.output.formats
    try add(composition.figure(.scaled), name: "figure", formats: formats)
    try add(composition.figure(.raw), name: "figure-raw", formats: formats)
    add("curves.csv", try report.csv())
    let shown = formats.first { $0 != .pdf }.map { ["figure.\($0.rawValue)"] } ?? []
    add("report.md", Data(try report.markdown(figures: shown).utf8))
    add("report.json", try report.json())
  }
}
