import Plot
import Studies

extension AuditStudy: DrawnStudy {
  public static func figures(
    of result: Audit, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    let table = HeatTable(rows: result.losses.map(\.key), columns: result.checks.map(\.id)) {
      result.losses[$0].judgements[$1].verdict.severity
    }
    let panel = table.panel(
      range: 0...2, .sequential, label: "0 passed, 1 a property, 2 failed"
    ) { ["", "o", "×"][Int($0)] }
    return [
      (
        "audit",
        Figure(
          caption:
            "What the checks of the audit say of each loss: nothing where it passed, o for a "
            + "property that is no fault, × where it failed, – where it cannot be asked.",
          panels: [[.heat(panel)]], width: style.width, theme: style.theme,
          metadata: style.metadata)
      )
    ]
  }
}

extension AuditJudgement.Verdict {
  /// How bad it is; none where the loss was not asked.
  fileprivate var severity: Double? {
    switch self {
    case .passed: 0
    case .found: 1
    case .failed: 2
    case .notApplicable: nil
    }
  }
}
