import Documents
import Foundation
import Losses
import Processes

/// The other side of version 2 of the protocol: a loss of ours that answers requests.
package struct LossService {
  /// What is served.
  package struct Served: Sendable {
    /// The loss of one map.
    package var loss: any Loss
    /// The loss of a batch of classes.
    package var classLoss: @Sendable (ClassRelation) throws -> any ClassLoss
    /// How classes and batch become one.
    package var reduction: ClassReduction
    /// What makes probabilities of predictions.
    package var activation: Activation

    package init(
      loss: any Loss, reduction: ClassReduction, activation: Activation,
      classLoss: @escaping @Sendable (ClassRelation) throws -> any ClassLoss
    ) {
      (self.loss, self.reduction, self.activation) = (loss, reduction, activation)
      self.classLoss = classLoss
    }
  }

  private let served: Served
  private var arrays: ArraysFile?
  private let buffer = TransferBuffer()
  /// The truth that was read last, and its number.
  private var truth: (number: Int, shape: [Int], values: [Double])?
  /// The last map that was asked about: what is derived from its truth serves further predictions.
  private var base: (truthNumber: Int, sample: Sample)?

  /// Serves a loss.
  package init(_ served: Served) { self.served = served }

  /// What the program is told first.
  ///
  /// - Parameter name: how the loss is called.
  package func handshake(name: String) -> LossHandshake {
    var handshake = LossHandshake()
    handshake.name = name
    handshake.gradient = true
    handshake.takes = served.activation == .none ? .probabilities : .logits
    handshake.layout = .batch
    handshake.classes =
      switch served.activation {
      case .softmax: [.exclusive]
      case .none: [.exclusive, .independent]
      default: [.independent]
      }
    handshake.mask = true
    return handshake
  }

  /// The answer to a line; `nil` where none is expected.
  ///
  /// - Throws: `DocumentError` or `ProcessError` for what is no request: the other side is not to be believed.
  package mutating func answer(to line: String) throws -> LossAnswer? {
    guard arrays != nil else {
      let announcement = try JSON.value(
        ArraysAnnouncement.self, from: line.utf8, path: "the place of arrays")
      arrays = try ArraysFile(opening: announcement.arrays)
      return nil
    }
    let request = try JSON.value(LossRequest.self, from: line.utf8, path: "the request")
    do {
      return LossAnswer(id: request.id, value: try value(request))
    } catch {
      // What another process prints of it has to stay one line.
      return LossAnswer(id: request.id, error: String("\(error)".prefix(1000)))
    }
  }

  private mutating func value(_ request: LossRequest) throws -> Double {
    guard let arrays, request.shape.count > 2, !request.shape.contains(where: { $0 < 1 }) else {
      throw LossError.unsupportedSample(
        loss: "this", reason: "the shape is \(request.shape); expected items, classes and a grid")
    }
    let grid = try Grid(shape: Array(request.shape.dropFirst(2)), spacing: request.spacing)
    let (items, classes) = (request.shape[0], request.shape[1])
    let fields = items.multipliedReportingOverflow(by: classes)
    let (count, overflow) = fields.partialValue.multipliedReportingOverflow(by: grid.count)
    guard !fields.overflow, !overflow else { throw GridError.tooManyElements(request.shape) }
    let prediction = try doubles(count, at: request.prediction, of: arrays)
    if truth?.number != request.truthNumber || truth?.shape != request.shape {
      let values = try doubles(count, at: request.truth, of: arrays)
      truth = (request.truthNumber, request.shape, values)
      base = nil
    }
    let truth = truth?.values ?? []
    let value: Double
    let gradient: [Double]?
    if items == 1, classes == 1, request.classes == nil, request.mask == nil,
      served.activation == .none
    {
      (value, gradient) = try ofMap(prediction, truth, grid, request)
    } else {
      let mask = try request.mask.map {
        let size = items * grid.count
        try arrays.read(size, of: 1, at: $0, into: buffer)
        return Array(buffer.bytes.prefix(size))
      }
      (value, gradient) = try ofClasses(prediction, truth, mask, grid, request)
    }
    if let gradient, let place = request.gradient { try arrays.write(gradient, at: place) }
    return value
  }

  private func doubles(
    _ count: Int, at place: Int, of arrays: ArraysFile
  ) throws(ProcessError) -> [Double] {
    try arrays.read(count, of: MemoryLayout<Double>.stride, at: place, into: buffer)
    return buffer.doubles(count, from: Double.self).values
  }

  private mutating func ofMap(
    _ prediction: [Double], _ truth: [Double], _ grid: Grid, _ request: LossRequest
  ) throws -> (Double, [Double]?) {
    let map = try ProbabilityMap(prediction, on: grid)
    let sample: Sample
    if let base, base.truthNumber == request.truthNumber, base.sample.grid == grid {
      sample = try base.sample.replacingPrediction(with: map)
    } else {
      sample = try Sample(
        prediction: map, truth: ProbabilityMap(truth, on: grid), servesManyPredictions: true)
      base = (request.truthNumber, sample)
    }
    return (
      try served.loss.value(sample),
      request.want == .gradient ? try served.loss.gradient(sample).values : nil
    )
  }

  private func ofClasses(
    _ prediction: [Double], _ truth: [Double], _ mask: [UInt8]?, _ grid: Grid,
    _ request: LossRequest
  ) throws -> (Double, [Double]?) {
    let (items, classes) = (request.shape[0], request.shape[1])
    func fields(_ values: [Double], _ item: Int) -> [[Double]] {
      (0..<classes).map { number in
        let start = (item * classes + number) * grid.count
        return Array(values[start..<start + grid.count])
      }
    }
    let relation = request.classes ?? .independent
    let batch = try (0..<items).map { item in
      let ignored = try mask.map { mask in
        try Mask(mask[item * grid.count..<(item + 1) * grid.count].map { $0 == 0 }, on: grid)
      }
      return try ClassItem(
        scores: fields(prediction, item), truth: fields(truth, item), on: grid, ignoring: ignored)
    }
    let sample = try ClassSample(batch, relation, activation: served.activation)
    let evaluation = try served.classLoss(relation)
      .evaluate(
        sample, served.reduction, gradient: request.want == .gradient ? .scores : nil)
    guard let value = evaluation.value else {
      throw ClassError.severalValues(evaluation.values.count)
    }
    return (value, evaluation.gradient.map { $0.flatMap { $0.flatMap(\.self) } })
  }
}
