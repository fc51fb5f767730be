import Losses

/// How many elements of a prediction are wrong.
public struct ErrorCount: Hashable, Sendable {
  /// FP, the number of elements predicted but not true.
  public let falsePositives: Int
  /// FN, the number of elements true but not predicted.
  public let falseNegatives: Int

  /// Names both counts.
  public init(falsePositives: Int, falseNegatives: Int) {
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }

  /// No error.
  public static let zero = ErrorCount(falsePositives: 0, falseNegatives: 0)

  /// Counts what is wrong with a predicted object.
  ///
  /// - Parameters:
  ///   - mask: the predicted object.
  ///   - truth: on the same grid; another grid is a mistake of the caller and stops the program.
  public init(_ mask: Mask, truth: Mask) {
    precondition(mask.grid.count == truth.grid.count)
    let truePositives = mask.elements.withUnsafeBytes { predicted in
      truth.elements.withUnsafeBytes { Self.commonCount(predicted, $0) }
    }
    self.init(
      falsePositives: mask.foregroundCount - truePositives,
      falseNegatives: truth.foregroundCount - truePositives)
  }

  /// Number of bytes that are 1 in both, eight at a time: a byte of a `Bool` is 0 or 1.
  private static func commonCount(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Int {
    let width = MemoryLayout<UInt64>.size
    let whole = first.count / width * width
    var count = 0
    for offset in stride(from: 0, to: whole, by: width) {
      let common =
        first.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        & second.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      count += common.nonzeroBitCount
    }
    for offset in whole..<first.count { count += Int(first[offset] & second[offset]) }
    return count
  }
}
