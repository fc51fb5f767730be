extension Plan {
  /// Metrics, components and skeletons: those of MONAI, surface-distance, scikit-image and SciPy.
  static func metrics(quick: Bool) -> [Comparison] {
    let squares = [256, 1024].map { BenchmarkInput([$0, $0]) }
    let cubes = [128, 256].map { BenchmarkInput([$0, $0, $0]) }
    let inputs = quick ? [squares[0], BenchmarkInput([64, 64, 64])] : squares + cubes
    let surface = ["monai": 10.0, "surface-distance": 5]
    let peers: KeyValuePairs<String, [String: Double]> = [
      "hausdorff-95": surface, "assd": surface, "surface-dice": surface,
      "components-difference": ["scikit-image": 5, "scipy": 5], "cl-dice": ["scikit-image": 5],
    ]
    // Two masks are read.
    return peers.flatMap { id, peers in
      comparisons("metric \(id)", inputs, peers, contestant: "mask", bytesPerElement: 2)
    }
  }

  /// Reading of files that the peers have written.
  static func files(quick: Bool) -> [Comparison] {
    let cube = BenchmarkInput(quick ? [64, 64, 64] : [256, 256, 256])
    let square = BenchmarkInput(quick ? [256, 256] : [4096, 4096])
    let peers = ["nii.gz": "nibabel", "npz": "numpy", "png": "pillow"]
    return ["nii.gz", "npz", "png"].flatMap { ending in
      ["mask", "map"].flatMap { field in
        // What is kept of a field; how much is read depends on how well it is compressed.
        comparisons(
          "file \(field).\(ending)", [ending == "png" ? square : cube],
          [peers[ending] ?? ending: 1], contestant: "file",
          bytesPerElement: field == "mask" ? 1 : 8)
      }
    }
  }

  private static func comparisons(
    _ job: String, _ inputs: [BenchmarkInput], _ peers: [String: Double], contestant: String,
    bytesPerElement: Double
  ) -> [Comparison] {
    inputs.map { input in
      Comparison(
        job: job, input: input,
        peers: peers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
        contestants: [contestant], bytesPerElement: bytesPerElement)
    }
  }
}
