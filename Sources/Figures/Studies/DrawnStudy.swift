import Documents
import Experiments
import Foundation
import Plot
import Studies

/// A study with figures.
public protocol DrawnStudy: Study {
  /// The figures with their file names.
  ///
  /// - Parameters:
  ///   - result: what to show.
  ///   - style: width, colours and what is embedded.
  static func figures(of result: Result, style: FigureStyle) -> [(name: String, figure: Figure)]
}

/// How a figure looks, and what is embedded in its files.
public struct FigureStyle: Sendable {
  /// Width in millimetres.
  public let width: Double
  /// Colours.
  public let theme: Theme
  /// What the files say of themselves, by key.
  public let metadata: [String: String]

  /// So many panels find room beside each other; further ones stand in the next row. In a column of a
  /// journal, 90 mm, panels are stacked.
  var columns: Int { max(1, Int(width / 60)) }

  /// The same for panels of which there are many; in a column of a journal they are stacked, too.
  var smallColumns: Int { columns == 1 ? 1 : Int(width / 44) }

  /// The style that outputs ask for.
  ///
  /// - Parameters:
  ///   - output: what is said of the outputs.
  ///   - configuration: what the figure was made from.
  public init(_ output: OutputSpecification, configuration: some Encodable) throws {
    width = output.width
    theme = output.theme.theme
    metadata = try Provenance.metadata(configuration)
  }
}

extension OutputFiles {
  /// Everything that is written of a study: its figures in every format, `KIND.csv` and other tables,
  /// `KIND.md` and `KIND.json`.
  ///
  /// - Parameters:
  ///   - study: what was computed.
  ///   - result: what came out.
  ///   - output: formats and look of the figures.
  /// - Throws: what keeps a table or a report from being written as text.
  public init<S: Study>(_ study: S, _ result: S.Result, output: OutputSpecification) throws {
    self.init()
    let style = try FigureStyle(output, configuration: study.configuration)
    let figures = Self.figures(of: S.self, result, style: style).flatMap { name, figure in
      var figure = figure
      if !output.caption { figure.caption = nil }
      return figure.printedPages(named: name)
    }
    let drawn = try add(figures, formats: output.formats)
    let shown = FigureFormat.shown(drawn, formats: output.formats)
    for (suffix, content) in try result.tables() { add("\(S.kind)\(suffix).csv", content) }
    for (ending, content) in try result.documents() { add("\(S.kind).\(ending)", content) }
    let cautions = try study.cautions()
    let unseen =
      cautions.isEmpty
      ? "" : "\n## What losses cannot see here\n\n" + cautions.map { "- \($0)\n" }.joined()
    add("\(S.kind).md", Data((try result.markdown(figures: shown) + unseen).utf8))
    add("\(S.kind).json", try result.json())
    if let page = try Self.page(of: S.self, result, figures) { add("\(S.kind).html", page) }
  }

  /// The page of a study; none where it has none, or a figure cannot be drawn, of which there is a
  /// warning already.
  private static func page<S: Study>(
    of study: S.Type, _ result: S.Result, _ figures: [(name: String, figure: Figure)]
  ) throws -> Data? {
    func page<P: PagedStudy>(_ study: P.Type) throws -> String? {
      try (result as? P.Result).map { try P.page(of: $0, figures: figures) }
    }
    guard let study = study as? any PagedStudy.Type else { return nil }
    do {
      return try page(study).map { Data($0.utf8) }
    } catch is PlotError {
      return nil
    }
  }

  /// The figures of a study; none where nobody draws it.
  private static func figures<S: Study>(
    of study: S.Type, _ result: S.Result, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    func drawn<D: DrawnStudy>(_ study: D.Type) -> [(name: String, figure: Figure)]? {
      (result as? D.Result).map { D.figures(of: $0, style: style) }
    }
    guard let study = study as? any DrawnStudy.Type else { return [] }
    return drawn(study) ?? []
  }
}
