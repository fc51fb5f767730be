import Foundation
import TestSupport
import Testing

/// What CONTRIBUTING.md says of the package is true.
@Suite struct ContributingTests {
  /// Targets and the targets of this package that each depends on.
  private typealias Graph = [String: Set<String>]

  /// The part of `swift package dump-package` that is looked at.
  private struct Manifest: Decodable {
    struct Target: Decodable {
      let name: String
      let type: String
      let dependencies: [Dependency]
    }
    /// A target of the same package has its name in `byName` or `target`, before a condition.
    struct Dependency: Decodable {
      let byName: [String?]?
      let target: [String?]?
    }
    let targets: [Target]
  }

  /// The dependencies between targets that are no tests.
  private func manifestGraph() throws -> Graph {
    try withTemporaryFolder { folder in
      // A folder of its own: the one of the checkout is locked while tests run.
      let outcome = try Program.bash(
        "swift package --package-path \"$PACKAGE\" --scratch-path scratch dump-package",
        in: folder, environment: ["PACKAGE": checkout.path])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let manifest = try JSONDecoder().decode(Manifest.self, from: Data(outcome.output.utf8))
      let shown = manifest.targets.filter {
        $0.type != "test" && $0.name != "TestSupport" && $0.name != "ReaderFuzz"
      }
      let names = Set(shown.map(\.name))
      return Graph(
        uniqueKeysWithValues: shown.map { target in
          let dependencies = target.dependencies.compactMap {
            ($0.byName ?? $0.target)?.first ?? nil
          }
          return (target.name, names.intersection(dependencies))
        })
    }
  }

  /// The arrows of the picture: lines of the form `A --> B & C`.
  private func drawnGraph() throws -> Graph {
    let blocks = try Document("CONTRIBUTING.md").blocks
    let picture = try #require(blocks.first { $0.language == "mermaid" })
    var graph = Graph()
    for line in picture.text.split(separator: "\n") {
      let sides = line.components(separatedBy: "-->")
      guard sides.count == 2 else { continue }
      let ends = sides.map { side in
        side.split(separator: "&").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      for end in ends[1] { graph[end, default: []].formUnion([]) }
      for start in ends[0] { graph[start, default: []].formUnion(ends[1]) }
    }
    return graph
  }

  /// Every target that a target depends on, directly or not.
  private func closure(_ graph: Graph) -> Graph {
    graph.mapValues { direct in
      var all = direct
      var pending = Array(direct)
      while let next = pending.popLast() {
        for target in graph[next] ?? [] where all.insert(target).inserted {
          pending.append(target)
        }
      }
      return all
    }
  }

  /// The picture leaves out arrows that follow from others, and nothing else.
  @Test func pictureShowsTheDependenciesOfTheManifest() throws {
    let manifest = closure(try manifestGraph())
    let drawn = closure(try drawnGraph())
    #expect(Set(drawn.keys) == Set(manifest.keys))
    for (target, dependencies) in manifest {
      let shown = drawn[target] ?? []
      #expect(
        shown == dependencies,
        "\(target): missing \(dependencies.subtracting(shown)), false \(shown.subtracting(dependencies))"
      )
    }
  }

  @Test func noArrowGoesBack() throws {
    for (target, dependencies) in closure(try manifestGraph()) {
      #expect(!dependencies.contains(target), "\(target) depends on itself")
    }
  }

  /// Every file and folder that the text names in backquotes is there.
  @Test func filesThatAreNamedExist() throws {
    let text = try String(
      contentsOf: checkout.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    let names = text.matches(of: #/`((?:Sources|Tests|docs|Examples|Benchmarks|\.ci)/[^`<>]*)`/#)
    #expect(names.count >= 10)
    for name in names.map({ String($0.1) }) where !name.contains(" ") {
      let path = checkout.appendingPathComponent(name).path
      #expect(FileManager.default.fileExists(atPath: path), "\(name)")
    }
  }
}
