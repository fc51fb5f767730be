/// Which curves of a panel are one to the eye: of those that coincide everywhere one is drawn for all.
package struct CoincidingCurves {
  /// Curves coincide when they differ nowhere by more than this share of the axis: less than the width of
  /// a line in a plot of 6 cm.
  private static let tolerance = 0.004

  /// The curves in groups, each in order and by its first member; most have one member alone.
  package let groups: [[Int]]

  /// - Parameters:
  ///   - series: the curves. Those that are no lines stand alone.
  ///   - scale: of the y axis.
  ///   - domain: limits of the y axis, in transformed numbers.
  package init(_ series: [Series], scale: AxisScale, domain: ClosedRange<Double>) {
    let limit = Self.tolerance * (domain.upperBound - domain.lowerBound)
    func isClose(_ first: Double, _ second: Double) -> Bool {
      switch (scale.transformed(first), scale.transformed(second)) {
      case (let first?, let second?): abs(first - second) <= limit
      case (nil, nil): true
      default: false
      }
    }
    func areClose(_ first: [Double]?, _ second: [Double]?) -> Bool {
      guard let first, let second else { return first == nil && second == nil }
      return first.count == second.count && zip(first, second).allSatisfy(isClose)
    }
    func coincide(_ first: Series, _ second: Series) -> Bool {
      first.hasLine && second.hasLine && !first.points.isEmpty
        && first.points.count == second.points.count
        && zip(first.points, second.points).allSatisfy {
          $0.x == $1.x || $0.x.isNaN && $1.x.isNaN
        }
        && areClose(first.points.map(\.y), second.points.map(\.y))
        && areClose(first.band?.lower, second.band?.lower)
        && areClose(first.band?.upper, second.band?.upper)
    }
    var groups: [[Int]] = []
    for (index, curve) in series.enumerated() {
      if let group = groups.firstIndex(where: { coincide(series[$0[0]], curve) }) {
        groups[group].append(index)
      } else {
        groups.append([index])
      }
    }
    self.groups = groups
  }
}

/// A group of curves that one curve is drawn for.
struct Coincidence: Hashable {
  /// The names of all of them.
  var names: [String]
  /// The style of the first, in which they are drawn.
  var style: Int
  /// What they are, such as "losses".
  var noun: String

  /// What the curve is called: `6 losses coincide`, with a letter where a figure has several such groups.
  func label(_ letter: String?) -> String {
    "\(names.count) \(noun) coincide" + (letter.map { " (\($0))" } ?? "")
  }

  /// ``label(_:)`` and shorter ones for where there is no room, ending with the shortest.
  func labels(_ letter: String?) -> [String] {
    let suffix = letter.map { " (\($0))" } ?? ""
    return [label(letter), "\(names.count) coincide\(suffix)", "\(names.count)\(suffix)"]
  }

  /// What the legend says: the names of all, after the letter where there is one.
  func entry(_ letter: String?) -> String {
    (letter.map { "(\($0)) " } ?? label(nil) + ": ") + names.joined(separator: ", ")
  }

  /// The letter of a group by its place among the groups of a figure: a … z, then by number.
  static func letter(_ index: Int) -> String {
    index < 26 ? String(UnicodeScalar(UInt8(97 + index))) : "\(index + 1)"
  }
}
