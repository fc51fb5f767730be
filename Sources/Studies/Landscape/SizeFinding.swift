import Texts

/// From what size of the object on a loss rises along a path, and where it stops below.
public struct SizeFinding: Codable, Hashable, Sendable {
  /// Identifier of the path.
  public let path: String
  /// Key of the loss.
  public let loss: String
  /// The sizes that were possible, from the smallest on.
  public let radii: [Double]
  /// What all steps say.
  public let everyStep: Limit
  /// What the steps say before which truth and prediction still overlap. A path that takes the
  /// object off its truth says more of itself than of a loss after that.
  public let overlappingSteps: Limit

  /// How large an object is.
  public struct Size: Codable, Hashable, Sendable {
    /// Its radius, or that of the disc with as many elements.
    public let radius: Double
    /// Number of its elements.
    public let elements: Int
  }

  /// Where a curve stops rising.
  public struct Stop: Codable, Hashable, Sendable {
    /// The object.
    public let size: Size
    /// The first step that does not rise.
    public let step: Int
    /// Dice's overlap before that step.
    public let dice: Double
  }

  /// The sizes at which a curve rises and at which it stops.
  public struct Limit: Codable, Hashable, Sendable {
    /// The smallest size from which on, up to the largest, every step rises; none when not even the
    /// largest does.
    public private(set) var risesFrom: Size?
    /// The sizes at which some step does not rise, from the smallest on.
    public private(set) var stops: [Stop] = []

    /// Looks at the next larger size.
    fileprivate mutating func add(_ size: Size, firstViolation step: Int?, dice: [Double]) {
      if let step {
        risesFrom = nil
        stops.append(Stop(size: size, step: step, dice: dice[step - 1]))
      } else {
        risesFrom = risesFrom ?? size
      }
    }
  }

  /// Looks at the curves of one loss on objects of growing size.
  package init(path: String, loss: String, rows: [Landscape.Row]) {
    self.path = path
    self.loss = loss
    var radii: [Double] = []
    var (everyStep, overlappingSteps) = (Limit(), Limit())
    for row in rows {
      guard let scene = row.scene, let curve = scene.curves.first(where: { $0.key == loss }) else {
        continue
      }
      let size = Size(radius: row.radius, elements: scene.size)
      let violations = curve.monotonicity.violations
      let dice = scene.dice
      radii.append(row.radius)
      everyStep.add(size, firstViolation: violations.first, dice: dice)
      overlappingSteps.add(
        size, firstViolation: violations.first { dice[$0 - 1] > 0 }, dice: dice)
    }
    self.radii = radii
    self.everyStep = everyStep
    self.overlappingSteps = overlappingSteps
  }
}

extension SizeFinding {
  /// Below what size the loss stops rising, and at what overlap.
  public var sentence: String {
    guard let smallest = radii.first, let largest = radii.last else { return "no size is possible" }
    guard let lastStop = everyStep.stops.last else {
      return "rises at every step at every size, from radius \(shortNumber(smallest)) on"
    }
    let limit =
      everyStep.risesFrom.map {
        "stops rising below radius \(shortNumber($0.radius)) (\(counted($0.elements, "element")))"
      } ?? "does not rise at every step even at radius \(shortNumber(largest))"
    let stop =
      ": at radius \(shortNumber(lastStop.size.radius)) it stops at step \(lastStop.step), at an "
      + "overlap of \(fixed(lastStop.dice))"
    return limit + stop + exceptions(below: lastStop.size.radius) + "; " + overlapping
  }

  private func exceptions(below radius: Double) -> String {
    let rising = radii.filter { candidate in
      candidate < radius && !everyStep.stops.contains { $0.size.radius == candidate }
    }
    guard !rising.isEmpty else { return "" }
    return "; rises at every step at the smaller radii "
      + rising.map(shortNumber).joined(separator: ", ")
  }

  private var overlapping: String {
    guard let lastStop = overlappingSteps.stops.last else {
      return "while there is an overlap, it rises at every size"
    }
    let smallestOverlap = overlappingSteps.stops.map(\.dice).min()
    let largestOverlap = overlappingSteps.stops.map(\.dice).max()
    return
      "while there is an overlap, it stops up to radius \(shortNumber(lastStop.size.radius)), at "
      + "overlaps of \(fixed(smallestOverlap)) to \(fixed(largestOverlap))"
  }

  /// What the table of a report says: loss, and for all and for the overlapping steps from what
  /// radius on it rises, at how many sizes it stops, and at what overlaps.
  package var cells: [String] {
    [loss] + cells(everyStep)
      + [
        overlappingSteps.risesFrom.map { shortNumber($0.radius) } ?? "none",
        "\(overlappingSteps.stops.count)",
      ]
  }

  /// Headings of ``cells``.
  package static let headings = [
    "loss", "rises at every step from radius", "sizes that stop", "overlap where they stop",
    "rises while overlapping from radius", "sizes that stop while overlapping",
  ]

  private func cells(_ limit: Limit) -> [String] {
    let overlaps = limit.stops.map(\.dice)
    return [
      limit.risesFrom.map { shortNumber($0.radius) } ?? "none",
      "\(limit.stops.count) of \(radii.count)",
      overlaps.isEmpty ? "–" : "\(fixed(overlaps.min())) to \(fixed(overlaps.max()))",
    ]
  }
}
