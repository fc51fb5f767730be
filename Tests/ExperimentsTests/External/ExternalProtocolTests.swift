import Experiments
import Foundation
import Losses
import TestSupport
import Testing

/// Version 2 of the protocol of losses that other processes compute.
@Suite struct ExternalProtocolTests {
  private static let script = checkout.appendingPathComponent(
    "Examples/external/dice_with_gradient.py"
  ).path

  private static func loss(_ command: String, timeout: Double = 60) throws -> any Loss {
    let loss = ExternalLoss(name: "mine", command: command, timeout: timeout)
    return try Registries.standard.adding([loss]).losses.loss(id: "mine")
  }

  private static func sample(
    _ seed: UInt64 = 7, shape: [Int] = [5, 6], spacing: [Double] = [1, 1]
  ) throws -> Sample {
    let grid = try Grid(shape: shape, spacing: spacing)
    var generator = SeededGenerator(seed: seed)
    let p = (0..<grid.count).map { _ in Double.random(in: 0.05...0.95, using: &generator) }
    let g = (0..<grid.count).map { _ in Double(Int.random(in: 0...1, using: &generator)) }
    return try Sample(
      prediction: ProbabilityMap(p, on: grid), truth: ProbabilityMap(g, on: grid))
  }

  /// A process in Python that answers every request with an expression of `p`, `g` (lists of numbers) and
  /// `request`, and a gradient with another.
  private static func process(
    _ handshake: String, value: String, gradient: String = "[0] * len(p)"
  ) -> String {
    let program = """
      import array, json, math, sys
      sys.stdin.readline()
      hello = {"protocol": 2, "gradient": True}
      hello.update(\(handshake))
      print(json.dumps(hello), flush=True)
      arrays = open(json.loads(sys.stdin.readline())["arrays"], "r+b", buffering=0)
      kind, size = ("f", 4) if hello.get("dtype") == "float32" else ("d", 8)
      for line in sys.stdin:
          request = json.loads(line)
          count = math.prod(request["shape"])
          def read(offset, kind=kind, size=size, count=count):
              arrays.seek(offset)
              return array.array(kind, arrays.read(size * count))
          p, g = read(request["prediction"]), read(request["truth"])
          answer = \(value)
          if request["want"] == "gradient":
              arrays.seek(request["gradient"])
              arrays.write(array.array(kind, \(gradient)).tobytes())
          if not isinstance(answer, dict): answer = {"value": answer}
          print(json.dumps({"id": request["id"], **answer}), flush=True)
      """
    return "python3 -c '\(program)'"
  }

  /// The message of the error that a body has to throw.
  private static func message(_ body: () throws -> Double) -> String {
    #expect(throws: ExternalLossError.self) { _ = try body() }.map { "\($0)" } ?? ""
  }

  @Test func valueAndGradientAreThoseOfOurs() throws {
    let (ours, theirs) = (
      try Catalogue.standard.loss(id: "dice"), try Self.loss("python3 '\(Self.script)'")
    )
    for seed in 0..<3 as Range<UInt64> {
      let sample = try Self.sample(
        seed, shape: seed == 2 ? [3, 4, 5] : [5, 6], spacing: seed == 2 ? [3, 1, 1] : [1, 1])
      #expect(abs(try ours.value(sample) - theirs.value(sample)) <= 1e-14)
      let (a, b) = (try ours.gradient(sample).values, try theirs.gradient(sample).values)
      for (a, b) in zip(a, b) { #expect(abs(a - b) <= 1e-15) }
    }
  }

  /// Larger samples after smaller ones find room, and truths that change are told apart.
  @Test func arraysAreThoseOfTheRequest() throws {
    let loss = try Self.loss(Self.process("{}", value: "sum(p) + 1000 * sum(g)"))
    for (seed, shape) in [[2, 3], [40, 50], [2, 3], [7, 8], [2, 3]].enumerated() {
      let sample = try Self.sample(UInt64(seed), shape: shape)
      let expected =
        sample.prediction.values.reduce(0, +) + 1000 * sample.truth.values.reduce(0, +)
      #expect(abs(try loss.value(sample) - expected) <= 1e-9 * expected)
    }
  }

  /// Many threads ask one process, and each gets its own answer.
  @Test func manyRequestsAreOnTheirWay() throws {
    let loss = try Self.loss(Self.process("{}", value: "sum(p)", gradient: "[2 * x for x in p]"))
    let samples = try (0..<64).map { try Self.sample(UInt64($0), shape: [2 + $0 % 5, 7]) }
    _ = try concurrentMap(count: 64, state: ()) { (_: inout Void, index: Int) throws in
      let p = samples[index].prediction.values
      #expect(abs(try loss.value(samples[index]) - p.reduce(0, +)) <= 1e-12)
      #expect(try loss.gradient(samples[index]).values == p.map { 2 * $0 })
    }
  }

  /// The handshake says in what form arrays are wanted.
  @Test func arraysComeAsTheProcessWantsThem() throws {
    let sample = try Self.sample()
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let logits = try Self.loss(
      Self.process(#"{"takes": "logits"}"#, value: "sum(p)", gradient: "[1] * len(p)"))
    let expected = p.map { log($0 / (1 - $0)) }.reduce(0, +)
    #expect(abs(try logits.value(sample) - expected) <= 1e-12)
    for (slope, p) in zip(try logits.gradient(sample).values, p) {
      #expect(abs(slope - 1 / (p * (1 - p))) <= 1e-12)
    }
    let single = try Self.loss(Self.process(#"{"dtype": "float32"}"#, value: "p[3]", gradient: "p"))
    #expect(try single.value(sample) == Double(Float(p[3])))
    #expect(try single.gradient(sample).values == p.map { Double(Float($0)) })
    let batch = try Self.loss(
      Self.process(
        #"{"layout": "batch"}"#, value: "request[\"shape\"][0] + len(request[\"shape\"])"))
    #expect(try batch.value(sample) == 5)
    // Background and foreground: Σ (2 p₀ + 3 p₁) has the slope 3 − 2.
    let two = try Self.loss(
      Self.process(
        #"{"layout": "batch", "channels": 2}"#,
        value: "2 * sum(p[:30]) + 3 * sum(p[30:]) + 100 * sum(g[30:])",
        gradient: "[2] * 30 + [3] * 30"))
    let sum = p.reduce(0) { $0 + 2 * (1 - $1) + 3 * $1 } + 100 * g.reduce(0, +)
    #expect(abs(try two.value(sample) - sum) <= 1e-9)
    #expect(try two.gradient(sample).values == p.map { _ in 1 })
  }

  /// A loss of several classes is asked once for all, and ignored elements are told.
  @Test func classesAndMasksAreHandedOver() throws {
    let grid = try Grid(shape: [2, 2])
    let scores = [[1.0, 2, 3, 4], [0, 0, 0, 0], [-1, 1, -1, 1]]
    var ignored = [false, false, true, false]
    let items = try (0..<2).map { number in
      if number == 1 { ignored = [false, false, false, false] }
      return try ClassItem(
        scores: scores.map { $0.map { $0 + Double(number) } }, labels: [0, 1, 2, 1], on: grid,
        ignored: Mask(ignored, on: grid))
    }
    let sample = try ClassSample(items, .exclusive, activation: .softmax)
    let take =
      #"{"layout": "batch", "classes": ["exclusive"], "takes": "logits", "mask": True}"#
    let loss = try Self.loss(
      Self.process(
        take, value: "sum(p) + 1000 * sum(read(request[\"mask\"], \"B\", 1, 8))", gradient: "p"))
    let evaluation = try loss.overClasses(.exclusive)
      .evaluate(sample, ClassReduction(), gradient: .scores)
    let sum = items.reduce(0.0) { $0 + $1.scores.reduce(0) { $0 + $1.reduce(0, +) } }
    #expect(evaluation.value == sum + 7000)
    #expect(evaluation.gradient?[1] == items[1].scores)
    #expect(evaluation.gradient?[0][0] == [1, 2, 0, 4])
    // ∂L/∂p_k = (∂L/∂x_k) / p_k.
    let slopes = try loss.overClasses(.exclusive)
      .evaluate(sample, ClassReduction(), gradient: .probabilities)
    #expect(
      abs((slopes.gradient?[1][0][0] ?? 0) - 2 / sample.probabilities[1][0][0]) <= 1e-12)
    #expect(throws: LossError.self) {
      try loss.overClasses(.exclusive).value(sample, ClassReduction(background: .exclude))
    }
    // One that takes one map is asked class by class.
    let map = try Self.loss(Self.process("{}", value: "sum(p)"))
    let each = try map.overClasses(.exclusive).value(sample)
    let elements = sample.probabilities.flatMap { $0.flatMap(\.self) }.reduce(0, +)
    #expect(each > 0 && each < elements)
  }

  /// What a loss says of one request does not concern the next; what breaks the protocol does.
  @Test func errorsAreToldApart() throws {
    let sample = try Self.sample()
    let refusing = try Self.loss(
      Self.process(
        "{}", value: #"{"error": "no odd ones\tplease"} if request["id"] % 2 else 1"#))
    // The greeting is request 1.
    #expect(try refusing.value(sample) == 1)
    let message =
      Self.message { try refusing.value(sample) }
    #expect(message.contains("could not answer request 3: no odd ones\\tplease"), "\(message)")
    #expect(try refusing.value(sample) == 1)
    let infinite = try Self.loss(Self.process("{}", value: #""inf" if request["id"] == 2 else 1"#))
    #expect(throws: ExternalLossError.notFinite(loss: "mine", "the value inf", request: 2)) {
      try infinite.value(sample)
    }
    #expect(try infinite.value(sample) == 1)
    let slopes = try Self.loss(
      Self.process("{}", value: "1", gradient: #"[0, 0, float("nan")] + [0] * 27"#))
    #expect(throws: ExternalLossError.self) { try slopes.gradient(sample) }
    let valuesOnly = try Self.loss(Self.process(#"{"gradient": False}"#, value: "1"))
    #expect(throws: LossError.self) { try valuesOnly.gradient(sample) }
    #expect(try valuesOnly.value(sample) == 1)
  }

  /// What a message must say of a process that breaks the protocol, and that it says so again.
  @Test(arguments: [
    (#"{"protocol": 3}"#, ["introduced itself", "it is 3; expected 2"]),
    (#"{"gradients": true, "protocol": 2}"#, ["gradients", "did you mean 'gradient'"]),
    (#"{"protocol": 2, "classes": ["exclusive"]}"#, ["several classes need"]),
    (#"{"protocol": 2, "channels": 3}"#, ["it is 3; expected 1, or 2"]),
    (#"{"protocol": 2"#, ["introduced itself"]),
  ])
  func handshakeThatMakesNoSenseIsRefused(handshake: String, words: [String]) throws {
    let loss = try Self.loss("read x; echo '\(handshake)'; cat > /dev/null")
    let sample = try Self.sample()
    for _ in 0..<2 {
      let message =
        Self.message { try loss.value(sample) }
      for word in words { #expect(message.contains(word), "\(message)") }
    }
  }

  @Test(arguments: [
    ("echo 0.5", ["answered '0.5' to request", #"{"id": 1, "value": 0.5}"#]),
    (#"echo '{"id": 9, "value": 1}'"#, ["answered"]), (#"echo '{"id": 2}'"#, ["answered"]),
    ("exit 4", ["ended with status 4", "request"]), ("sleep 100", ["within 0.5 s"]),
    (#"echo '{"id": 2, "value": 1, "error": "both"}'"#, ["answered"]),
  ])
  func answerThatMakesNoSenseIsRefused(answer: String, words: [String]) throws {
    let loss = try Self.loss(
      #"read x; echo '{"protocol": 2}'; read x; while read x; do "# + answer + "; done",
      timeout: 0.5)
    let samples = try (0..<4).map { try Self.sample(UInt64($0)) }
    let messages = concurrentMap(count: 4, state: ()) { _, index in
      Self.message { try loss.value(samples[index]) }
    }
    for word in words { #expect(messages.contains { $0.contains(word) }, "\(messages)") }
  }

  /// A process that makes the file of arrays shorter costs itself.
  @Test func fileOfArraysMayBeCut() throws {
    let loss = try Self.loss(
      Self.process("{}", value: #"(arrays.truncate(10), 1)[1]"#, gradient: "[]"))
    #expect(throws: ExternalLossError.self) { try loss.gradient(try Self.sample()) }
  }

  /// All losses of an entry share a process, which ends with the last of them.
  @Test func processIsShared() throws {
    try withTemporaryFolder { folder in
      let log = folder.appendingPathComponent("log").path
      var registries: Registries? = try Registries.standard.adding([
        ExternalLoss(
          name: "mine",
          command: "echo started >> '\(log)'; python3 '\(Self.script)'; echo ended >> '\(log)'")
      ])
      for _ in 0..<3 {
        _ = try registries?.losses.loss(id: "mine").value(Self.sample())
      }
      registries = nil
      let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      #expect(lines == ["started", "ended"])
    }
  }
}
