import Experiments
import Foundation
import Plot

extension LaidOutFigure {
  /// The figure as a file.
  ///
  /// - Throws: `PlotError`.
  public func file(_ format: FigureFormat) throws -> Data {
    switch format {
    case .png: Data(try png())
    case .svg: Data(try svg())
    case .pdf: Data(try pdf())
    }
  }
}

extension Figure {
  /// The figure as a file.
  ///
  /// - Throws: `PlotError`.
  public func file(_ format: FigureFormat) throws -> Data { try LaidOutFigure(self).file(format) }
}

extension FigureFormat {
  /// Whether a page or a report can show the file.
  private var isPicture: Bool {
    switch self {
    case .png, .svg: true
    case .pdf: false
    }
  }

  /// The names of the files that a report shows of figures, which are written in every one of
  /// `formats`: those of the first format that can be shown.
  static func shown(_ names: [String], formats: [FigureFormat]) -> [String] {
    formats.first(where: \.isPicture).map { format in
      names.map { "\($0).\(format.rawValue)" }
    } ?? []
  }
}
