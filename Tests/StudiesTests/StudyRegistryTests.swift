import LongRuns
import Studies
import Testing

/// A registry holds each kind of study once.
@Suite struct StudyRegistryTests {
  @Test func everyKindIsFound() throws {
    for kind in StudyRegistry.standard.kinds {
      #expect(try StudyRegistry.standard.study(kind: kind).kind == kind)
    }
  }

  @Test func aKindThatIsThereIsRefused() {
    #expect(throws: CellError.duplicateKind(GradientStudy.kind)) {
      try StudyRegistry.standard.adding(GradientStudy.self)
    }
  }

  @Test func anUnknownKindIsNamedWithTheKnownOnes() throws {
    let registry = try StudyRegistry([LandscapeStudy.self])
    #expect(throws: CellError.unknownKind("gradients", known: ["landscape"])) {
      try registry.study(kind: GradientStudy.kind)
    }
  }
}
