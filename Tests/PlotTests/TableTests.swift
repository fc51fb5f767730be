import Plot
import Testing

/// Heat maps with numbers and names in their cells and on their axes.
@Suite struct TableTests {
  private static func figure(_ labels: [String], upwards: Bool, width: Double) -> Figure {
    let names = ["first name", "second name", "third name", "fourth name"]
    let ticks = names.enumerated().map { AxisTick(position: Double($0), labels: [$1]) }
    let panel = HeatPanel(
      x: Axis(ticks: .labelled(ticks), labelsRunUpwards: upwards), y: Axis(),
      xEdges: [-0.5, 0.5, 1.5, 2.5, 3.5], yEdges: [0, 1], values: [0, 1, 2, 3],
      cellLabels: labels)
    return Figure(panels: [[.heat(panel)]], width: width)
  }

  @Test func eitherAllNumbersAreShownOrNone() throws {
    func shown(_ labels: [String]) throws -> [String] {
      try Self.figure(labels, upwards: true, width: 60).layout().texts
        .filter { $0.role == .value }.map(\.text)
    }
    #expect(try shown(["1", "2", "3", "4"]) == ["1", "2", "3", "4"])
    // A number that was cut off would be another number.
    #expect(try shown(["1", "2", "3", "1234567890123"]) == [])
  }

  @Test func namesThatRunUpwardsAreAllShown() throws {
    func names(upwards: Bool) throws -> [TextBox] {
      try Self.figure(["", "", "", ""], upwards: upwards, width: 60).layout().texts
        .filter { $0.role == .tickLabel && $0.text.hasSuffix("name") }
    }
    let upright = try names(upwards: true)
    #expect(upright.count == 4)
    #expect(upright.allSatisfy { $0.isVertical && $0.frame.height > $0.frame.width })
    // They hang from one line below the plot.
    #expect(Set(upright.map { ($0.frame.minY * 1e6).rounded() }).count == 1)
    // Side by side there is no room for all.
    #expect(try names(upwards: false).count < 4)
  }

  @Test func theNameOfTheColoursIsNotCutInATableOfOneRow() throws {
    let name = "a name that is longer than one row is high"
    var figure = Self.figure(["1", "2", "3", "4"], upwards: true, width: 60)
    guard case .heat(var panel) = figure.panels[0][0] else { return }
    panel.colorBarLabel = name
    figure.panels = [[.heat(panel)]]
    #expect(try figure.layout().texts.contains { $0.role == .axisLabel && $0.text == name })
  }
}
