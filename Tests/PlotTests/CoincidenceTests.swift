import Testing

import Plot

/// Which curves are one to the eye, and who has a marker where curves meet.
@Suite struct CoincidenceTests {
  private func curve(_ values: [Double], band: Double? = nil) -> Series {
    Series(
      name: "", style: 0, points: values.enumerated().map { Point(Double($0), $1) },
      band: band.map { width in
        Series.Band(lower: values.map { $0 - width }, upper: values.map { $0 + width })
      })
  }

  private func groups(
    _ series: [Series], scale: AxisScale = .linear, domain: ClosedRange<Double> = 0...1
  ) -> [[Int]] {
    CoincidingCurves(series, scale: scale, domain: domain).groups
  }

  @Test func whatDiffersByLessThanALineIsOneCurve() {
    let values = [0, 0.3, 1]
    #expect(groups([curve(values), curve(values.map { $0 + 0.003 })]) == [[0, 1]])
    #expect(groups([curve(values), curve(values.map { $0 + 0.006 })]) == [[0], [1]])
    // What counts is the axis, not the values.
    let shifted = curve(values.map { $0 + 0.006 })
    #expect(groups([curve(values), shifted], domain: 0...10) == [[0, 1]])
  }

  @Test func oneOtherPointIsAnotherCurve() {
    var values = [Double](repeating: 0.5, count: 21)
    let straight = curve(values)
    values[7] = 0.6
    #expect(groups([straight, curve(values), straight]) == [[0, 2], [1]])
    values[7] = .nan
    #expect(groups([straight, curve(values), curve(values)]) == [[0], [1, 2]])
  }

  @Test func otherPlacesAndOtherBandsAreOtherCurves() {
    var moved = curve([0, 1])
    moved.points[1].x = 2
    #expect(groups([curve([0, 1]), moved]) == [[0], [1]])
    let banded = [curve([0, 1], band: 0.1), curve([0, 1], band: 0.2), curve([0, 1])]
    #expect(groups(banded + [banded[0]]) == [[0, 3], [1], [2]])
    #expect(groups([curve([]), curve([])]) == [[0], [1]])
  }

  @Test func logarithmsAreComparedOnALogarithmicAxis() {
    let (first, second) = (curve([1e-6, 1]), curve([2e-6, 1]))
    #expect(groups([first, second], scale: .logarithmic, domain: -6...0) == [[0], [1]])
    #expect(groups([first, second]) == [[0, 1]])
  }

  /// Where curves run together each has its markers in turn, and none is without.
  @Test(arguments: [2, 3, 5], [1, 2, 4])
  func curvesThatMeetTakeTurns(count: Int, step: Int) {
    let line = (0..<60).map { Point(Double($0), 3) as Point? }
    let turns = MarkerTurns(Array(repeating: line, count: count))
    let marked = (0..<count).map { curve in
      (0..<60).filter { turns.isTurn(of: curve, at: $0, every: step) }
    }
    #expect(marked.allSatisfy { !$0.isEmpty })
    #expect(marked.joined().sorted() == stride(from: 0, to: 60, by: step).map { $0 })
  }

  @Test func curvesApartHaveTheirOwnMarkers() {
    let low = (0..<9).map { Point(Double($0), 3) as Point? }
    let high = low.map { $0.map { Point($0.x, 9) } }
    let turns = MarkerTurns([low, high])
    #expect((0..<9).filter { turns.isTurn(of: 0, at: $0, every: 2) } == [0, 2, 4, 6, 8])
    #expect((0..<9).filter { turns.isTurn(of: 1, at: $0, every: 2) } == [1, 3, 5, 7])
  }
}
