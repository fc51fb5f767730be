/// A panel that knows the room it needs and draws itself into a plot rectangle.
protocol PanelLayout {
  /// The height of a plot of this width that suits the content.
  func preferredHeight(width: Double) -> Double
  /// Whether the plot may have another height than it prefers.
  var isFlexible: Bool { get }
  /// The room for labels around a plot of this size.
  func insets(_ size: Size) -> Insets
  /// Adds the panel to the layout.
  func place(in frame: PlotFrame, insets: Insets, into layout: inout Layout)
  /// What the legend has to explain.
  var legendEntries: [LegendEntry] { get }
}

extension PanelLayout {
  var isFlexible: Bool { true }
  var legendEntries: [LegendEntry] { [] }
}

/// One line of the legend.
struct LegendEntry: Hashable {
  enum Sample: Hashable {
    case series(style: Int)
    /// A curve that stands for several.
    case group(style: Int)
    /// Points of a series that no line joins.
    case points(style: Int)
    case mark
    case swatch(Color)
    case outline
    case reference
    /// The number of a contour of a heat map.
    case contour(Int)
    /// The number of a kind of marked cells of a heat map.
    case cellMark(Int)
    case noData
  }

  var name: String
  var sample: Sample

  /// Where an entry stands: curves come first, then those that stand for several, then all else.
  enum Section: CaseIterable { case curves, groups, others }

  var section: Section {
    switch sample {
    case .series, .points: .curves
    case .group: .groups
    default: .others
    }
  }
}
