import CKernels

/// Passes over a batch that compute the softmax of logits on the way, so that no field of probabilities is
/// stored.
///
/// Work is cut into pieces of an item, whose sums are put together in their order.
struct SoftmaxPass {
  let sample: SinglePrecisionClassSample
  let needs: SoftmaxNeeds

  /// Sums of each item.
  func sums() -> [SoftmaxSums] {
    sums(pass(what, slopes: nil, into: nil))
  }

  /// The derivative with respect to each logit, given those with respect to the sums of each item, and
  /// the sums of terms that were found on the way.
  func gradient(_ slopes: [SoftmaxSlopes]) -> (gradient: [Float], sums: [SoftmaxSums]) {
    var found: [Double] = []
    let packed = slopes.map(\.packed)
    let gradient = arrayOfLargeField(count: sample.logits.count) { result in
      // With overlaps the terms have been summed before.
      found = pass(
        needs.overlaps ? what & ~CK_BY_CLASS : what, slopes: packed, into: result)
    }
    return (gradient, sums(found))
  }

  private var what: Int {
    let term =
      switch needs.term {
      case nil: 0
      case .crossEntropy: CK_CROSS_ENTROPY
      case .squaredFocal: CK_SQUARED_FOCAL
      }
    return term | (needs.termsByClass ? CK_BY_CLASS : 0) | (needs.overlaps ? CK_OVERLAPS : 0)
  }

  private var piecesOfItem: Int { Parallelism.chunkCount(sample.grid.count) }

  /// Sums of each piece; writes rows of each item, as many as classes unless told otherwise, if there is
  /// memory for them.
  func pass(
    _ what: Int, slopes: [[Float]]?, into result: UnsafeMutableBufferPointer<Float>?,
    rows: Int? = nil
  ) -> [Double] {
    let (count, classes) = (sample.grid.count, sample.classCount)
    let target = result.map { SendableBuffer($0) }
    return [Double](unsafeUninitializedCapacity: sample.itemCount * piecesOfItem * 3 * classes) {
      sums, initialized in
      let sums = SendableBuffer(sums)
      sample.logits.withUnsafeBufferPointer { logits in
        sample.labels.withUnsafeBufferPointer { labels in
          let (logits, labels) = (FieldBuffer(buffer: logits), FieldBuffer(buffer: labels))
          forEachPiece(of: sample.volumes.indices) { number, item, range in
            let start = range.lowerBound
            ck_softmax_pass(
              logits.buffer.baseAddress.map { $0 + item * classes * count + start },
              labels.buffer.baseAddress.map { $0 + item * count + start }, range.count, count,
              classes,
              Int32(what), slopes?[item] ?? [],
              sums.buffer.baseAddress.map { $0 + number * 3 * classes },
              target?.buffer.baseAddress.map { $0 + item * (rows ?? classes) * count + start })
          }
        }
      }
      initialized = sums.buffer.count
    }
  }

  /// Calls `body` with the number, item and range of each piece of some items, on several threads.
  func forEachPiece(
    of items: Range<Int>,
    _ body: @Sendable (_ number: Int, _ item: Int, _ range: Range<Int>) -> Void
  ) {
    let (count, pieces) = (sample.grid.count, piecesOfItem)
    Parallelism.forEachShare(of: items.count * pieces, worthwhile: items.count * count >= 1 << 14) {
      for number in $0 {
        let start = number % pieces * Parallelism.chunk
        body(
          number, items.lowerBound + number / pieces,
          start..<min(start + Parallelism.chunk, count))
      }
    }
  }

  /// Those of items, in the order of their pieces.
  private func sums(_ found: [Double]) -> [SoftmaxSums] {
    let width = 3 * sample.classCount
    return sample.volumes.enumerated().map { item, volumes in
      var sums = SoftmaxSums(volumes: volumes)
      for piece in (item * piecesOfItem)..<((item + 1) * piecesOfItem) {
        sums.add(found[(piece * width)..<((piece + 1) * width)])
      }
      return sums
    }
  }
}
