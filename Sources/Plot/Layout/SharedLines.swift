/// Which curve is drawn where several lie on top of each other, so that none hides the others.
///
/// Where curves coincide from point to point they take turns along the shared line. Every curve
/// gets a turn, about 10 points long where there is room, and a marker within it.
package struct SharedLines {
  /// Closer than this, in points, one curve hides another.
  private static let tolerance = 0.7
  private static let turnLength = 10.0

  /// The curves that coincide between two neighbouring points, as long as they are the same.
  private struct Run {
    var members: [Int]
    /// The first point and the last.
    var first: Int
    var last: Int
    /// Where the first turn starts and how long each is, counted in points. Turns change half-way
    /// between points, so that a marker stands in the middle of its turn.
    var start = 0.0
    var turn = 1.0
  }

  private let positions: [[Point?]]
  /// For each curve its runs in order.
  private var runs: [[Run]]

  /// - Parameter positions: where the points of each curve stand; nil is a gap.
  package init(_ positions: [[Point?]]) {
    self.positions = positions
    runs = Array(repeating: [], count: positions.count)
    let count = positions.map(\.count).max() ?? 0
    for start in 0..<max(0, count - 1) {
      for members in SharedLines.clusters(positions, at: [start, start + 1]) where members.count > 1
      {
        for member in members {
          if let run = runs[member].last, run.last == start, run.members == members {
            runs[member][runs[member].count - 1].last = start + 1
          } else {
            runs[member].append(Run(members: members, first: start, last: start + 1))
          }
        }
      }
    }
    for curve in runs.indices {
      for index in runs[curve].indices { runs[curve][index] = withTurns(runs[curve][index]) }
    }
  }

  /// The curves that coincide at one point, in groups of at least one.
  package func groups(at point: Int) -> [[Int]] { SharedLines.clusters(positions, at: [point]) }

  /// Groups the curves that have all of the points closer together than the tolerance.
  private static func clusters(_ positions: [[Point?]], at points: [Int]) -> [[Int]] {
    var clusters: [(places: [Point], members: [Int])] = []
    for (curve, line) in positions.enumerated() {
      let places = points.compactMap { line.indices.contains($0) ? line[$0] : nil }
      guard places.count == points.count else { continue }
      let match = clusters.firstIndex { cluster in
        zip(cluster.places, places).allSatisfy {
          max(abs($0.x - $1.x), abs($0.y - $1.y)) <= tolerance
        }
      }
      if let match {
        clusters[match].members.append(curve)
      } else {
        clusters.append((places, [curve]))
      }
    }
    return clusters.map(\.members)
  }

  private func withTurns(_ run: Run) -> Run {
    var run = run
    let line = positions[run.members[0]]
    let length = (run.first..<run.last).reduce(0.0) { sum, index in
      guard let from = line[index], let to = line[index + 1] else { return sum }
      return sum
        + ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y)).squareRoot()
    }
    let points = run.last - run.first + 1
    guard points >= run.members.count else {
      run.start = Double(run.first)
      run.turn = Double(points - 1) / Double(run.members.count)
      return run
    }
    let spacing = max(length / Double(points - 1), 1e-3)
    let wanted = (SharedLines.turnLength / spacing).rounded(.up)
    run.start = Double(run.first) - 0.5
    run.turn = min(max(1, wanted), Double(points / run.members.count))
    return run
  }

  /// The curve whose turn it is at a place of a run, counted in points.
  private func owner(_ run: Run, at place: Double) -> Int {
    let turn = Int(((place - run.start) / run.turn).rounded(.down))
    return run.members[max(0, turn) % run.members.count]
  }

  /// Whether the marker of a curve is drawn at a point: always where it lies alone.
  package func showsMarker(of curve: Int, at point: Int) -> Bool {
    guard let run = runs[curve].last(where: { $0.first <= point && point <= $0.last }) else {
      return true
    }
    return owner(run, at: Double(point)) == curve
  }

  /// The parts of a curve to draw: all but those where another one has its turn.
  package func lines(of curve: Int) -> [[Point]] {
    let line = positions[curve]
    var parts: [[Point]] = []
    var end: Double?
    func add(from start: Double, to stop: Double, in index: Int) {
      guard let from = line[index], let to = line[index + 1] else { return }
      func place(_ share: Double) -> Point {
        Point(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
      }
      let base = Double(index)
      if end == start, !parts.isEmpty {
        parts[parts.count - 1].append(place(stop - base))
      } else {
        parts.append([place(start - base), place(stop - base)])
      }
      end = stop
    }
    for index in 0..<max(0, line.count - 1) {
      guard let run = runs[curve].first(where: { $0.first <= index && index < $0.last }) else {
        add(from: Double(index), to: Double(index + 1), in: index)
        continue
      }
      for piece in pieces(of: run, in: index) where owner(run, at: piece.middle) == curve {
        add(from: piece.start, to: piece.end, in: index)
      }
    }
    return parts
  }

  private struct Piece {
    var start: Double
    var end: Double
    var middle: Double { (start + end) / 2 }
  }

  /// The way from a point to the next, cut where the turn changes.
  private func pieces(of run: Run, in index: Int) -> [Piece] {
    let (start, end) = (Double(index), Double(index + 1))
    let origin = run.start
    var cuts = [start]
    var turn = ((start - origin) / run.turn).rounded(.down) + 1
    while origin + turn * run.turn < end {
      let cut = origin + turn * run.turn
      if cut > start { cuts.append(cut) }
      turn += 1
    }
    cuts.append(end)
    return zip(cuts, cuts.dropFirst()).map { Piece(start: $0, end: $1) }
  }
}
