import Documents
import Experiments
import Losses
import Plot
import Studies
import Texts

/// The report of an experiment as one page that needs no other file and no network.
///
/// The page is made from the templates in `Resources`. Drawings and texts of studies that stand in
/// the same folder are shown, too; a drawing is rebuilt from an allowlist (`SVGDrawing`), a text is
/// escaped, and a policy in the page lets no script run but its own.
public struct HTMLReport {
  private let result: ExperimentResult
  private let report: Report
  private let catalogue: Catalogue
  private let additions: [ReportAddition]
  /// What of the folder was left out, and why.
  public let refused: [String]

  /// A page about an experiment and about what studies have written into a folder.
  ///
  /// - Parameters:
  ///   - result: the experiment.
  ///   - folder: where studies have written to; it need not be there.
  ///   - studies: those to look for, in the order of the page.
  ///   - catalogue: the losses that the page explains.
  /// - Throws: `FileError`.
  public init(
    _ result: ExperimentResult, additionsIn folder: String, studies: StudyRegistry,
    catalogue: Catalogue
  ) throws {
    self.result = result
    self.catalogue = catalogue
    report = Report(result)
    (additions, refused) = try ReportAddition.all(in: folder, kinds: studies.kinds)
  }

  /// The page.
  ///
  /// - Throws: `PlotError`.
  public func page() throws -> String {
    let failures =
      (report.impossible ?? []).map(\.description) + (report.cautions ?? [])
      + report.failures
    let (style, script) = (PageTemplates.style, PageTemplates.script)
    return try PageTemplates.render(
      PageView(
        version: report.version, style: style, styleHash: PageTemplates.policyHash(style),
        script: script, scriptHash: PageTemplates.policyHash(script), figures: figures(),
        claims: report.claims.map(ClaimsView.init),
        tolerance: shortNumber(report.configuration.tolerance),
        scenes: report.scenes.map(SceneView.init), additions: additions.map(AdditionView.init),
        hasFailures: !failures.isEmpty, failures: failures,
        losses: catalogue.specifications.map(LossView.init),
        configuration: YAML.text(report.configuration)))
  }

  /// The figure, scaled and raw, each in the colours of both schemes and with its values.
  private func figures() throws -> [FigureView] {
    let composition = try FigureComposition(result)
    let (scaled, raw) = (composition.figures(.scaled), composition.figures(.raw))
    return try scaled.map { suffix, figure in
      try FigureView(
        figure, raw: raw.map(\.figure), id: "scaled\(suffix)",
        title: "Every curve scaled to [0, 1]")
    }
      + raw.map { suffix, figure in
        try FigureView(figure, raw: [], id: "raw\(suffix)", title: "Values as they are")
      }
  }
}
