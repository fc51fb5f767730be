import Experiments
import Losses
import Testing

/// A path of somebody else's, with what an outside package sees: one type, and one line to add it.
private struct RowsPath: ErrorPath {
  let id = "rows"
  let summary = "loses its rows from the top"
  let declaration = ErrorDeclaration(falsePositives: .none, falseNegatives: .rises)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let grid = object.mask.grid
    let columns = grid.shape[grid.rank - 1]
    let first = (object.mask.elements.firstIndex(of: true) ?? 0) / columns
    return PreparedPath(settings: [PathSetting(name: "speed", value: 1, unit: "row per step")]) {
      _ in
      { step, elements in
        for index in (first * columns)..<((first + step) * columns) { elements[index] = false }
      }
    }
  }
}

/// One that does not do what it says.
private struct IdlePath: ErrorPath {
  let id = "idle"
  let summary = "does nothing"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .none)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    PreparedPath { _ in { _, _ in } }
  }
}

@Suite struct PathRecipeTests {
  private static func configuration(_ path: String) -> ExperimentConfiguration {
    var configuration = ExternalLossTests.configuration
    configuration.paths = [path]
    configuration.steps = 3
    configuration.objects = Array(configuration.objects.prefix(1))
    return configuration
  }

  @Test func newPathIsOneTypeAndOneLine() throws {
    var registries = Registries.standard
    registries.paths = try registries.paths.adding(RowsPath())
    let result = try Experiment(Self.configuration("rows"), registries: registries).run()
    let scene = try #require(result.scenes.first)
    #expect(scene.path.id == "rows" && scene.scene.settings.map(\.name) == ["speed"])
    #expect(scene.scene.falsePositives == [0, 0, 0, 0])
    // Rows of a disc of radius 5 from the top.
    #expect(scene.scene.falseNegatives == [0, 1, 8, 17])
    #expect(scene.curves.map(\.key) == ["focal", "combo", "dice"])
    #expect(Report(result).scenes[0].settings == scene.scene.settings)
  }

  @Test func experimentKnowsOnlyThePathsThatItIsHanded() throws {
    #expect(throws: PathError.unknown("rows", nearest: "grow")) {
      try Experiment(Self.configuration("rows"), registries: .standard)
    }
    let registries = Registries(losses: .standard, paths: try PathRegistry([RowsPath()]))
    #expect(throws: PathError.unknown("slide", nearest: "rows")) {
      try Experiment(Self.configuration("slide"), registries: registries)
    }
    #expect(throws: PathError.duplicate("rows")) { try registries.paths.adding(RowsPath()) }
  }

  @Test func pathThatIsNotWhatItDeclaresIsRefused() throws {
    let object = try NamedObject(.disc(radius: 4), on: [16, 16])
    let error = #expect(throws: PathError.self) {
      try FollowedPath(IdlePath(), of: object, steps: 3)
    }
    let message = error?.description ?? ""
    for part in ["'idle'", "false positives go from 0 to 0 at step 1", "rises at every step"] {
      #expect(message.contains(part), "\(message)")
    }
  }
}
