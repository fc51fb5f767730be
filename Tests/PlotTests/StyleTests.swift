import Testing

import Plot

/// Curves can be told apart, by eyes of any kind and in print without colour.
@Suite struct StyleTests {
  @Test(arguments: Theme.all.map(\.name))
  func colorsAreDistinctAndVisible(name: String) throws {
    let theme = try #require(Theme.all.first { $0.name == name })
    #expect(Set(theme.seriesColors).count == theme.seriesColors.count)
    #expect(theme.seriesColors.count == (theme.isGray ? 3 : 7))
    for color in theme.seriesColors + [theme.mark, theme.axis, theme.outline] {
      #expect(color.contrast(with: theme.background) >= 3, "\(color) in \(name)")
    }
    #expect(theme.text.contrast(with: theme.background) >= 7)
    let classes = [
      theme.truePositive, theme.falsePositive, theme.falseNegative, theme.trueNegative,
    ]
    #expect(Set(classes).count == 4)
  }

  /// Colours stay apart for the two common kinds of colour blindness (Viénot, Brettel and Mollon
  /// 1999, in linear light).
  @Test(arguments: ["light", "dark"], ["protanopia", "deuteranopia"])
  func colorsStayApartWithoutRedOrGreen(name: String, kind: String) throws {
    let theme = try #require(Theme.all.first { $0.name == name })
    func seen(_ color: Color) -> [Double] {
      let (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue))
      return kind == "protanopia"
        ? [
          0.1124 * red + 0.8876 * green, 0.1124 * red + 0.8876 * green,
          0.004 * red - 0.004 * green + blue,
        ]
        : [
          0.2927 * red + 0.7073 * green, 0.2927 * red + 0.7073 * green,
          -0.0223 * red + 0.0223 * green + blue,
        ]
    }
    for (index, color) in theme.seriesColors.enumerated() {
      for other in theme.seriesColors[(index + 1)...] {
        let distance = zip(seen(color), seen(other)).map { abs($0 - $1) }.max() ?? 0
        #expect(distance > 0.03, "\(color) and \(other)")
      }
    }
  }

  private func linear(_ value: Double) -> Double {
    // The luminance of a grey is its linear component.
    Color.gray(value).luminance
  }

  @Test(arguments: Theme.all.map(\.name))
  func stylesAreDistinct(name: String) throws {
    let theme = try #require(Theme.all.first { $0.name == name })
    let styles = (0..<(theme.isGray ? 120 : 280)).map { SeriesStyle(index: $0, theme: theme) }
    #expect(Set(styles).count == styles.count)
    let shapes = styles.prefix(40).map { [$0.dash.rawValue, $0.marker.rawValue] }
    #expect(Set(shapes).count == 40)
    for (style, next) in zip(styles, styles.dropFirst()) {
      #expect(style.color != next.color && style.dash != next.dash && style.marker != next.marker)
    }
    #expect(SeriesStyle(index: -4, theme: theme) == styles[0])
  }

  @Test func sequentialMapGrowsLighter() {
    for theme in Theme.all {
      let lights = (0...100).map {
        ColorMap.sequential.color(Double($0) / 100, theme: theme).luminance
      }
      for (lower, upper) in zip(lights, lights.dropFirst()) { #expect(lower < upper) }
    }
  }

  @Test func divergingMapIsPalestAtZero() {
    let lights = (0...100).map {
      ColorMap.diverging.color(Double($0) / 100, theme: .light).luminance
    }
    #expect(lights.max() == lights[50])
    #expect(ColorMap.diverging.limits(-1...3, values: []) == -3...3)
    #expect(ColorMap.diverging.limits(nil, values: [-2, 1]) == -2...2)
    #expect(ColorMap.sequential.limits(nil, values: [4, 4]) == 2...6)
    #expect(ColorMap.sequential.limits(nil, values: [0, 0]) == 0...1)
    #expect(
      ColorMap.sequential.color(7, theme: .light) == ColorMap.sequential.color(1, theme: .light))
  }

  /// Edges around measured values lie between them, also in the logarithm.
  @Test func edgesLieBetweenCenters() {
    #expect(HeatPanel.edges(around: [1, 2, 4]) == [0.5, 1.5, 3, 5])
    #expect(HeatPanel.edges(around: [3]) == [2.5, 3.5])
    let edges = HeatPanel.edges(around: [1, 100, 10_000], scale: .logarithmic)
    for (edge, expected) in zip(edges, [0.1, 10, 1000, 100_000]) {
      #expect(abs(edge - expected) < 1e-9 * expected)
    }
    #expect(HeatPanel.edges(around: []).isEmpty)
  }
}
