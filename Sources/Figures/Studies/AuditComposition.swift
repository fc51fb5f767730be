import Plot
import Studies

extension AuditStudy: DrawnStudy {
  public static func figures(
    of result: Audit, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    let table = TablePanel(
      columns: result.checks.map(\.id), columnsRunUpwards: true, rows: result.losses.map(\.key),
      cells: result.losses.map { $0.judgements.map(\.verdict.cell) },
      categories: ["passed", "a property that is no fault", "failed"],
      rowNameWidth: 0.4 * style.width)
    return [
      (
        "audit",
        Figure(
          caption:
            "What the checks of the audit say of each loss: nothing where it passed, o for a "
            + "property that is no fault, × where it failed, – where it cannot be asked.",
          panels: [[.table(table)]], width: style.width, theme: style.theme,
          metadata: style.metadata)
      )
    ]
  }
}

extension AuditJudgement.Verdict {
  /// What stands for it; a loss that was not asked has no colour.
  fileprivate var cell: TablePanel.Cell {
    switch self {
    case .passed: .init("", category: 0)
    case .found: .init("o", category: 1)
    case .failed: .init("×", category: 2)
    case .notApplicable: .init("–")
    }
  }
}
