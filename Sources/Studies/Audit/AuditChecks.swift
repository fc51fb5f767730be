import Texts

/// The checks that an audit knows, in the order in which they are listed.
public struct AuditChecks: Sendable {
  /// The checks, in order.
  public let checks: [any AuditCheck]

  /// A list of checks.
  ///
  /// - Throws: ``AuditError/duplicateCheck(_:)``.
  public init(_ checks: [any AuditCheck]) throws(AuditError) {
    if let id = checks.lazy.map(\.id).firstRepeated { throw .duplicateCheck(id) }
    self.init(unchecked: checks)
  }

  private init(unchecked checks: [any AuditCheck]) { self.checks = checks }

  /// Every check of this package. Adding one is one line here.
  public static let standard = AuditChecks(unchecked: [
    LeastAtTruthCheck(),
    ZeroAtTruthCheck(),
    SoftLabelCheck(),
    FiniteCheck(),
    GradientCheck(),
    DifferenceCheck(),
    DirectionCheck(),
    VanishingCheck(),
    EmptyTruthCheck(),
    RisingCheck(),
    BlindRadiusCheck(),
    BlindThicknessCheck(),
    ArrangementCheck(),
    ScaleCheck(),
    ShiftCheck(),
    FlipCheck(),
    EquivarianceCheck(),
    ExchangeCheck(),
    ItemOrderCheck(),
    ClassOrderCheck(),
    BatchCheck(),
    IgnoreCheck(),
    ActivationCheck(),
    PrecisionCheck(),
    RepeatCheck(),
    CostCheck(),
  ])

  /// This list and one more check.
  ///
  /// - Throws: ``AuditError/duplicateCheck(_:)``.
  public func adding(_ check: any AuditCheck) throws(AuditError) -> AuditChecks {
    try AuditChecks(checks + [check])
  }

  /// The identifiers, in order.
  public var ids: [String] { checks.map(\.id) }

  /// The check with an identifier.
  ///
  /// - Throws: ``AuditError/unknownCheck(_:nearest:)``.
  public func check(id: String) throws(AuditError) -> any AuditCheck {
    guard let check = checks.first(where: { $0.id == id }) else {
      throw .unknownCheck(id, nearest: nearestName(to: id, among: ids) ?? "")
    }
    return check
  }
}
