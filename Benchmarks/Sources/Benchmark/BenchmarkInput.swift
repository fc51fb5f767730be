import Foundation
import Losses

/// The arrays that all contestants get: a truth of several blobs and a soft, noisy prediction; or labels of
/// blobs of several classes, and soft, noisy logits.
struct BenchmarkInput {
  /// Items and classes of a batch.
  struct Batch {
    let items: Int
    let classes: Int
  }

  /// Extents, slowest axis first.
  let shape: [Int]
  /// `nil` for one picture or volume of two classes.
  let batch: Batch?

  /// For example `256x256`, or `8-4-256x256` for 8 items of 4 classes.
  var name: String {
    let extents = shape.map(String.init).joined(separator: "x")
    return batch.map { "\($0.items)-\($0.classes)-\(extents)" } ?? extents
  }
  /// For example `256²`, or `8 · 4 · 256²`.
  var title: String {
    let extent = "\(shape[0])" + (shape.count == 2 ? "²" : "³")
    return batch.map { "\($0.items) · \($0.classes) · \(extent)" } ?? extent
  }
  /// Number of elements.
  var count: Int { elements * (batch?.items ?? 1) }
  private var elements: Int { shape.reduce(1, *) }

  /// Reads a name.
  init?(name: String) {
    let parts = name.split(separator: "-")
    let numbers = parts.dropLast().compactMap { Int($0) }
    shape = (parts.last ?? "").split(separator: "x").compactMap { Int($0) }
    batch = numbers.count == 2 ? Batch(items: numbers[0], classes: numbers[1]) : nil
    guard (1...3).contains(shape.count), shape.allSatisfy({ $0 > 0 }),
      numbers.count == parts.count - 1, numbers.isEmpty || batch != nil
    else { return nil }
  }

  init(_ shape: [Int], batch: Batch? = nil) {
    self.shape = shape
    self.batch = batch
  }

  /// Nine balls, and the same balls moved by 2 % with soft edges and noise on the logit: p in
  /// (0.01, 0.99).
  func arrays() -> (prediction: [Float], truth: [Bool]) {
    var random = SeededGenerator(seed: 20_200_624)
    let balls = Balls(9, in: shape, using: &random)
    let moved = balls.moved(by: 0.02 * Double(shape[0]))
    var truth = [Bool](repeating: false, count: count)
    var prediction = [Float](repeating: 0, count: count)
    var point = Coordinates(shape)
    for index in 0..<count {
      truth[index] = balls.depth(point.values) >= 0
      let logit = moved.depth(point.values) / 2 + random.normal()
      prediction[index] = Float(0.01 + 0.98 / (1 + exp(-logit)))
      point.advance()
    }
    return (prediction, truth)
  }

  /// Balls of each class but the background, three or more. The logit of a class follows how deep an
  /// element is inside its balls, moved by 2 %, with noise; that of the background is noise.
  private func arrays(of batch: Batch) -> (logits: [Float], labels: [UInt8]) {
    var random = SeededGenerator(seed: 20_201_016)
    var logits = [Float](repeating: 0, count: batch.classes * count)
    var labels = [UInt8](repeating: 0, count: count)
    let others = batch.classes - 1
    for item in 0..<batch.items {
      let balls = Balls(max(9, 3 * others), in: shape, using: &random)
      let moved = balls.moved(by: 0.02 * Double(shape[0]))
      var point = Coordinates(shape)
      for index in 0..<elements {
        var deepest = 0.0
        for number in 0...others {
          var logit = random.normal()
          if number > 0 {
            let depth = balls.depth(point.values, from: number - 1, by: others)
            if depth >= deepest {
              (deepest, labels[item * elements + index]) = (depth, UInt8(number))
            }
            logit += min(moved.depth(point.values, from: number - 1, by: others) / 2, 8)
          }
          logits[(item * batch.classes + number) * elements + index] = Float(logit)
        }
        point.advance()
      }
    }
    return (logits, labels)
  }

  /// Writes the arrays for every contestant: float32 and bool, or float32 and uint8.
  func write(to folder: String) throws {
    guard let batch else {
      let (prediction, truth) = arrays()
      try NumPyFile.write(
        prediction, type: "<f4", shape: shape, to: "\(folder)/\(name)-prediction.npy")
      return try NumPyFile.write(
        truth, type: "|b1", shape: shape, to: "\(folder)/\(name)-truth.npy")
    }
    let (logits, labels) = arrays(of: batch)
    try NumPyFile.write(
      logits, type: "<f4", shape: [batch.items, batch.classes] + shape,
      to: "\(folder)/\(name)-logits.npy")
    try NumPyFile.write(
      labels, type: "|u1", shape: [batch.items] + shape, to: "\(folder)/\(name)-labels.npy")
  }

  /// The picture that one too large for a file of its own consists of.
  static let tile = BenchmarkInput([4096, 4096])

  /// Whether it consists of tiles.
  var isTiled: Bool { shape.count == 2 && batch == nil && count > Self.tile.count }

  /// Reads what ``write(to:)`` wrote of a prediction and a truth. Tiles follow each other in memory, so that
  /// neither is cut.
  func read(from folder: String) throws -> Arrays {
    guard !isTiled else {
      let (tile, tiles) = (try Self.tile.read(from: folder), count / Self.tile.count)
      return Arrays(
        input: self, prediction: tile.prediction.repeated(tiles), truth: tile.truth.repeated(tiles))
    }
    return Arrays(
      input: self,
      prediction: try NumPyFile.read(
        "\(folder)/\(name)-prediction.npy", count: count, as: Float.self),
      truth: try NumPyFile.read("\(folder)/\(name)-truth.npy", count: count, as: UInt8.self)
        .map { $0 != 0 })
  }

  /// Reads what ``write(to:)`` wrote of a batch.
  func read(_ batch: Batch, from folder: String) throws -> SinglePrecisionClassSample {
    try SinglePrecisionClassSample(
      logits: NumPyFile.read(
        "\(folder)/\(name)-logits.npy", count: batch.classes * count, as: Float.self),
      labels: NumPyFile.read("\(folder)/\(name)-labels.npy", count: count, as: UInt8.self),
      classes: batch.classes, on: Grid(shape: shape))
  }

  /// What the files of an input hold.
  struct Arrays {
    let input: BenchmarkInput
    let prediction: [Float]
    let truth: [Bool]
  }
}

extension Array {
  /// So many copies, one after the other.
  func repeated(_ times: Int) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(times * count)
    for _ in 0..<times { result += self }
    return result
  }
}
