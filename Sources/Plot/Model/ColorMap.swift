/// How the numbers of a `HeatPanel` become colours.
public enum ColorMap: Hashable, Sendable, CaseIterable {
  /// From dark to light with evenly rising lightness: "viridis" of Smith and van der Walt (2015).
  case sequential
  /// Blue below 0, near-white at 0, red above: "RdBu" of Brewer (2003). The limits are widened so
  /// that 0 lies in the middle.
  case diverging
}

extension ColorMap {
  private static let viridis: [UInt32] = [
    0x44_0154, 0x47_2D7B, 0x3B_528B, 0x2C_728E, 0x21_918C, 0x28_AE80, 0x5E_C962, 0xAD_DC30,
    0xFD_E725,
  ]
  private static let blueToRed: [UInt32] = [
    0x21_66AC, 0x43_93C3, 0x92_C5DE, 0xD1_E5F0, 0xF7_F7F7, 0xFD_DBC7, 0xF4_A582, 0xD6_604D,
    0xB2_182B,
  ]

  /// The colour of a share of the limits; shares outside [0, 1] take the colour of the nearer end.
  ///
  /// Themes without colour have greys from dark to light in place of both maps.
  public func color(_ share: Double, theme: Theme) -> Color {
    let share = min(max(share, 0), 1)
    guard !theme.isGray else { return .gray(0.15 + 0.82 * share) }
    let table = (self == .sequential ? ColorMap.viridis : ColorMap.blueToRed).map(Color.init(hex:))
    let position = share * Double(table.count - 1)
    let lower = min(Int(position), table.count - 2)
    return table[lower].mixed(with: table[lower + 1], share: position - Double(lower))
  }

  /// The limits that values are scaled by: those given or those of the values, centred at 0 for a
  /// diverging map and widened where all values are the same.
  package func limits(_ range: ClosedRange<Double>?, values: [Double]) -> ClosedRange<Double> {
    var (lower, upper) = (
      range?.lowerBound ?? values.min() ?? 0, range?.upperBound ?? values.max() ?? 1
    )
    if self == .diverging {
      upper = max(abs(lower), abs(upper))
      lower = -upper
    }
    guard upper - lower <= 1e-12 * max(abs(lower), abs(upper)) else { return lower...upper }
    let margin = lower == 0 ? 1 : abs(lower) / 2
    return (self == .diverging || lower != 0 ? lower - margin : lower)...(upper + margin)
  }
}

extension Color {
  /// The colour `share` of the way to another one, component by component.
  func mixed(with other: Color, share: Double) -> Color {
    Color(
      red: red + share * (other.red - red), green: green + share * (other.green - green),
      blue: blue + share * (other.blue - blue))
  }
}
