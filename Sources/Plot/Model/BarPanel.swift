/// One horizontal bar.
public struct Bar: Hashable, Sendable {
  public var name: String
  /// Its length, or nil where there is no data.
  public var value: Double?
  /// The number of its `SeriesStyle`, of which it takes the colour.
  public var style: Int
  /// A text at the right of the plot, such as the value with its unit.
  public var note: String?

  public init(name: String, value: Double?, style: Int = 0, note: String? = nil) {
    self.name = name
    self.value = value
    self.style = style
    self.note = note
  }
}

/// Horizontal bars below each other, the first on top.
///
/// Bars start at 0, on a logarithmic axis at the power of 10 below the least value (or at the
/// lower limit of the axis, where it is given).
public struct BarPanel: Hashable, Sendable {
  public var title: String
  public var x: Axis
  public var bars: [Bar]
  public var references: [ReferenceLine]
  /// The indices of bars with a gap above, where a new group starts.
  public var groupStarts: [Int]

  public init(
    title: String = "", x: Axis = Axis(), bars: [Bar], references: [ReferenceLine] = [],
    groupStarts: [Int] = []
  ) {
    self.title = title
    self.x = x
    self.bars = bars
    self.references = references
    self.groupStarts = groupStarts
  }
}
