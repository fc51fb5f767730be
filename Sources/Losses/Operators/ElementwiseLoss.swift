/// A loss that is the mean over elements of a function of `p` and `g`.
///
/// A conforming type names the function; value and gradient follow. The function may depend on
/// sums over the sample, which ``term(for:)`` takes beforehand.
public protocol ElementwiseLoss: ParameterisedLoss {
  /// The function of one element.
  associatedtype Term: ElementTerm

  /// The function for this sample.
  func term(for sample: Sample) -> Term
}

/// A function of the prediction `p` and truth `g` of one element, and its slope in `p`.
///
/// Sums and slopes of many elements follow one by one; a term may bring faster ways of its own.
public protocol ElementTerm: Sendable {
  /// The function at `p` and `g`, both in [0, 1].
  func value(_ p: Double, _ g: Double) -> Double
  /// The derivative of ``value(_:_:)`` with respect to `p`.
  func slope(_ p: Double, _ g: Double) -> Double

  /// Σ value(pᵢ, gᵢ), in an order that depends on nothing but the number of elements.
  func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double
  /// Writes slope(pᵢ, gᵢ) · factor for each element.
  func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>)
}

extension ElementTerm {
  public func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    sumOneByOne(predictions, truths)
  }

  public func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    writeSlopesOneByOne(predictions, truths, times: factor, into: slopes)
  }

  /// ``sum(_:_:)`` by the function of one element alone: the reference for faster ways.
  func sumOneByOne<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    sumOverBuffers(predictions, truths, value)
  }

  /// ``writeSlopes(_:_:times:into:)`` by the function of one element alone.
  func writeSlopesOneByOne<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    for index in 0..<predictions.count {
      slopes[index] = Element(slope(Double(predictions[index]), Double(truths[index])) * factor)
    }
  }

  /// Σ value(pᵢ, gᵢ) over the elements that fill no vector of eight.
  func sumOfTail<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    let tail = (predictions.count & ~7)..<predictions.count
    return tail.reduce(0) { $0 + value(Double(predictions[$1]), Double(truths[$1])) }
  }

  /// Writes slope(pᵢ, gᵢ) · factor for the elements that fill no vector of eight.
  func writeSlopesOfTail<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>
  ) {
    for index in (predictions.count & ~7)..<predictions.count {
      slopes[index] = Element(slope(Double(predictions[index]), Double(truths[index])) * factor)
    }
  }
}

extension ElementwiseLoss {
  public func value(_ sample: Sample) -> Double {
    term(for: sample).mean(over: sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(unchecked: term(for: sample).meanGradient(over: sample), on: sample.grid)
  }
}

extension ElementTerm {
  /// Σ value(pᵢ, gᵢ) / N.
  func mean(over sample: Sample) -> Double {
    mean(sample.prediction.values, sample.truth.values)
  }

  /// slope(pᵢ, gᵢ) / N for each element.
  func meanGradient(over sample: Sample) -> [Double] {
    meanGradient(sample.prediction.values, sample.truth.values)
  }

  /// Σ value(pᵢ, gᵢ) / N, piece by piece on several threads.
  func mean<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) -> Double {
    withBuffers(predictions, truths) { p, g in
      Parallelism.sum(over: p.count) { range in sum(p[range], g[range]) } / Double(p.count)
    }
  }

  /// slope(pᵢ, gᵢ) / N for each element, piece by piece on several threads.
  func meanGradient<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element]
  ) -> [Element] {
    let share = 1 / Double(predictions.count)
    return withBuffers(predictions, truths) { p, g in
      arrayOfPieces(count: p.count) { range, slopes in
        writeSlopes(p[range], g[range], times: share, into: slopes)
      }
    }
  }
}

/// A field that several threads may read.
struct FieldBuffer<Element>: @unchecked Sendable {
  let buffer: UnsafeBufferPointer<Element>

  /// Number of elements.
  var count: Int { buffer.count }

  /// A piece, counted from its own start.
  subscript(range: Range<Int>) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(rebasing: buffer[range])
  }
}

/// Calls `body` with two fields of one length.
@inline(__always)
func withBuffers<Element: FieldElement, Result>(
  _ first: [Element], _ second: [Element],
  _ body: (FieldBuffer<Element>, FieldBuffer<Element>) -> Result
) -> Result {
  precondition(first.count == second.count)
  return first.withUnsafeBufferPointer { first in
    second.withUnsafeBufferPointer { second in
      body(FieldBuffer(buffer: first), FieldBuffer(buffer: second))
    }
  }
}

/// An array whose pieces `write` fills, on several threads.
@inline(__always)
func arrayOfPieces<Element: FieldElement>(
  count: Int, _ write: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
) -> [Element] {
  arrayOfLargeField(count: count) { result in
    let target = SendableBuffer(result)
    Parallelism.forEachChunk(of: count) { _, range in
      write(range, UnsafeMutableBufferPointer(rebasing: target.buffer[range]))
    }
  }
}

/// ``arrayOfPieces(count:_:)`` and Σ of what `write` gives for each piece, in the order of the pieces.
@inline(__always)
func sumAndArrayOfPieces<Element: FieldElement>(
  count: Int, _ write: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Double
) -> (sum: Double, array: [Element]) {
  var sum = 0.0
  let array = arrayOfLargeField(count: count) { (result: UnsafeMutableBufferPointer<Element>) in
    let target = SendableBuffer(result)
    sum = Parallelism.sum(over: count) { range in
      write(range, UnsafeMutableBufferPointer(rebasing: target.buffer[range]))
    }
  }
  return (sum, array)
}

/// Σᵢ term(pᵢ, gᵢ), in an order that depends on nothing but the number of elements.
@inline(__always)
func sumOverElements(
  _ predictions: [Double], _ truths: [Double], _ term: (Double, Double) -> Double
) -> Double {
  withBuffers(predictions, truths) { p, g in sumOverBuffers(p.buffer, g.buffer, term) }
}

/// ``sumOverElements(_:_:_:)`` of buffers.
@inline(__always)
func sumOverBuffers<Element: FieldElement>(
  _ p: UnsafeBufferPointer<Element>, _ g: UnsafeBufferPointer<Element>,
  _ term: (Double, Double) -> Double
) -> Double {
  // Four running sums lose less to rounding than one and leave the processor free to overlap.
  var sums = SIMD4<Double>.zero
  let whole = p.count & ~3
  for index in stride(from: 0, to: whole, by: 4) {
    for lane in 0..<4 {
      sums[lane] += term(Double(p[index + lane]), Double(g[index + lane]))
    }
  }
  for index in whole..<p.count {
    sums[index - whole] += term(Double(p[index]), Double(g[index]))
  }
  return sums.sum()
}

/// transform(pᵢ, gᵢ) for each element.
@inline(__always)
func mapElements<Element: FieldElement>(
  _ predictions: [Element], _ truths: [Element], _ transform: (Double, Double) -> Double
) -> [Element] {
  precondition(predictions.count == truths.count)
  return [Element](unsafeUninitializedCapacity: predictions.count) { result, count in
    predictions.withUnsafeBufferPointer { p in
      truths.withUnsafeBufferPointer { g in
        for index in 0..<p.count {
          result.initializeElement(
            at: index, to: Element(transform(Double(p[index]), Double(g[index]))))
        }
      }
    }
    count = predictions.count
  }
}

/// Σᵢ valueᵢ.
func sum(_ values: [Double]) -> Double {
  sumOverElements(values, values) { value, _ in value }
}
