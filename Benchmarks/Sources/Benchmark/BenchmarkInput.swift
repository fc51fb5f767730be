import Experiments
import Foundation
import Losses

/// The arrays that all contestants get: a truth of several blobs and a soft, noisy prediction.
struct BenchmarkInput {
  /// Extents, slowest axis first.
  let shape: [Int]

  /// For example `256x256`.
  var name: String { shape.map(String.init).joined(separator: "x") }
  /// For example `256²`.
  var title: String { "\(shape[0])" + (shape.count == 2 ? "²" : "³") }
  /// Number of elements.
  var count: Int { shape.reduce(1, *) }

  /// Reads a name.
  init?(name: String) {
    shape = name.split(separator: "x").compactMap { Int($0) }
    guard (1...3).contains(shape.count), shape.allSatisfy({ $0 > 0 }) else { return nil }
  }

  init(_ shape: [Int]) { self.shape = shape }

  /// Balls with radii of 4 to 12 % of the first extent, and the same balls moved by 2 % with soft
  /// edges and noise on the logit: p in (0.01, 0.99).
  func arrays() -> (prediction: [Float], truth: [Bool]) {
    var random = SeededGenerator(seed: 20_200_624)
    let extent = Double(shape[0])
    let balls = (0..<9).map { _ in
      (
        centre: shape.map { Double($0) * (0.15 + 0.7 * random.uniform()) },
        radius: extent * (0.04 + 0.08 * random.uniform())
      )
    }
    /// How deep inside the nearest ball a point is; negative outside of all.
    func depth(_ point: [Double]) -> Double {
      var deepest = -Double.infinity
      for ball in balls {
        var square = 0.0
        for axis in point.indices {
          square += (point[axis] - ball.centre[axis]) * (point[axis] - ball.centre[axis])
        }
        deepest = max(deepest, ball.radius - square.squareRoot())
      }
      return deepest
    }
    var truth = [Bool](repeating: false, count: count)
    var prediction = [Float](repeating: 0, count: count)
    var point = shape.map { _ in 0.0 }
    let last = shape.count - 1
    for index in 0..<count {
      truth[index] = depth(point) >= 0
      point[last] -= 0.02 * extent
      let logit = depth(point) / 2 + random.normal()
      point[last] += 0.02 * extent
      prediction[index] = Float(0.01 + 0.98 / (1 + exp(-logit)))
      // The next element in the order of storage.
      var axis = last
      while axis >= 0 {
        point[axis] += 1
        if axis == 0 || point[axis] < Double(shape[axis]) { break }
        point[axis] = 0
        axis -= 1
      }
    }
    return (prediction, truth)
  }

  /// Writes the arrays for every contestant as float32 and bool in NumPy's format.
  func write(to folder: String) throws {
    let (prediction, truth) = arrays()
    try prediction.withUnsafeBytes {
      try write($0, type: "<f4", to: "\(folder)/\(name)-prediction.npy")
    }
    try truth.withUnsafeBytes { try write($0, type: "|b1", to: "\(folder)/\(name)-truth.npy") }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, type: String, to path: String) throws {
    let extents = shape.map(String.init).joined(separator: ", ")
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Magic, version 1.0, a length that makes the data start at 128, padding, newline.
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0])
    data.append(contentsOf: header.utf8)
    data.append(contentsOf: [UInt8](repeating: 0x20, count: 127 - data.count) + [0x0A])
    data.append(contentsOf: bytes)
    try data.write(to: URL(fileURLWithPath: path))
  }

  /// Reads what ``write(to:)`` wrote.
  func read(from folder: String) throws -> Arrays {
    let prediction = try Data(
      contentsOf: URL(fileURLWithPath: "\(folder)/\(name)-prediction.npy"))
    let truth = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)-truth.npy"))
    guard prediction.count == 128 + 4 * count, truth.count == 128 + count else {
      throw BenchmarkError("the arrays of \(name) in \(folder) have another size")
    }
    return Arrays(
      input: self,
      prediction: prediction.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        (0..<count).map { bytes.loadUnaligned(fromByteOffset: 128 + 4 * $0, as: Float.self) }
      },
      truth: truth.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        (0..<count).map { bytes[128 + $0] != 0 }
      })
  }

  /// What the files of an input hold.
  struct Arrays {
    let input: BenchmarkInput
    let prediction: [Float]
    let truth: [Bool]
  }
}
