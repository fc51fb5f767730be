import Foundation

extension Results {
  /// Reads the numbers that are in a folder.
  init(from folder: String) throws {
    let numbers = try Data(contentsOf: URL(fileURLWithPath: folder + "/benchmark.json"))
    self = try JSONDecoder().decode(Results.self, from: numbers)
  }

  /// Writes page, chart and numbers into a folder.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func save(_ data: Data, _ name: String) throws {
      try data.write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try save(encoder.encode(self), "benchmark.json")
    try save(try chart(), "benchmark.svg")
    try save(Data(page.utf8), "benchmark.md")
  }

  /// The whole page.
  var page: String {
    [
      introduction, comparisonTable, missingPeers, limits, commandTable, largeTable, scalingTable,
      singlePrecisionTable, radiusTable, memoryTable,
    ]
    .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var introduction: String {
    """
    # Benchmark

    Written by `Benchmarks/run` in \(number(minutes)) minutes on \(processor), two threads for \
    everyone. All get the same arrays: a truth of nine blobs and a soft, noisy prediction; of classes, \
    labels of blobs and soft, noisy logits, whose sizes are items · classes · elements. Times are \
    medians of 7 rounds after a warm-up, in which everyone is timed in turn; calls over 5 s are warmed \
    up on the smaller inputs alone. A ratio is peer time / our time. *Usual* is the build that runs on \
    every processor of the architecture, and *native* the one with `-Xcc -march=native`; whether a \
    target is met is decided by the usual build. Where it says `float`, \
    fields are in single precision on both sides; the time in double precision stands beside it.

    Metrics look at the masks p > 1/2 and g; surface-distance measures surfaces that run between \
    elements, so that its results are near the others and not equal. Files were written by the peers.

    Memory is read by two threads at \(number(bandwidth / 1e9)) GB/s.

    ![Ratios of peer time to our time against their targets](benchmark.svg)

    Of each job and peer the size is drawn at which the ratio is least; orange bars do not reach their target.
    """
  }

  private var comparisonTable: String {
    var lines = [
      "## Against the peers", "",
      "| job | size | ours | peer | peer ms | usual ms | native ms | double ms | ratio usual | "
        + "ratio native | target | met | results differ by |",
      "|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|---|--:|",
    ]
    for row in rows {
      for peer in row.peers {
        let usual = row.ratio(peer, to: row.seconds)
        let native = row.ratio(peer, to: row.nativeSeconds)
        let met =
          if let usual, usual >= peer.target { "yes" } else if usual == nil {
            "peer missing"
          } else if let native, native >= peer.target { "**native only**" } else { "**no**" }
        let cells = [
          row.title, row.size, row.contestant, peer.name,
          milliseconds(peer.measurement.seconds), milliseconds(row.seconds),
          milliseconds(row.nativeSeconds), milliseconds(row.usual["double"]?.seconds),
          number(usual), number(native), number(peer.target), met,
          row.difference(peer).map { String(format: "%.0e", $0) } ?? "–",
        ]
        lines.append("| " + cells.joined(separator: " | ") + " |")
      }
    }
    return lines.joined(separator: "\n")
  }

  private var missingPeers: String {
    var reasons: [String] = []
    for row in rows {
      for peer in row.peers {
        guard let missing = peer.measurement.missing else { continue }
        let line = "- \(peer.name): \(missing)"
        if !reasons.contains(line) { reasons.append(line) }
      }
    }
    return reasons.isEmpty ? "" : "Missing here:\n\n" + reasons.joined(separator: "\n")
  }

  private var limits: String {
    let unmet = rows.filter { !$0.isMet }
    guard !unmet.isEmpty else { return "Every target is met by the usual build." }
    var lines = [
      "## What limits the rest", "",
      "For each target that the usual build does not meet: the bytes that must move (inputs and "
        + "result, once), how fast they do, as a share of what memory gives, and instructions for each "
        + "element (counted by Valgrind at 256², on one thread). Over 100 % the arrays stay in the cache. "
        + "Shares far below it with some hundred instructions mean that arithmetic is the limit.",
      "",
      "| job | size | bytes / element | GB/s | of memory's | instructions / element | ns / element |",
      "|---|---|--:|--:|--:|--:|--:|",
    ]
    for row in unmet {
      guard let seconds = row.seconds else { continue }
      let rate = row.bytesPerElement * Double(row.count) / seconds
      let cells = [
        row.title, row.size, number(row.bytesPerElement), number(rate / 1e9),
        String(format: "%.0f %%", 100 * rate / bandwidth),
        number(row.instructionsPerElement), number(seconds / Double(row.count) * 1e9),
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }

  private var scalingTable: String {
    guard let longest = scaling.values.max(by: { $0.count < $1.count }) else { return "" }
    let sizes = longest.map { "\(Int(Double($0.count).squareRoot().rounded()))²" }
    var lines = [
      "## Cost against size", "",
      "Time of the value in double precision, in ns for each element, and the exponent of the time "
        + "against the number of elements: 1 is linear, and what is not between 0.9 and 1.1 is bold. Sums over "
        + "elements take longer once a picture does not fit into the caches; below some ten thousand elements a call "
        + "has a cost of its own; hausdorff-erosion erodes as often as errors are thick, and they grow with the "
        + "picture; and the balls of hausdorff-convolution reach beyond small pictures.", "",
      "| loss | " + sizes.joined(separator: " | ") + " | exponent |",
      "|---|" + sizes.map { _ in "--:|" }.joined() + "--:|",
    ]
    for loss in Plan.losses {
      guard let costs = scaling[loss] else { continue }
      lines.append(costRow(loss, costs))
    }
    return lines.joined(separator: "\n")
  }

  private var radiusTable: String {
    guard !radii.isEmpty else { return "" }
    let lines = radii.map { "| \($0.radius) | \(number($0.seconds * 1e9)) |" }
    let exponent = radii.map { Cost(count: $0.radius, seconds: $0.seconds) }.exponent ?? 0
    let finding =
      abs(exponent) < 0.1
      ? "The time is flat in the radius (power \(number(exponent)))."
      : "The time is **not flat** in the radius: over this range it grows as its power "
        + "\(number(exponent)). The transform itself does not depend on the radius, but tiles have a "
        + "margin as wide as it on all sides, in which the work is done twice."
    return """
      ## Cost against radius

      hausdorff-convolution with one radius, value in double precision. \(finding)

      | radius | ns / element |
      |--:|--:|
      """ + "\n" + lines.joined(separator: "\n")
  }

  private var memoryTable: String {
    guard !memory.isEmpty else { return "" }
    let aim = MemoryUse.aim
    func cell(_ fields: Double?) -> String {
      let text = number(fields)
      return fields ?? 0 > aim ? "**\(text)**" : text
    }
    let exceeding = Plan.losses.filter { loss in
      [memory[loss]?.value, memory[loss]?.gradient].contains { $0 ?? 0 > aim }
    }
    let finding =
      exceeding.isEmpty
      ? "No loss exceeds it." : "It is exceeded (bold) by \(exceeding.joined(separator: ", "))."
    var lines = [
      "## Memory", "",
      "The most memory beyond the inputs, in fields of double precision, the gradient itself among "
        + "them: the peak of the resident set of a process that makes one call. The aim is at most "
        + "\(number(aim)). \(finding)", "",
      "*Allocated per step* is what a step of the experiment asks the system for, in fields: a new "
        + "prediction of the same sample and its value, after a first step, counted by Valgrind at "
        + "\(Plan.valgrindInput.title) on one thread. The aim is none of a field's size. "
        + allocationFinding, "",
      "| loss | value | value with gradient | allocated per step |", "|---|--:|--:|--:|",
    ]
    for loss in Plan.losses {
      guard let use = memory[loss] else { continue }
      let allocated =
        allocates(loss)
        ? "**\(number(use.allocatedPerStep))**"
        : number(use.allocatedPerStep)
      lines.append("| \(loss) | \(cell(use.value)) | \(cell(use.gradient)) | \(allocated) |")
    }
    return lines.joined(separator: "\n")
  }

  /// Whether a loss allocates in every step what grows with the field: buffers of some lines stay
  /// below a tenth of it.
  private func allocates(_ loss: String) -> Bool { memory[loss]?.allocatedPerStep ?? 0 >= 0.1 }

  private var allocationFinding: String {
    guard memory.values.contains(where: { $0.allocatedPerStep != nil }) else {
      return "It was not counted: Valgrind is not installed."
    }
    let allocating = Plan.losses.filter(allocates)
    return allocating.isEmpty
      ? "No loss allocates a tenth of a field or more."
      : "A tenth of a field or more (bold) is allocated by \(allocating.joined(separator: ", "))."
  }

  private func milliseconds(_ seconds: Double?) -> String { number(seconds.map { $0 * 1000 }) }

  /// Three digits, and no exponent where one can do without.
  func number(_ value: Double?) -> String {
    guard let value else { return "–" }
    if value == 0 { return "0" }
    let decimals = max(0, 2 - Int(log10(abs(value)).rounded(.down)))
    return String(format: "%.\(min(decimals, 6))f", value)
  }
}
