import Processes

/// A part of the file of arrays: prediction, truth, gradient and mask of one request, one after the other.
struct ArraysSlot {
  /// Where it begins, in bytes.
  private var offset = 0
  private var capacity = 0
  /// The truth that lies in it, and its number.
  private var truth: [Double]?
  private var truthNumber = 0
  private var isTruthWritten = false
  private let buffer = TransferBuffer()

  /// Makes room for a question, at the end of the file where there is too little.
  ///
  /// - Parameters:
  ///   - extent: bytes of the file that are taken.
  ///   - truths: how many truths there have been.
  mutating func reserve(
    _ question: LossQuestion, _ type: LossHandshake.ElementType, after extent: inout Int,
    truths: inout Int
  ) {
    let needed = 3 * size(question, type) + (question.mask?.count ?? 0)
    if needed > capacity {
      // Whole pages, which whoever maps the file likes.
      capacity = (needed + 4095) / 4096 * 4096
      (offset, truth) = (extent, nil)
      extent += capacity
    }
    isTruthWritten = truth == question.truth
    guard !isTruthWritten else { return }
    truths += 1
    (truth, truthNumber) = (question.truth, truths)
  }

  /// Writes the arrays of a question for which there is room.
  func write(
    _ question: LossQuestion, _ type: LossHandshake.ElementType, to file: ArraysFile
  ) throws(ProcessError) {
    let size = size(question, type)
    func write(_ values: [Double], at place: Int) throws(ProcessError) {
      switch type {
      case .float64: try file.write(values, at: place)
      case .float32:
        buffer.take(values, as: Float.self)
        try file.write(size, of: buffer, at: place)
      }
    }
    try write(question.prediction, at: offset)
    if !isTruthWritten { try write(question.truth, at: offset + size) }
    if let mask = question.mask { try file.write(mask, at: offset + 3 * size) }
  }

  /// The request that says where everything is.
  func request(
    _ question: LossQuestion, _ type: LossHandshake.ElementType, wantsGradient: Bool
  ) -> LossRequest {
    let size = size(question, type)
    return LossRequest(
      id: 0, want: wantsGradient ? .gradient : .value, shape: question.shape,
      spacing: question.spacing, classes: question.classes, prediction: offset,
      truth: offset + size, truthNumber: truthNumber,
      mask: question.mask.map { _ in offset + 3 * size },
      gradient: wantsGradient ? offset + 2 * size : nil)
  }

  /// The gradient that a process has written, and whether it is finite everywhere.
  func gradient(
    _ question: LossQuestion, _ type: LossHandshake.ElementType, from file: ArraysFile
  ) throws(ProcessError) -> (values: [Double], isFinite: Bool) {
    let (count, place) = (question.prediction.count, offset + 2 * size(question, type))
    try file.read(count, of: type.stride, at: place, into: buffer)
    switch type {
    case .float64: return buffer.doubles(count, from: Double.self)
    case .float32: return buffer.doubles(count, from: Float.self)
    }
  }

  /// Bytes of one array.
  private func size(_ question: LossQuestion, _ type: LossHandshake.ElementType) -> Int {
    question.prediction.count * type.stride
  }
}
