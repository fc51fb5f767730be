import Processes

extension LossHandshake.ElementType {
  /// Bytes of an element.
  var stride: Int {
    switch self {
    case .float64: MemoryLayout<Double>.stride
    case .float32: MemoryLayout<Float>.stride
    }
  }
}

extension TransferBuffer {
  /// Takes numbers, in another precision.
  func take<Stored: BinaryFloatingPoint & BitwiseCopyable>(
    _ values: [Double], as type: Stored.Type
  ) {
    reserve(values.count * MemoryLayout<Stored>.stride)
    let stored = bytes.bindMemory(to: type)
    values.withUnsafeBufferPointer { values in
      for index in values.indices { stored[index] = Stored(values[index]) }
    }
  }

  /// The first numbers in it, and whether all of them are finite.
  func doubles<Stored: BinaryFloatingPoint & BitwiseCopyable>(
    _ count: Int, from type: Stored.Type
  ) -> (values: [Double], isFinite: Bool) {
    let stored = UnsafeRawBufferPointer(bytes).bindMemory(to: type)
    // Bits are looked at many at a time: numbers that are not finite have all of these.
    let exponent = Double.infinity.bitPattern
    var marks: UInt64 = 0
    let values = [Double](unsafeUninitializedCapacity: count) { values, initialized in
      for index in 0..<count {
        let value = Double(stored[index])
        values[index] = value
        marks |= value.bitPattern & exponent == exponent ? 1 : 0
      }
      initialized = count
    }
    return (values, marks == 0)
  }
}
