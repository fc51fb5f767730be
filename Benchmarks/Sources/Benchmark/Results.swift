import Foundation

/// Everything that was measured, as `benchmark.json` holds it.
struct Results: Codable {
  var processor: String
  /// Bytes per second that two threads read.
  var bandwidth: Double
  var rows: [ResultRow] = []
  /// Cost of the value of each loss by the number of elements.
  var scaling: [String: [Cost]] = [:]
  /// Cost of one radius of the Hausdorff loss by convolution.
  var radii: [RadiusCost] = []
  var memory: [String: MemoryUse] = [:]
  /// What whole commands cost.
  var commands: [CommandCost] = []
  /// The name of a large volume, and what losses of it cost.
  var largeInput: String?
  var large: [LargeCost] = []
  /// Cost of losses that have an arithmetic of their own in single precision.
  var single: SinglePrecisionCosts?
  var minutes = 0.0

  init(processor: String, bandwidth: Double) {
    self.processor = processor
    self.bandwidth = bandwidth
  }
}

/// Time at one size.
struct Cost: Codable {
  /// Exponents that count as linear.
  static let linear = 0.9...1.1

  let count: Int
  let seconds: Double
}

/// Time of one element at one radius.
struct RadiusCost: Codable {
  let radius: Int
  let seconds: Double
}

/// Memory in fields of double precision.
struct MemoryUse: Codable {
  /// The most that is wanted beyond the inputs.
  static let aim = 4.0

  /// The peak beyond the inputs of a value.
  let value: Double?
  /// The same of a value and its gradient.
  let gradient: Double?
  /// What is allocated in each step of an experiment.
  let allocatedPerStep: Double?
}

/// One job on one input with all who did it.
struct ResultRow: Codable {
  /// A peer and the quotient of times that is wanted.
  struct Peer: Codable {
    let name: String
    let target: Double
    let measurement: Measurement
  }

  let job: String
  let title: String
  let size: String
  let count: Int
  /// `nil` for one picture or volume of two classes.
  let classes: Int?
  let bytesPerElement: Double
  /// Which of ours competes.
  let contestant: String
  let peers: [Peer]
  let usual: [String: Measurement]
  let native: [String: Measurement]
  var instructionsPerElement: Double?

  init(
    _ comparison: Comparison, peers: [Measurement], usual: [String: Measurement],
    native: [String: Measurement]
  ) {
    job = comparison.job
    title = comparison.title
    size = comparison.input.title
    count = comparison.input.count
    classes = comparison.input.batch?.classes
    bytesPerElement = comparison.bytesPerElement
    // The first that can do the job.
    contestant =
      comparison.contestants.first { usual[$0]?.seconds != nil } ?? comparison.contestants[0]
    self.peers = zip(comparison.peers, peers).map {
      Peer(name: $0.name, target: $0.target, measurement: $1)
    }
    self.usual = usual
    self.native = native
  }

  /// Our time in the usual build.
  var seconds: Double? { usual[contestant]?.seconds }
  /// Our time in the build for this processor.
  var nativeSeconds: Double? { native[contestant]?.seconds }

  /// Peer time / our time.
  func ratio(_ peer: Peer, to seconds: Double?) -> Double? {
    guard let theirs = peer.measurement.seconds, let seconds else { return nil }
    return theirs / seconds
  }

  /// Whether the usual build reaches the target for every peer that is there.
  var isMet: Bool {
    peers.allSatisfy { peer in ratio(peer, to: seconds).map { $0 >= peer.target } ?? true }
  }

  /// How far our result is from a peer's, as a share of it.
  func difference(_ peer: Peer) -> Double? {
    guard let theirs = peer.measurement.result, let ours = usual[contestant]?.result else {
      return nil
    }
    return abs(ours - theirs) / max(abs(theirs), 1e-300)
  }
}

extension [Cost] {
  /// The slope of log time against log size, by least squares.
  var exponent: Double? {
    guard count > 1 else { return nil }
    let points = map { (x: log(Double($0.count)), y: log($0.seconds)) }
    let (x, y) = (
      points.map(\.x).reduce(0, +) / Double(count), points.map(\.y).reduce(0, +) / Double(count)
    )
    let covariance = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    return covariance / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }
}
