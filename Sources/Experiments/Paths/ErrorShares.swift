import Losses

/// How many elements are lost and gained on the way to the last step: every step loses and gains an
/// equal share of them, so what is wrong stays wrong.
struct ErrorShares {
  /// How many elements are lost at the last step.
  let lossTotal: Int
  /// How many elements are gained at the last step.
  let gainTotal: Int
  private let steps: Int

  /// How many elements of one kind a path would like to make wrong, and how many there are.
  struct Kind {
    static let none = Kind(wanted: 0, available: 0)
    let wanted: Int
    let available: Int

    /// About as many as wanted, but one a step at least.
    func total(steps: Int) -> Int { min(max(wanted, steps), available) }
  }

  /// Shares out about as many errors as wanted.
  ///
  /// - Throws: ``PathError/tooManySteps(path:object:steps:possible:reason:)`` when there are fewer
  ///   elements than steps of a kind of which the path declares that it rises.
  init(
    losses: Kind = .none, gains: Kind = .none, of object: NamedObject, along path: any ErrorPath,
    steps: Int
  ) throws(PathError) {
    let kinds = [
      (name: "foreground", kind: losses, course: path.declaration.falseNegatives),
      (name: "background", kind: gains, course: path.declaration.falsePositives),
    ].filter { $0.course == .rises }
    let scarcest = kinds.min { $0.kind.available < $1.kind.available }
    if let (name, kind, _) = scarcest, kind.available < steps {
      throw .tooManySteps(
        path: path.id, object: object.name, steps: steps,
        possible: kind.available > 0 ? kind.available : nil,
        reason: "each needs another wrong \(name) element, and there are \(kind.available)")
    }
    lossTotal = losses.total(steps: steps)
    gainTotal = gains.total(steps: steps)
    self.steps = steps
  }

  /// What was chosen, for the report.
  var settings: [PathSetting] {
    [
      PathSetting(name: "lost at the last step", value: Double(lossTotal), unit: "elements"),
      PathSetting(name: "gained at the last step", value: Double(gainTotal), unit: "elements"),
    ]
  }

  /// The steps that lose and gain elements in an order; of longer lists only the beginning is kept.
  ///
  /// - Parameters:
  ///   - losses: foreground elements, the first to be lost first.
  ///   - gains: background elements, the first to be gained first.
  func trajectory(
    losing losses: [UInt32] = [], gaining gains: [UInt32] = []
  ) -> PreparedPath.Trajectory {
    let (losses, gains) = (Array(losses.prefix(lossTotal)), Array(gains.prefix(gainTotal)))
    return { step, elements in
      for index in losses.prefix(share(step, of: lossTotal)) { elements[Int(index)] = false }
      for index in gains.prefix(share(step, of: gainTotal)) { elements[Int(index)] = true }
    }
  }

  /// total · step / steps, rounded to a whole number of elements.
  private func share(_ step: Int, of total: Int) -> Int {
    (total * step * 2 + steps) / (2 * steps)
  }
}
