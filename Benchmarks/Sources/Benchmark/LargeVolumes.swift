import Foundation

/// One loss of a large volume: the command `evaluate`, and MONAI.
struct LargeCost: Codable {
  /// Identifier of the loss, or all of them.
  let loss: String
  let ours: CommandCost.Run
  /// MONAI's, from reading the files on, with the memory that it has taken since; `nil` where it has no such loss.
  let peer: CommandCost.Run?

  /// Losses that both have, clDice with the 3 erosions of MONAI.
  static let losses = [
    "dice", "generalised-dice", "tversky", "focal", "dice-cross-entropy", "dice-focal",
    "hausdorff-distance-transform", "cl-dice",
  ]

  /// The most memory beyond the inputs that is wanted, in fields of double precision.
  static let aim = 3.0

  /// What we take beyond the inputs, in fields of double precision, the program itself among it.
  func fields(_ count: Int) -> Double { ours.peak / Double(8 * count) - 2 }

  /// Measures one loss, or all of them where `loss` is `nil`.
  static func measure(
    _ loss: String?, of input: BenchmarkInput, folder: String, program: String, starter: String,
    python: String
  ) throws -> LargeCost {
    let files = "\(folder)/\(input.name)"
    let command =
      [
        program, "evaluate", "--truth", "\(files)-truth.npy", "--prediction",
        "\(files)-prediction.npy", "--losses", loss ?? "all",
      ] + (loss == "cl-dice" ? ["--parameter", "cl-dice.erosions=3"] : [])
    let ours = try CommandCost.Run.started(by: starter, command)
    guard let loss else {
      return LargeCost(loss: "all losses", ours: ours, peer: nil)
    }
    // Packages may warn before the line of numbers.
    let line = Machine.output(of: [python, "peers/large.py", folder, input.name, loss])?
      .split(separator: "\n").last { $0.hasPrefix("{") }
    guard let line else { return LargeCost(loss: loss, ours: ours, peer: nil) }
    return LargeCost(
      loss: loss, ours: ours,
      peer: try JSONDecoder().decode(CommandCost.Run.self, from: Data(line.utf8)))
  }
}

extension Results {
  /// What a large volume costs.
  var largeTable: String {
    guard let input = largeInput.flatMap(BenchmarkInput.init), !large.isEmpty else { return "" }
    var lines = [
      "## Large volumes", "",
      "`evaluate` of a volume of \(input.title), whose files hold `float32` and `bool`: the whole process, which "
        + "computes in double precision. MONAI's value of the same loss is in single precision, and counted from "
        + "reading the files on, with the memory that it has taken since, without what its imports take. One run "
        + "each. *Fields* are our peak beyond the two inputs, in fields of double precision; at most "
        + "\(number(LargeCost.aim)) are wanted.", "",
      "| loss | our seconds | MONAI's | ratio | our peak GB | MONAI's | ratio | fields | met |",
      "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for cost in large {
      let fields = cost.fields(input.count)
      let cells = [
        cost.loss, number(cost.ours.seconds), number(cost.peer?.seconds),
        number(cost.peer.map { $0.seconds / cost.ours.seconds }), number(cost.ours.peak / 1e9),
        number(cost.peer.map { $0.peak / 1e9 }), number(cost.peer.map { $0.peak / cost.ours.peak }),
        number(fields), fields <= LargeCost.aim ? "yes" : "**no**",
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }
}
