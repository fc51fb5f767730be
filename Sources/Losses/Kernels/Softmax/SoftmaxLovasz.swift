import CKernels

/// The Lovász extension of each class of a softmax against the rest.
///
/// The probabilities of one class at a time are made of the logits, the largest of them and the sum of
/// powers, so that no field of all classes is stored beside the result. Ignored elements are background
/// with probability 0, which are worth nothing.
struct SoftmaxLovasz {
  let sample: SinglePrecisionClassSample
  let reduction: ClassReduction
  private let scratch = ScratchMemory()

  func evaluate(wantsGradient: Bool) throws -> (evaluation: ClassEvaluation, gradient: [Float]?) {
    let counted = try reduction.countedClasses(of: sample.classCount)
    let items = sample.volumes.indices
    let groups = reduction.pooling == .item ? items.map { $0..<($0 + 1) } : [items]
    let volumes = groups.map { group in
      (0..<sample.classCount).map { number in group.reduce(0) { $0 + sample.volumes[$1][number] } }
    }
    let shares = try reduction.shares(
      columns: counted, presence: volumes.map { volumes in counted.map { volumes[$0] > 0 } })
    var table: [[Double]] = []
    var gradient: [Float]?
    let pass = SoftmaxPass(sample: sample, needs: SoftmaxNeeds())
    if wantsGradient {
      guard shares.count == 1 else { throw ClassError.severalValues(shares.count) }
      gradient = arrayOfLargeField(count: sample.logits.count) { slopes in
        table = values(groups, counted, shares.factors, pass, into: slopes)
        pass.pullBack(slopes)
      }
    } else {
      table = values(groups, counted, shares.factors, pass, into: nil)
    }
    let evaluation = ClassEvaluation(
      values: shares.reduced(table),
      tables: [ClassTable(weight: 1, classes: counted, values: table)], gradient: nil,
      ignoredItems: sample.ignoredItems)
    return (evaluation, gradient)
  }

  /// The values of each group by class that counts; writes the slopes by probabilities, times the factors.
  private func values(
    _ groups: [Range<Int>], _ counted: [Int], _ factors: [[Double]], _ pass: SoftmaxPass,
    into slopes: UnsafeMutableBufferPointer<Float>?
  ) -> [[Double]] {
    scratch.withBuffer(of: Float.self, count: 2 * sample.labels.count) { shares in
      pass.writeShares(to: shares)
      return zip(groups, factors).map { group, factors in
        let count = group.count * sample.grid.count
        return scratch.withBuffer(of: Float.self, count: 3 * count) { fields in
          let (p, g) = (part(0, of: fields), part(1, of: fields))
          let slope = part(2, of: fields)
          if let slopes, counted[0] > 0 { pass.fill(0, of: group, with: nil, in: slopes) }
          return zip(counted, factors).map { number, factor in
            pass.write(number, of: group, UnsafeBufferPointer(shares), probabilities: p, truths: g)
            let (p, g) = (
              FieldBuffer(buffer: UnsafeBufferPointer(p)),
              FieldBuffer(buffer: UnsafeBufferPointer(g))
            )
            guard let slopes else { return LovaszExtension.value(p, g, scratch) }
            let value = LovaszExtension.value(
              p, g, times: factor, writingSlopesTo: slope, scratch)
            pass.fill(number, of: group, with: slope, in: slopes)
            return value
          }
        }
      }
    }
  }

  /// One of three fields.
  private func part(
    _ number: Int, of fields: UnsafeMutableBufferPointer<Float>
  ) -> UnsafeMutableBufferPointer<Float> {
    let count = fields.count / 3
    return UnsafeMutableBufferPointer(rebasing: fields[(number * count)..<((number + 1) * count)])
  }
}

extension SoftmaxPass {
  /// Writes the largest logit of each element and one over the sum of the powers of the differences from it,
  /// two rows for each item.
  func writeShares(to shares: UnsafeMutableBufferPointer<Float>) {
    _ = pass(CK_SHARES, slopes: nil, into: shares, rows: 2)
  }

  /// Replaces slopes with respect to probabilities by those with respect to logits.
  func pullBack(_ slopes: UnsafeMutableBufferPointer<Float>) {
    _ = pass(CK_PULL_BACK, slopes: nil, into: slopes)
  }

  /// Writes the probabilities and truths of a class of some items, one item after the other.
  func write(
    _ number: Int, of items: Range<Int>, _ shares: UnsafeBufferPointer<Float>,
    probabilities: UnsafeMutableBufferPointer<Float>, truths: UnsafeMutableBufferPointer<Float>
  ) {
    let (probabilities, truths) = (SendableBuffer(probabilities), SendableBuffer(truths))
    let shares = FieldBuffer(buffer: shares)
    let count = sample.grid.count
    sample.logits.withUnsafeBufferPointer { logits in
      sample.labels.withUnsafeBufferPointer { labels in
        let (logits, labels) = (FieldBuffer(buffer: logits), FieldBuffer(buffer: labels))
        forEachPiece(of: items) { _, item, range in
          let target = (item - items.lowerBound) * count + range.lowerBound
          let row = (item * sample.classCount + number) * count + range.lowerBound
          ck_softmax_class(
            logits.buffer.baseAddress.map { $0 + row },
            shares.buffer.baseAddress.map { $0 + 2 * item * count + range.lowerBound }, range.count,
            count, labels.buffer.baseAddress.map { $0 + item * count + range.lowerBound },
            Int32(number), probabilities.buffer.baseAddress.map { $0 + target },
            truths.buffer.baseAddress.map { $0 + target })
        }
      }
    }
  }

  /// Copies a field of some items, or 0, into the rows of a class.
  func fill(
    _ number: Int, of items: Range<Int>, with field: UnsafeMutableBufferPointer<Float>?,
    in rows: UnsafeMutableBufferPointer<Float>
  ) {
    let (field, rows) = (field.map { SendableBuffer($0) }, SendableBuffer(rows))
    let count = sample.grid.count
    forEachPiece(of: items) { _, item, range in
      let source = (item - items.lowerBound) * count + range.lowerBound
      let start = (item * sample.classCount + number) * count + range.lowerBound
      let target = UnsafeMutableBufferPointer(rebasing: rows.buffer[start..<(start + range.count)])
      if let field {
        _ = target.update(fromContentsOf: field.buffer[source..<(source + range.count)])
      } else {
        target.initialize(repeating: 0)
      }
    }
  }
}
