import Documents

/// What an experiment writes beside its tables.
public struct OutputSpecification: Hashable, Sendable {
  /// Where to; `results` when left out. Not embedded in the outputs.
  public var folder: String?
  /// Formats of the figure.
  public var formats: [FigureFormat] = [.png, .svg]
  /// Colours of the figure.
  public var theme = FigureTheme.light
  /// Whether figures have a caption; journals want it in the text.
  public var caption = true
  /// Width of the figure in millimetres, in [60, 400]: 90 for a column, 180 for a page.
  public var width = 180.0

  /// A light figure of 180 mm as PNG and SVG.
  public init() {}
}

/// A file format for figures.
public enum FigureFormat: String, Codable, CaseIterable, Sendable {
  /// 300 dots per inch.
  case png
  /// Vectors for the web and for drawing programs.
  case svg
  /// Vectors for journals.
  case pdf
}

/// Colours of a figure.
public enum FigureTheme: String, Codable, CaseIterable, Sendable {
  /// For screens and paper.
  case light
  /// For dark slides.
  case dark
  /// For paper, with darker lines.
  case print
}

extension OutputSpecification: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case folder, formats, theme, caption, width
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    folder = try container.decodeIfPresent(String.self, forKey: .folder)
    formats = try container.decode(.formats, default: formats)
    theme = try container.decode(.theme, default: theme)
    caption = try container.decode(.caption, default: caption)
    width = try container.decode(.width, default: width)
  }
}
