import Foundation
import TestSupport
import Testing

/// What README.md and CONTRIBUTING.md tell a contributor to do, done word for word in a copy of the
/// package. A build of its own takes minutes; so these run only where `RECIPES` is set, as `.ci/run`
/// does.
@Suite(
  .serialized,
  .enabled(
    if: ProcessInfo.processInfo.environment["RECIPES"] != nil,
    "builds the package once more; set RECIPES=1"))
struct RecipeTests {
  /// Copies what git knows, or would add, to a folder, and its sources once more for ``changes(in:)``.
  private func copyPackage(to folder: URL) throws {
    let outcome = try Program.bash(
      """
      git ls-files -z --cached --others --exclude-standard |
        tar -c --null -T - | tar -x -C "$COPY"
      cp -R "$COPY/Sources" "$COPY/.sources"
      """, in: checkout, environment: ["COPY": folder.path])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func addingALossWorksWordForWordAndLeavesTheTestsGreen() throws {
    let recipe = try Document("README.md").block("add-a-loss").text
    let tests = try Document("CONTRIBUTING.md").block("fast-lane").text
    try withTemporaryFolder { folder in
      try copyPackage(to: folder)
      let added = try Program.bash(recipe, in: folder)
      try #require(added.status == 0, "\(added.output)\n\(added.errors)")
      let id = try #require(recipe.firstMatch(of: #/id: "([a-z0-9-]+)"/#)).1
      #expect(added.output.contains(id))
      #expect(try changes(in: folder).count == 2, "one file and one line, as the recipe says")
      let report = try String(
        contentsOf: folder.appendingPathComponent("my-figure/report.md"), encoding: .utf8)
      #expect(report.contains(" \(id) |"))
      // The copy must not follow the recipes again.
      let tested = try Program.bash("unset RECIPES\n" + tests, in: folder)
      #expect(tested.status == 0, "\(tested.output)\n\(tested.errors)")
    }
  }

  /// The files below Sources that differ from those that were copied.
  private func changes(in folder: URL) throws -> [Substring] {
    let outcome = try Program.bash(
      "diff --recursive --brief .sources Sources || true", in: folder)
    return outcome.output.split(separator: "\n")
  }
}
