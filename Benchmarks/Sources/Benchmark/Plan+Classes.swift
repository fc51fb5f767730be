extension Plan {
  /// Losses of several classes, from logits and labels in single precision.
  static func classes(quick: Bool) -> [Comparison] {
    let inputs = [
      BenchmarkInput([256, 256], batch: .init(items: 8, classes: 4)),
      BenchmarkInput([128, 128, 128], batch: .init(items: 1, classes: 4)),
      BenchmarkInput([512, 512], batch: .init(items: 1, classes: 20)),
    ]
    let jobs: KeyValuePairs = [
      "cross-entropy": ["torch"], "dice-cross-entropy": ["torch", "monai"],
      "generalised-dice": ["torch", "monai"], "focal": ["torch", "monai", "kornia"],
      "lovasz": ["torch"], "lovasz by=item": ["kornia"],
    ]
    return ["value", "gradient"].flatMap { measure in
      jobs.flatMap { loss, peers in
        // kornia's Lovasz loss is one of pictures, each by itself.
        inputs.prefix(quick ? 1 : inputs.count)
          .filter { $0.shape.count == 2 || loss != "lovasz by=item" }
          .map { input in
            let classes = input.batch?.classes ?? 1
            return Comparison(
              job: "\(measure) \(loss)", input: input, peers: peers.map { ($0, 2) },
              contestants: ["float"],
              // Logits and labels are read, the gradient is written.
              bytesPerElement: Double((measure == "value" ? 4 : 8) * classes + 1))
          }
      }
    }
  }
}
