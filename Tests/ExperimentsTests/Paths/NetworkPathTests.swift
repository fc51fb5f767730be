import Experiments
import Foundation
import Losses
import Testing

/// Errors of the kinds that networks make.
@Suite struct NetworkPathTests {
  private static func followed(
    _ id: String, _ shape: ObjectShape, on extents: [Int] = [48, 64], steps: Int = 6,
    seeds: [UInt64] = [1]
  ) throws -> Scene {
    let object = try NamedObject(
      name: "object", mask: shape.mask(on: Grid(shape: extents)), shape: shape)
    return try Scene(
      object, along: PathRegistry.standard.path(id: id), steps: steps, seeds: seeds)
  }

  private static func softSums(_ scene: Scene, run: Int = 0) -> [(fp: Double, fn: Double)] {
    var maker = scene.predictionMaker()
    let truth = scene.object.mask.elements
    return (0...scene.lastStep).map { step in
      let values = maker.prediction(step: step, run: run).values
      var (fp, fn) = (0.0, 0.0)
      for (p, isTrue) in zip(values, truth) {
        if isTrue { fn += 1 - p } else { fp += p }
      }
      return (fp, fn)
    }
  }

  /// With many seeds the mean of both errors rises, while single seeds fall on the small object.
  @Test func noiseRaisesErrorsOnAverage() throws {
    let scene = try Self.followed(
      "noise", .disc(radius: 5), steps: 12, seeds: (0..<12).map { UInt64($0) })
    #expect(scene.seeds.count == 12)
    let (positives, negatives) = (scene.falsePositives, scene.falseNegatives)
    #expect(positives[0] == 0 && negatives[0] == 0)
    #expect(positives[12] > positives[6] && positives[6] > positives[1])
    #expect(negatives[12] > negatives[4])
    let isFalling = scene.counts.contains { run in
      zip(run, run.dropFirst()).contains { $1.falseNegatives < $0.falseNegatives }
    }
    #expect(isFalling)
    // What is counted is what is predicted.
    var maker = scene.predictionMaker()
    let counted = ErrorCount(Mask(maker.prediction(step: 9, run: 3)), truth: scene.object.mask)
    #expect(scene.counts[3][9] == counted)
  }

  @Test func underconfidentKeepsTheMaskAndRaisesSoftErrors() throws {
    let scene = try Self.followed("underconfident", .disc(radius: 5))
    #expect(scene.counts[0].allSatisfy { $0 == .zero })
    let sums = Self.softSums(scene)
    for (before, after) in zip(sums, sums.dropFirst()) {
      #expect(after.fp > before.fp && after.fn > before.fn)
    }
    // Logits of the last step are a tenth of the first's.
    var maker = scene.predictionMaker()
    let (first, last) = (maker.prediction(step: 0), maker.prediction(step: 6))
    for (p, q) in zip(first.values, last.values) {
      #expect(abs(logit(q) - 0.1 * logit(p)) < 1e-9)
    }
  }

  private func logit(_ p: Double) -> Double { log(p) - log(1 - p) }

  @Test func overconfidentKeepsAWrongMask() throws {
    let scene = try Self.followed("overconfident", .disc(radius: 5))
    #expect(Set(scene.counts[0]).count == 1 && scene.counts[0][0].falsePositives > 10)
    var maker = scene.predictionMaker()
    let (first, last) = (maker.prediction(step: 0), maker.prediction(step: 6))
    for (p, q) in zip(first.values, last.values) {
      #expect(abs(p - 0.5) < 1e-12 || (abs(q - 0.5) > abs(p - 0.5) && (q > 0.5) == (p > 0.5)))
    }
  }

  /// A quarter turn takes an ellipse to one with exchanged axes; a disc stays, which is refused.
  @Test func rotateTurnsByAQuarter() throws {
    let scene = try Self.followed("rotate", .ellipse(semiaxes: [4, 15], angle: 0))
    var maker = scene.stepMaker()
    maker.make(step: 6)
    let turned = try ObjectShape.ellipse(semiaxes: [15, 4], angle: 0).mask(
      on: scene.object.mask.grid)
    #expect(maker.mask == turned)
    #expect(scene.counts[0][6].falsePositives == scene.counts[0][6].falseNegatives)
    let error = #expect(throws: PathError.self) {
      try Self.followed("rotate", .disc(radius: 0.5))
    }
    #expect(error?.description.contains("changes nothing") == true)
  }

  @Test func deformationIsSmoothAndNested() throws {
    let scene = try Self.followed("deform", .disc(radius: 12), seeds: [3, 4])
    for run in scene.counts {
      let last = try #require(run.last)
      #expect(last.falsePositives > 20 && last.falseNegatives > 20)
    }
    #expect(scene.counts[0] != scene.counts[1])
  }

  @Test func componentsAreMissedWhole() throws {
    let scene = try Self.followed("drop-components", .spreadBlobs(count: 8, radius: 2, seed: 1))
    var maker = scene.stepMaker()
    var counts: [Int] = []
    for step in 0...6 {
      maker.make(step: step)
      counts.append(ConnectedComponents(of: maker.mask, connectivity: .full).count)
    }
    #expect(counts.first == 8 && counts.last == 1)
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(throws: PathError.self) { try Self.followed("drop-components", .disc(radius: 5)) }
  }

  @Test func spuriousComponentsLieOffTheObject() throws {
    for shape in [ObjectShape.spreadBlobs(count: 3, radius: 2, seed: 1), .empty] {
      let scene = try Self.followed("spurious-components", shape, on: [96, 96])
      let before = ConnectedComponents(of: scene.object.mask, connectivity: .full).count
      var maker = scene.stepMaker()
      maker.make(step: 6)
      let after = ConnectedComponents(of: maker.mask, connectivity: .full).count
      #expect(after == before + 10)
      #expect(scene.counts[0].allSatisfy { $0.falseNegatives == 0 })
      #expect(scene.disjointFrom == nil)
    }
    // Other paths need an object.
    let error = #expect(throws: PathError.self) { try Self.followed("slide", .empty) }
    #expect(error?.description.contains("the truth is empty") == true)
  }

  @Test func mergeJoinsComponentsFirst() throws {
    let picture = (0..<9).map { row in
      (3...5).contains(row) ? "..###..###...." : ".............."
    }
    let object = try NamedObject(picture: picture)
    let followed = try FollowedPath("merge", of: object, steps: 3)
    let last = try #require(followed.masks.last)
    #expect(ConnectedComponents(of: object.mask, connectivity: .full).count == 2)
    #expect(ConnectedComponents(of: last, connectivity: .full).count == 1)
    // The gap of two by three elements is filled before anything else.
    for row in 3...5 {
      for column in 5...6 { #expect(last.elements[row * 14 + column]) }
    }
  }

  @Test func slicesAreMissedFromTheEnd() throws {
    let scene = try Self.followed("missed-slice", .disc(radius: 5), on: [24, 24, 24])
    var maker = scene.stepMaker()
    maker.make(step: 6)
    let size = 24 * 24
    let left = (0..<24).filter { slice in
      maker.mask.elements[(slice * size)..<((slice + 1) * size)].contains(true)
    }
    #expect(left == Array(7...12))
    #expect(throws: PathError.self) { try Self.followed("missed-slice", .disc(radius: 5)) }
  }

  @Test func leakGrowsAlongTheLastAxis() throws {
    let scene = try Self.followed("leak", .disc(radius: 6), on: [24, 24, 48])
    var maker = scene.stepMaker()
    maker.make(step: 6)
    let wrong = maker.mask.elements.indices.filter {
      maker.mask.elements[$0] && !scene.object.mask.elements[$0]
    }
    #expect(!wrong.isEmpty)
    for index in wrong {
      let place = scene.object.mask.grid.coordinates(of: index)
      #expect((10...14).contains(place[0]) && (10...14).contains(place[1]))
    }
    // It reaches two radii from the object.
    let columns = wrong.map { $0 % 48 }
    #expect((columns.max() ?? 0) >= 24 + 6 + 11 && (columns.min() ?? 48) <= 24 - 6 - 11)
  }

  /// An empty truth: cross-entropy sees false positives, and what is blind is named.
  @Test func reportNamesLossesThatAreBlindOnAnEmptyTruth() throws {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [48, 48]
    configuration.objects = [ObjectSpecification(name: "nothing", shape: .empty)]
    configuration.paths = ["spurious-components"]
    configuration.probabilities = .twoValued(1)
    configuration.steps = 4
    configuration.repeats = 2
    configuration.losses = ["cross-entropy", "balanced-cross-entropy"].map { LossSelection($0) }
    let report = Report(try Experiment(configuration, registries: .standard).run())
    let markdown = try report.markdown()
    #expect(markdown.contains("whatever is predicted there: balanced-cross-entropy."))
    #expect(report.scenes[0].curves[0].monotonicity.verdict != .flat)
  }
}
