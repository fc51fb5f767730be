import Losses
import RealModule

/// What a process is asked, as its handshake wants it.
struct LossQuestion: Sendable {
  /// Shape of all arrays but the mask.
  var shape: [Int]
  var spacing: [Double]
  var classes: ClassRelation?
  var prediction: [Double]
  var truth: [Double]
  /// 1 where an element counts; `nil` where all do.
  var mask: [UInt8]?

  /// Where logits begin and end: those of 0 and 1 are not finite.
  static let floor = 1e-7
}

extension LossQuestion {
  /// A question about one map.
  init(_ sample: Sample, _ handshake: LossHandshake) {
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let lead = handshake.layout == .map ? [] : [1, handshake.channels]
    shape = lead + sample.grid.shape
    spacing = sample.grid.spacing
    mask = handshake.mask ? sample.ignored?.elements.map { $0 ? 0 : 1 } : nil
    guard handshake.channels == 2 else {
      prediction = handshake.takes == .logits ? p.map(Self.logit) : p
      truth = g
      return
    }
    // Two exclusive classes, the logits of which a softmax takes.
    let rest = p.map { 1 - $0 }
    prediction =
      handshake.takes == .logits
      ? (rest + p).map { Double.log(max($0, Self.floor)) } : rest + p
    truth = g.map { 1 - $0 } + g
  }

  /// Takes ∂L/∂p of one map from what a process gives.
  static func pullBack(
    _ slopes: [Double], _ sample: Sample, _ handshake: LossHandshake
  ) -> [Double] {
    let p = sample.prediction.values
    guard handshake.channels == 2 else {
      guard handshake.takes == .logits else { return slopes }
      return zip(slopes, p).map { slope, p in
        let p = clamped(p)
        return slope / (p * (1 - p))
      }
    }
    // dp₀ = −dp₁.
    let (background, foreground) = (slopes.prefix(p.count), slopes.suffix(p.count))
    guard handshake.takes == .logits else { return zip(foreground, background).map { $0 - $1 } }
    return zip(zip(foreground, background), p).map { slopes, p in
      slopes.0 / max(p, floor) - slopes.1 / max(1 - p, floor)
    }
  }

  /// A question about a batch of several classes, all items of which lie on one grid.
  init(_ sample: ClassSample, _ handshake: LossHandshake) {
    let grid = sample.items[0].grid
    shape = [sample.items.count, sample.classCount] + grid.shape
    spacing = grid.spacing
    classes = sample.relation
    let takesScores = handshake.takes == .logits && sample.activation != .none
    let fields = takesScores ? sample.items.map(\.scores) : sample.probabilities
    let values = fields.flatMap { $0.flatMap(\.self) }
    if handshake.takes == .logits && !takesScores {
      prediction =
        sample.relation == .exclusive
        ? values.map { Double.log(max($0, Self.floor)) } : values.map(Self.logit)
    } else {
      prediction = values
    }
    truth = sample.items.flatMap { $0.truth.flatMap(\.self) }
    guard sample.items.contains(where: { $0.ignored != nil }) else { return }
    mask = sample.items.flatMap { item in
      item.ignored?.elements.map { $0 ? 0 : 1 } ?? [UInt8](repeating: 1, count: grid.count)
    }
  }

  /// Takes the derivative with respect to what is asked for, by item, class and element, from what a
  /// process gives.
  static func pullBack(
    _ slopes: [Double], _ sample: ClassSample, _ handshake: LossHandshake, _ target: ClassGradient
  ) -> [[[Double]]] {
    let count = sample.items[0].grid.count
    var rest = slopes[...]
    return sample.items.indices.map { number in
      let (item, probabilities) = (sample.items[number], sample.probabilities[number])
      var fields = (0..<sample.classCount).map { _ in
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      let isOfScores = handshake.takes == .logits && sample.activation != .none
      if handshake.takes == .logits, !(isOfScores && target == .scores) {
        fields = zip(fields, probabilities).map { slopes, p in
          zip(slopes, p).map { slope, p in
            guard sample.relation == .independent else { return slope / max(p, floor) }
            let p = clamped(p)
            return slope / (p * (1 - p))
          }
        }
      } else if handshake.takes == .probabilities, target == .scores {
        fields = sample.activation.pullBack(
          fields, scores: item.scores, probabilities: probabilities)
      }
      guard let ignored = item.ignored?.elements else { return fields }
      return fields.map { zip($0, ignored).map { $1 ? 0 : $0 } }
    }
  }

  private static func clamped(_ p: Double) -> Double { min(max(p, floor), 1 - floor) }

  private static func logit(_ p: Double) -> Double {
    let p = clamped(p)
    return .log(p / (1 - p))
  }
}
