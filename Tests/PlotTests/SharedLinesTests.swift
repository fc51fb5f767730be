import Testing

import Plot

/// Curves that coincide take turns, and nothing of any line is lost.
@Suite struct SharedLinesTests {
  private func straight(_ count: Int, spacing: Double = 10) -> [Point?] {
    (0..<count).map { Point(Double($0) * spacing, Double($0) * 3) }
  }

  private func length(_ lines: [[Point]]) -> Double {
    lines.reduce(0) { sum, line in
      sum
        + zip(line, line.dropFirst()).reduce(0) { part, pair in
          let (dx, dy) = (pair.1.x - pair.0.x, pair.1.y - pair.0.y)
          return part + (dx * dx + dy * dy).squareRoot()
        }
    }
  }

  @Test(arguments: [2, 3, 7], [2, 5, 21, 400])
  func everyCurveIsSeenAndTheLineIsWhole(curves: Int, points: Int) {
    let line = straight(points, spacing: 200 / Double(points))
    let shared = SharedLines(Array(repeating: line, count: curves))
    let lengths = (0..<curves).map { length(shared.lines(of: $0)) }
    let whole = length([line.compactMap { $0 }])
    for length in lengths { #expect(length > 0.25 * whole / Double(curves)) }
    #expect(abs(lengths.reduce(0, +) - whole) < 1e-6 * whole)
    let markers = (0..<curves).map { curve in
      (0..<points).filter { shared.showsMarker(of: curve, at: $0) }
    }
    #expect(Set(markers.flatMap { $0 }) == Set(0..<points))
    #expect(markers.reduce(0) { $0 + $1.count } == points)
    if points >= curves { for marker in markers { #expect(!marker.isEmpty) } }
  }

  @Test func curvesApartAreDrawnWhole() {
    let lower = straight(9)
    let upper = lower.map { $0.map { Point($0.x, $0.y + 2) } }
    let shared = SharedLines([lower, upper])
    #expect(shared.lines(of: 0) == [lower.compactMap { $0 }])
    #expect(shared.lines(of: 1) == [upper.compactMap { $0 }])
    #expect(shared.groups(at: 3) == [[0], [1]])
  }

  /// Two curves that part keep their own lines from there on.
  @Test func curvesThatPartTakeTurnsBeforeAlone() {
    let first = straight(11)
    var second = first
    for index in 6...10 { second[index]?.y += 30 }
    let shared = SharedLines([first, second])
    for (curve, line) in [first, second].enumerated() {
      let end = [line[5], line[6], line[7], line[8], line[9], line[10]].compactMap { $0 }
      #expect(shared.lines(of: curve).last?.suffix(6) == end[...])
    }
    #expect(shared.groups(at: 2) == [[0, 1]])
    #expect(shared.groups(at: 8) == [[0], [1]])
  }

  @Test func gapsStayGaps() {
    var line = straight(9)
    line[4] = nil
    let shared = SharedLines([line, line])
    let ends = (0..<2).flatMap { shared.lines(of: $0) }.flatMap { $0 }.map(\.x)
    #expect(!ends.contains { $0 > 30 && $0 < 50 })
    #expect(shared.groups(at: 4).isEmpty)
  }
}
