/// The colours of a figure.
///
/// The series colours are those of Okabe and Ito (2008), told apart by readers with any common
/// colour vision. Vermilion is kept for marks, and those too pale for a thin line on the
/// background are darkened (light theme) or lightened (dark theme) to a contrast of 3 : 1, yellow
/// further still, since without red it would look like the darkened orange.
public struct Theme: Equatable, Sendable {
  public var name: String
  public var background: Color
  public var text: Color
  public var axis: Color
  public var grid: Color
  public var mark: Color
  public var seriesColors: [Color]
  public var truePositive: Color
  public var falsePositive: Color
  public var falseNegative: Color
  public var trueNegative: Color
  public var outline: Color
  public var missing: Color

  /// Dark on white, for screens and colour print.
  public static let light = Theme(
    name: "light", background: .gray(1), text: .gray(0.1), axis: .gray(0.25), grid: .gray(0.9),
    mark: Color(hex: 0xD5_2B00),
    seriesColors: [
      .gray(0), Color(hex: 0x00_72B2), Color(hex: 0xC4_7F00), Color(hex: 0x00_9E73),
      Color(hex: 0xC9_72A3), Color(hex: 0x3B_9CD3), Color(hex: 0x6F_6400),
    ],
    truePositive: Color(hex: 0x2F_A57F), falsePositive: Color(hex: 0xF2_B632),
    falseNegative: Color(hex: 0x1F_4E9A), trueNegative: .gray(0.96), outline: .gray(0),
    missing: .gray(0.78))

  /// Light on near-black, for dark pages and slides.
  public static let dark = Theme(
    name: "dark", background: Color(hex: 0x16_181D), text: .gray(0.92), axis: .gray(0.75),
    grid: .gray(0.24), mark: Color(hex: 0xFF_6A3D),
    seriesColors: [
      .gray(0.95), Color(hex: 0x4D_A3E0), Color(hex: 0xE6_9F00), Color(hex: 0x1F_BF90),
      Color(hex: 0xE0_95C0), Color(hex: 0x8A_D0F5), Color(hex: 0xF0_E442),
    ],
    truePositive: Color(hex: 0x2F_A57F), falsePositive: Color(hex: 0xF2_B632),
    falseNegative: Color(hex: 0x3F_78D0), trueNegative: .gray(0.17), outline: .gray(1),
    missing: .gray(0.42))

  /// Black and greys alone, for print without colour: dashes and markers tell the series apart.
  public static let print = Theme(
    name: "print", background: .gray(1), text: .gray(0), axis: .gray(0), grid: .gray(0.88),
    mark: .gray(0), seriesColors: [.gray(0), .gray(0.38), .gray(0.55)],
    truePositive: .gray(0.8), falsePositive: .gray(0.55), falseNegative: .gray(0.2),
    trueNegative: .gray(1), outline: .gray(0), missing: .gray(0.85))

  /// The colours of up to three categories of cells.
  var categoryColors: [Color] { [truePositive, falsePositive, falseNegative] }

  /// The colour of a class of elements, the first after the background being 0; after the last they begin
  /// again.
  func classColor(_ index: Int) -> Color {
    let colors = categoryColors + seriesColors.dropFirst(4) + seriesColors.prefix(4).dropFirst()
    return colors[index % colors.count]
  }

  /// What shades a range behind curves.
  var shade: Color { axis.opacity(0.1) }

  /// Whether the theme has greys alone, so that hue tells nothing apart.
  package var isGray: Bool { seriesColors.allSatisfy { $0.red == $0.green && $0.green == $0.blue } }

  /// Every theme, for a choice by name.
  public static let all: [Theme] = [.light, .dark, .print]
}
