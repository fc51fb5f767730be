import LongRuns
import Texts

/// The studies that a program knows, in the order in which they are listed.
public struct StudyRegistry: Sendable {
  /// The studies, in order.
  public let studies: [any Study.Type]

  /// A registry of the given studies.
  ///
  /// - Throws: `CellError.duplicateKind(_:)`.
  public init(_ studies: [any Study.Type]) throws(CellError) {
    if let kind = studies.lazy.map({ $0.kind }).firstRepeated { throw .duplicateKind(kind) }
    self.init(unchecked: studies)
  }

  private init(unchecked studies: [any Study.Type]) { self.studies = studies }

  /// Every study of this package. Adding one is one line here.
  public static let standard = StudyRegistry(unchecked: [
    LandscapeStudy.self,
    RobustnessStudy.self,
    GradientStudy.self,
    AgreementStudy.self,
    AdviceStudy.self,
    EvaluationStudy.self,
    DescentStudy.self,
    AuditStudy.self,
  ])

  /// This registry and one more study.
  ///
  /// - Throws: `CellError.duplicateKind(_:)`.
  public func adding(_ study: any Study.Type) throws(CellError) -> StudyRegistry {
    try StudyRegistry(studies + [study])
  }

  /// The names of the studies.
  public var kinds: [String] { studies.map { $0.kind } }

  /// The study of a kind.
  ///
  /// - Throws: `CellError.unknownKind(_:known:)`.
  public func study(kind: String) throws(CellError) -> any Study.Type {
    guard let study = studies.first(where: { $0.kind == kind }) else {
      throw .unknownKind(kind, known: kinds)
    }
    return study
  }
}
