/// One row of the table before it is measured: a job on an input, and how many times as fast as each
/// peer it is meant to be.
struct Comparison {
  let job: String
  let input: BenchmarkInput
  /// Names of the peers and the least quotient of times, peer / ours.
  let peers: [(name: String, target: Double)]
  /// What competes with the peers on our side, and what is timed beside it.
  let contestants: [String]
  /// Bytes that must move for each element: what is read and written, once.
  let bytesPerElement: Double

  /// For example `dice, value with gradient`.
  var title: String {
    let words = job.split(separator: " ").map(String.init)
    let classes =
      (input.batch == nil ? "" : " of classes") + (words.contains("by=item") ? " by item" : "")
    return switch words[0] {
    case "distance": "exact distance transform"
    case "value": "\(words[1])\(classes), value"
    case "gradient": "\(words[1])\(classes), value with gradient"
    case "metric": words[1]
    case "file": "read \(words[1])"
    default: "default experiment, all losses"
    }
  }
}

/// Everything that is measured.
struct Plan {
  private(set) var comparisons: [Comparison]
  /// Sizes at which the cost of every loss is measured.
  private(set) var scalingInputs: [BenchmarkInput]
  /// The size at which the memory of every loss is measured.
  let memoryInput: BenchmarkInput
  /// The size at which the cost against the radius is measured.
  let radiusInput: BenchmarkInput
  let radii = [3, 6, 12, 24, 48]
  /// A volume of a user's size, of 4 million voxels.
  let volume = BenchmarkInput([160, 160, 160])

  /// A volume that fills most of a small machine with the peers' losses.
  let largeVolume: BenchmarkInput

  /// The size at which Valgrind counts.
  static let valgrindInput = BenchmarkInput([256, 256])

  /// The same for a batch, of as many classes.
  static func valgrindInput(for batch: BenchmarkInput.Batch?) -> BenchmarkInput {
    BenchmarkInput(
      valgrindInput.shape, batch: batch.map { .init(items: 1, classes: $0.classes) })
  }

  /// All inputs whose arrays must be written.
  var inputs: [BenchmarkInput] {
    var seen: Set<String> = []
    let counted = comparisons.map { Self.valgrindInput(for: $0.input.batch) }
    let others = [memoryInput, radiusInput, volume, largeVolume, Self.valgrindInput] + counted
    return (comparisons.map(\.input) + scalingInputs + others).filter {
      !$0.isTiled && seen.insert($0.name).inserted
    }
  }

  /// Identifiers of the losses that `peers/losses.py` has, too.
  static let losses = [
    "cross-entropy", "weighted-cross-entropy", "balanced-cross-entropy", "focal",
    "top-k-cross-entropy", "distance-penalised-cross-entropy", "dice", "squared-dice", "jaccard",
    "generalised-dice", "tversky", "focal-tversky", "asymmetric-similarity",
    "sensitivity-specificity", "lovasz", "log-cosh-dice", "boundary",
    "hausdorff-distance-transform", "hausdorff-one-sided", "hausdorff-erosion",
    "hausdorff-convolution", "active-contour", "level-set", "combo", "exponential-logarithmic",
    "dice-cross-entropy", "dice-focal", "dice-top-k", "unified-focal",
    "transformation-consistency",
  ]

  /// The plan of the page, or a short one for a look.
  init(quick: Bool) {
    let squares = [256, 1024, 2048].map { BenchmarkInput([$0, $0]) }
    let cube = BenchmarkInput([256, 256, 256])
    let all = quick ? [squares[0]] : squares + [cube]
    let some = quick ? [squares[0]] : [squares[0], squares[1], cube]
    let small =
      quick
      ? [squares[0]] : [squares[0], BenchmarkInput([512, 512]), BenchmarkInput([64, 64, 64])]
    var comparisons: [Comparison] = []
    func add(
      _ job: String, _ inputs: [BenchmarkInput], _ peers: KeyValuePairs<String, Double>,
      _ contestants: [String] = ["double"], bytes: Double
    ) {
      comparisons += inputs.map { input in
        Comparison(
          job: job, input: input, peers: peers.map { ($0.key, $0.value) },
          contestants: contestants, bytesPerElement: bytes)
      }
    }
    add("distance", all, ["edt": 1.5, "scipy": 10], bytes: 9)
    add("value hausdorff-distance-transform", some, ["monai": 12], bytes: 16)
    for measure in ["value", "gradient"] {
      // Single precision: p and g are read, the gradient is written.
      let bytes = measure == "value" ? 8.0 : 12
      for input in all {
        // The gradient of a volume is mostly what memory gives.
        let target = measure == "gradient" && input.shape.count == 3 ? 4.0 : 2
        add(
          "\(measure) cross-entropy", [input], ["torch": target], ["float", "double"], bytes: bytes)
      }
      for loss in ["focal", "dice", "tversky"] {
        add(
          "\(measure) \(loss)", all, ["torch": 2, "monai": 2], ["float", "double"], bytes: bytes)
      }
      for loss in ["lovasz", "top-k-cross-entropy"] {
        add("\(measure) \(loss)", all, ["torch": 3], ["float", "double"], bytes: bytes)
      }
    }
    add("value hausdorff-convolution", small, ["torch": 5], bytes: 16)
    for input in small {
      add(
        "value hausdorff-erosion", [input],
        ["torch": input.shape == [512, 512] ? 8 : 5, "kornia": 5],
        bytes: 16)
    }
    add(
      "experiment \(Self.losses.joined(separator: ","))", [squares[0]], ["torch": 40],
      bytes: 16)
    self.comparisons =
      comparisons + Self.classes(quick: quick) + Self.metrics(quick: quick)
      + Self.files(quick: quick)
    scalingInputs = (quick ? [64, 256] : [64, 256, 1024, 4096, 16384]).map {
      BenchmarkInput([$0, $0])
    }
    let side = quick ? 64 : 512
    largeVolume = BenchmarkInput([side, side, side])
    memoryInput = BenchmarkInput(quick ? [256, 256] : [1024, 1024])
    radiusInput = memoryInput
  }

  /// The comparisons of those jobs alone that begin with a word.
  func restricted(to job: String) -> Plan {
    var plan = self
    plan.comparisons.removeAll { !$0.job.hasPrefix(job) }
    plan.scalingInputs = []
    return plan
  }
}
