/// How values become positions along an axis.
public enum AxisScale: Hashable, Sendable {
  case linear
  /// Base 10; values that are not above 0 are left out.
  case logarithmic
}

/// One tick with its rows of text, top to bottom.
public struct AxisTick: Hashable, Sendable {
  public var position: Double
  public var labels: [String]

  public init(position: Double, labels: [String]) {
    self.position = position
    self.labels = labels
  }
}

/// Where an axis has ticks. Labels that would overlap are thinned out evenly.
public enum AxisTicks: Hashable, Sendable {
  /// Round numbers: 1, 2 or 5 times a power of 10, or powers of 10 on a logarithmic axis.
  case automatic
  /// The given ticks. On an x axis each may have several rows of text, such as step, FP and FN,
  /// whose `headings` stand to the left of them; on a y axis the first row is used.
  case labelled([AxisTick], headings: [String] = [])
}

/// One axis of a panel.
public struct Axis: Hashable, Sendable {
  public var label: String
  public var scale: AxisScale
  /// The limits, or nil to take those of the data.
  public var range: ClosedRange<Double>?
  public var ticks: AxisTicks
  /// Whether the labels of an x axis run upwards, for many long names; each has one row then.
  public var labelsRunUpwards: Bool

  public init(
    _ label: String = "", scale: AxisScale = .linear, range: ClosedRange<Double>? = nil,
    ticks: AxisTicks = .automatic, labelsRunUpwards: Bool = false
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.ticks = ticks
    self.labelsRunUpwards = labelsRunUpwards
  }
}
