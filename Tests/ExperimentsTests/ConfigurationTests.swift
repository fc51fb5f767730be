import Experiments
import Documents
import FieldFiles
import Foundation
import Losses
import Testing

@Suite struct ConfigurationTests {
  /// What `Fixtures/Texts/every-key.yaml` says.
  static let everyKey: ExperimentConfiguration = {
    var all = ExperimentConfiguration()
    all.grid.shape = [24, 32]
    all.grid.spacing = [2, 0.5]
    all.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 5)),
      ObjectSpecification(name: "oval", shape: .ellipse(semiaxes: [3, 4], angle: 30)),
      ObjectSpecification(name: "box", shape: .rectangle(sides: [3, 5])),
      ObjectSpecification(name: "ring", shape: .annulus(inner: 2, outer: 4)),
      ObjectSpecification(name: "vessel", shape: .tube(radius: 1, length: 12)),
      ObjectSpecification(name: "islands", shape: .blobs(count: 3, radius: 1.5, seed: 9)),
      ObjectSpecification(name: "lesions", shape: .spreadBlobs(count: 4, radius: 1, seed: 2)),
      ObjectSpecification(name: "nothing", shape: .empty),
      ObjectSpecification(
        name: "scan", file: "scan.nii.gz",
        reading: ReadingOptions(labels: [2], axes: AxisOrder("ZYX"))),
    ]
    if let grid = try? Grid(shape: [2, 4]) {
      let elements = [false, true, true, false, false, false, false, false]
      all.objects[8].mask = (try? Mask(elements, on: grid)).map { EncodedMask($0) }
    }
    all.paths = ["grow", "holes"]
    all.steps = 3
    all.reach = 1.5
    all.probabilities = ProbabilityDescription("sigmoid", ["width": 2])
    all.probabilities.blur = 0.5
    all.probabilities.noise = 1.5
    all.probabilities.length = 3
    all.probabilities.isFrozen = true
    all.seed = 11
    all.repeats = 2
    all.tolerance = 0.01
    all.losses = [
      LossSelection("dice"),
      LossSelection("tversky", parameters: ["alpha": [0.25, 0.75], "beta": [0.5]]),
    ]
    all.curves = ["mine.csv"]
    all.external = [
      ExternalLoss(name: "yes: #1", command: "python3 'my loss.py' # a comment", timeout: 2.5)
    ]
    all.recorded = [
      RecordedCurve(
        object: "large", path: "grow", loss: "earlier", runs: [[0, 1, 2, 3]], source: "paper.csv")
    ]
    all.output.folder = "there"
    all.output.formats = [.pdf]
    all.output.theme = .print
    all.output.width = 85
    all.output.caption = false
    return all
  }()

  private static func decoded(_ yaml: String) throws -> ExperimentConfiguration {
    try ExperimentConfiguration(yaml: yaml, path: "test.yaml")
  }

  @Test func everyKeyIsRead() throws {
    let path = Fixtures.url("Texts/every-key.yaml").path
    let configuration = try ExperimentConfiguration(yamlAt: path)
    #expect(configuration == Self.everyKey)
    try configuration.validate(for: .standard)
  }

  @Test func emptyTextIsTheDefault() throws {
    for text in ["", "# nothing\n", "{}"] {
      #expect(try Self.decoded(text) == ExperimentConfiguration())
    }
    #expect(ExperimentConfiguration().losses.map(\.id) == Catalogue.figureLossIDs)
  }

  /// What `config` prints gives the same configuration, whatever texts are in it.
  @Test(arguments: [
    "plain", "yes", "null", "~", "12", "1e3", "0x1F", "a: b", "- a", "# no", "'", "\"", "a\nb",
    " a ",
    "é 漢", "{", "[1]", "&a", "*a", "!b", "%c", "@d", "", "2020-01-01", "1:30", "=",
  ])
  func printedConfigurationIsReadBack(text: String) throws {
    var configuration = Self.everyKey
    configuration.external[0].command = text
    configuration.objects[0].name = text
    configuration.curves = [text]
    #expect(try Self.decoded(YAML.text(configuration)) == configuration)
  }

  @Test func jsonIsReadBack() throws {
    let data = try JSONEncoder().encode(Self.everyKey)
    #expect(
      try JSONDecoder().decode(ExperimentConfiguration.self, from: data) == Self.everyKey)
    #expect(try Self.decoded(String(decoding: data, as: UTF8.self)) == Self.everyKey)
  }

  /// A misspelt key, where it is, and the key that was meant.
  @Test(arguments: [
    ("stepz: 3", "stepz", "the top level", "steps"),
    ("grid: {shap: [3, 3]}", "shap", "grid", "shape"),
    ("output: {them: dark}", "them", "output", "theme"),
    ("objects: [{name: a, fil: a.npy}]", "fil", "objects[0]", "file"),
    (
      "objects: [{name: a, shape: {kind: disc, radios: 3}}]", "radios", "objects[0].shape", "radius"
    ),
    ("objects: [{name: a, shape: {kind: disk, radius: 3}}]", "disk", "objects[0].shape", "disc"),
    (
      "objects: [{name: a, mask: {shape: [1], spacing: [1], rums: [1]}}]", "rums",
      "objects[0].mask", "runs"
    ),
    ("losses: [{id: focal, parameter: {gamma: 2}}]", "parameter", "losses[0]", "parameters"),
    ("external: [{name: a, command: b, timeot: 3}]", "timeot", "external[0]", "timeout"),
    ("recorded: [{object: a, path: b, loss: c, run: []}]", "run", "recorded[0]", "runs"),
  ])
  func unknownKeyNamesTheNearest(yaml: String, key: String, place: String, nearest: String) {
    let error = #expect(throws: DocumentError.self) { try Self.decoded(yaml) }
    let message = error?.description ?? ""
    #expect(
      message == "test.yaml: line 1: unknown key '\(key)' at \(place); did you mean '\(nearest)'?")
  }

  /// Texts that are no configuration, and what the message must say.
  @Test(arguments: [
    ("steps: many", ["steps", "whole number"]), ("steps: 1.5", ["steps"]),
    ("steps: 3\nsteps: 4", ["steps", "twice"]), ("paths: document", ["paths", "list"]),
    ("objects: [{shape: {kind: disc, radius: 3}}]", ["missing key 'name'", "objects[0]"]),
    ("objects: [{name: a}]", ["'a'", "shape and file"]),
    ("objects: [{name: a, file: b, shape: {kind: disc, radius: 3}}]", ["'a'", "shape and file"]),
    ("objects: [{name: a, shape: {kind: disc}}]", ["missing key 'radius'"]),
    ("losses: [{parameters: {}}]", ["missing key 'id'"]),
    ("losses: [{id: focal, parameters: {gamma: []}}]", ["empty list", "gamma"]),
    ("losses: [{id: focal, parameters: {gamma: two}}]", ["gamma"]),
    ("output: {formats: [gif]}", ["gif"]), ("output: {theme: pink}", ["pink"]),
    ("seed: -1", ["seed"]), ("probabilities: sigmoid:wide", ["'wide' is no number"]),
    ("probabilities: two-valued\nconfidence: 0.9", ["both of the keys"]), ("[1, 2", ["line 2"]),
    ("steps: [", ["line 2"]),
    ("a: b: c", ["line 1"]),
    ("steps: 3\npaths:\n  - shift\n  - 3: 4", ["line 4: ", "paths[1]"]),
    ("steps: 3\nobjects:\n  - name: a\n    shape: {kind: disc, radius: wide}", ["line 4: "]),
    ("3", ["test.yaml"]), ("\u{1}", ["test.yaml"]),
  ])
  func otherTextIsRefusedInOneLine(yaml: String, words: [String]) {
    let error = #expect(throws: DocumentError.self) { try Self.decoded(yaml) }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("test.yaml: "))
    let isOneLine = !message.contains { $0.isNewline }
    #expect(isOneLine, "\(message)")
    for word in words { #expect(message.contains(word), "\(message)") }
  }

  /// Values that a type allows and an experiment does not, and what the message must say.
  @Test(arguments: [
    ("steps: 0", "steps is 0"), ("steps: 1001", "[1, 1000]"),
    ("confidence: 0.4", "confidence is 0.4"), ("reach: 0", "reach is 0"),
    ("probabilities: sigmiod", "did you mean 'sigmoid'"),
    ("probabilities: sigmoid:width=0", "width is 0.0; expected a number over 0"),
    ("probabilities: sigmoid:weight=1", "expected width, floor, blur"),
    ("confidence: .nan", "confidence"), ("blur: -1", "blur is -1"),
    ("probabilities: sigmoid:noise=-1", "noise is -1"), ("repeats: 0", "repeats is 0"),
    ("tolerance: 1", "tolerance is 1"), ("output: {width: 20}", "output.width is 20"),
    ("external: [{name: a, command: b, timeout: 0}]", "the time-out of a is 0"),
    ("external: [{name: '', command: b}]", "name of an external loss"),
    ("external: [{name: a, command: b}, {name: a, command: c}]", "named 'a'"),
    ("external: [{name: dice, command: b}]", "named 'dice'"),
    ("objects: []", "objects is empty"), ("paths: []", "paths is empty"),
    ("output: {formats: []}", "output.formats is empty"), ("paths: [shfit]", "'shift'"),
    ("losses: [focl]", "'focal'"), ("losses: [dice, dice]", "'dice' is there twice"),
    ("losses: [{id: focal, parameters: {gama: 2}}]", "no parameter 'gama'; it takes alpha, gamma"),
    ("losses: [{id: focal, parameters: {gamma: [2, -1]}}]", "focal.gamma is -1"),
    ("losses: [{id: focal, parameters: {gamma: [2, 2]}}]", "twice"),
    ("grid: {shape: [0, 4]}", "at least 1"),
    ("grid: {shape: [4, 4], spacing: [1]}", "one per axis"),
    (
      "objects: [{name: a, file: b}, {name: a, file: c}]", "two objects are named 'a'"
    ),
  ])
  func valueOutOfRangeIsRefused(yaml: String, words: String) throws {
    let configuration = try Self.decoded(yaml)
    let error = #expect(throws: (any Error).self) { try configuration.validate(for: .standard) }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.contains(words), "\(message)")
  }

  @Test func severalValuesGiveEveryCombination() {
    let selection = LossSelection(
      "tversky", parameters: ["smoothing": [1], "beta": [0.3, 0.7], "alpha": [0.1, 0.5, 1]])
    #expect(
      selection.settings.map(\.key) == [
        "tversky[alpha=0.1,beta=0.3]", "tversky[alpha=0.1,beta=0.7]", "tversky[alpha=0.5,beta=0.3]",
        "tversky[alpha=0.5,beta=0.7]", "tversky[alpha=1,beta=0.3]", "tversky[alpha=1,beta=0.7]",
      ])
    #expect(selection.settings[0].parameters == ["alpha": 0.1, "beta": 0.3, "smoothing": 1])
    #expect(selection.settings[0].label(name: "Tversky") == "Tversky (alpha = 0.1, beta = 0.3)")
    #expect(LossSelection("dice").settings.map(\.key) == ["dice"])
    #expect(LossSelection("focal", parameters: ["gamma": [3]]).settings.map(\.key) == ["focal"])
  }

  /// The example of the repository, made smaller: five curves of one loss, two of another.
  @Test func exampleIsAnExperiment() throws {
    let path = checkout.appendingPathComponent("Examples/experiment.yaml").path
    var configuration = try ExperimentConfiguration(yamlAt: path)
    try configuration.validate(for: .standard)
    #expect(configuration.objects.map(\.name) == ["large", "small", "vessel"])
    configuration.steps = 3
    configuration.repeats = 2
    let result = try Experiment(configuration, registries: .standard).run()
    #expect(result.scenes.count == 6)
    for scene in result.scenes {
      #expect(
        scene.curves.map(\.key) == [
          "cross-entropy", "focal", "combo", "tversky[alpha=0.1]", "tversky[alpha=0.3]",
          "tversky[alpha=0.5]", "tversky[alpha=0.7]", "tversky[alpha=0.9]",
          "focal-tversky[gamma=1]", "focal-tversky[gamma=2]",
        ])
      #expect(scene.curves.allSatisfy { ($0.band != nil) == scene.path.isRandom })
      // With γ = 1 the focal Tversky loss is the Tversky loss with its own default weights.
      var maker = scene.scene.predictionMaker()
      let plain = try TverskyLoss().value(
        Sample(prediction: maker.prediction(step: 2), truth: ProbabilityMap(scene.object.mask)))
      if !scene.path.isRandom { #expect(isClose(scene.curves[8].values[2], plain)) }
    }
  }
}

/// The root of the checkout.
let checkout = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
