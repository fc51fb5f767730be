/// The shape drawn at the points of a series.
public enum Marker: Int, CaseIterable, Hashable, Sendable {
  case circle, square, triangle, diamond, invertedTriangle, plus, openSquare, asterisk
}

/// The pattern of a line, as lengths of ink and gap in points.
public enum DashPattern: Int, CaseIterable, Hashable, Sendable {
  case solid, dashed, dotted, dashDotted, longDashed

  var lengths: [Double] {
    switch self {
    case .solid: []
    case .dashed: [4, 2]
    case .dotted: [1, 1.6]
    case .dashDotted: [5, 1.6, 1, 1.6]
    case .longDashed: [8, 2]
    }
  }
}

/// How a series looks: colour, dashes and marker, each of which alone tells neighbours apart.
public struct SeriesStyle: Hashable, Sendable {
  public var color: Color
  public var dash: DashPattern
  public var marker: Marker

  /// The style of number `index`, counted from 0; negative numbers count as 0.
  ///
  /// Colour, dash and marker repeat after 7 (3 in the print theme), 5 and 8 styles. These have no
  /// common divisor, so that 280 (120) styles are distinct, and dash and marker alone give 40.
  public init(index: Int, theme: Theme) {
    let index = max(0, index)
    color =
      theme.seriesColors.isEmpty
      ? theme.text : theme.seriesColors[index % theme.seriesColors.count]
    dash = DashPattern.allCases[index % DashPattern.allCases.count]
    marker = Marker.allCases[index % Marker.allCases.count]
  }
}
