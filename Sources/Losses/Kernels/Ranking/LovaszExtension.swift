/// Value and gradient of the Lovász extension of the Jaccard loss, in either precision.
package enum LovaszExtension {
  package static func value<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element], _ scratch: ScratchMemory
  ) -> Double {
    withBuffers(predictions, truths) { value($0, $1, scratch) }
  }

  /// ``value(_:_:_:)-([Element],_,_)`` of buffers.
  static func value<Element: FieldElement>(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, _ scratch: ScratchMemory
  ) -> Double {
    let errors = ElementErrors(p, g)
    return LovaszSteps(errors, scratch: scratch)?.sum { _, _, _ in } ?? errors.largest().error
  }

  package static func valueAndGradient<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element], _ scratch: ScratchMemory
  ) -> (value: Double, gradient: [Element]) {
    withBuffers(predictions, truths) { p, g in
      var value = 0.0
      let gradient = arrayOfLargeField(count: p.count) {
        value = Self.value(p, g, writingSlopesTo: $0, scratch)
      }
      return (value, gradient)
    }
  }

  /// The value, and the slope of each element times a factor.
  static func value<Element: FieldElement>(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, times factor: Double = 1,
    writingSlopesTo gradient: UnsafeMutableBufferPointer<Element>, _ scratch: ScratchMemory
  ) -> Double {
    let errors = ElementErrors(p, g)
    let target = SendableBuffer(gradient)
    Parallelism.forEachChunk(of: errors.count) { _, range in
      UnsafeMutableBufferPointer(rebasing: target.buffer[range]).initialize(repeating: 0)
    }
    guard let steps = LovaszSteps(errors, scratch: scratch) else {
      // The first element in the union makes the loss 1; those after it change nothing.
      let (index, error) = errors.largest()
      target.buffer[index] = error > 0 ? Element(factor) : 0
      return error
    }
    let value = steps.sum { index, isForeground, step in
      target.buffer[index] = Element(factor * (isForeground ? -step : step))
    }
    steps.forEachTied { index, isForeground, step in
      target.buffer[index] = Element(factor * (isForeground ? -step : step))
    }
    return value
  }
}
