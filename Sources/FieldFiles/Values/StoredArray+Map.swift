import Losses

extension StoredArray {
  /// What of each element becomes of a field, in row-major order. The compiler makes one loop for each
  /// type of element and each transform.
  ///
  /// - Parameters:
  ///   - inspect: is given what has just been written, piece by piece while it is still in the
  ///     cache, and the number of its first element; it may change it. Several threads may be at work.
  func map<Transform: ElementTransform>(
    shape: [Int], strides: [Int], _ transform: Transform,
    inspect: (@Sendable (UnsafeMutableBufferPointer<Transform.Output>, Int) -> Void)? = nil
  ) -> [Transform.Output] {
    let count = shape.reduce(1, *)
    return arrayOfLargeField(count: count) { output in
      let target = SendableBuffer(output)
      guard let slices = shape.first, slices > 1 else {
        return type.accept(
          MappingVisitor(
            array: self, shape: shape, strides: strides, transform: transform, output: output,
            firstIndex: 0, inspect: inspect))
      }
      let size = count / slices
      Parallelism.forEachPart(min(slices, Parallelism.partCount(count)), of: slices) { _, part in
        var array = self
        array.offset += part.lowerBound * strides[0] * type.size
        let output = target.buffer[(part.lowerBound * size)..<(part.upperBound * size)]
        type.accept(
          MappingVisitor(
            array: array, shape: [part.count] + shape.dropFirst(), strides: strides,
            transform: transform, output: UnsafeMutableBufferPointer(rebasing: output),
            firstIndex: part.lowerBound * size, inspect: inspect))
      }
    }
  }
}

private struct MappingVisitor<Transform: ElementTransform>: ElementVisitor {
  typealias Output = Transform.Output

  let array: StoredArray
  let shape: [Int]
  let strides: [Int]
  let transform: Transform
  let output: UnsafeMutableBufferPointer<Output>
  /// The number of the first element of the output.
  let firstIndex: Int
  let inspect: (@Sendable (UnsafeMutableBufferPointer<Output>, Int) -> Void)?

  /// Elements that are written before they are inspected: their values stay in the first-level cache.
  private static var piece: Int { 1 << 11 }

  func visit<Element: StoredElement>(_ type: Element.Type) {
    if let table = table(type) {
      table.withUnsafeBufferPointer { table in
        // Indexing is by what is stored: the table was made in the order of bytes of the file.
        forEachPiece(Element.Bits.self) { target, source, step in
          write(to: target, from: source, step: step) { (bits: Element.Bits) in
            table[Int(truncatingIfNeeded: bits) & (table.count - 1)]
          }
        }
      }
    } else if Transform.isSlow {
      var last = element(type, bits: 0)
      var result = transform(last.element)
      forEachPiece(Element.Bits.self) { target, source, step in
        write(to: target, from: source, step: step) { (bits: Element.Bits) in
          if bits != last.bits {
            last = element(type, bits: bits)
            result = transform(last.element)
          }
          return result
        }
      }
    } else if array.isBigEndian != machineIsBigEndian {
      forEachPiece(Element.Bits.self) { target, source, step in
        write(to: target, from: source, step: step) { (bits: Element.Bits) in
          transform(Element(bits: bits.byteSwapped))
        }
      }
    } else {
      forEachPiece(Element.Bits.self) { target, source, step in
        write(to: target, from: source, step: step) { (bits: Element.Bits) in
          transform(Element(bits: bits))
        }
      }
    }
  }

  /// The element that some bits in the file stand for, and these.
  private func element<Element: StoredElement>(
    _ type: Element.Type, bits: Element.Bits
  ) -> (bits: Element.Bits, element: Element) {
    (bits, array.element(type, bits: bits))
  }

  /// What becomes of every element that there can be, where there are so few that this is less work.
  private func table<Element: StoredElement>(_ type: Element.Type) -> [Output]? {
    let bits = 8 * MemoryLayout<Element.Bits>.size
    guard bits <= 16, output.count >= 4 << bits else { return nil }
    return (0..<(1 << bits)).map { pattern in
      transform(array.element(type, bits: Element.Bits(truncatingIfNeeded: pattern)))
    }
  }

  /// Calls `body` with where to write each piece of a run, where it is read from, and how many bytes
  /// apart its elements stand.
  @inline(__always)
  private func forEachPiece<Bits>(
    _ type: Bits.Type,
    _ body: (UnsafeMutableBufferPointer<Output>, UnsafeRawPointer, Int) -> Void
  ) {
    let size = MemoryLayout<Bits>.size
    if let tiles = Transposition(shape: shape, strides: strides, elementSize: size) {
      return forEachTile(tiles, size, body)
    }
    var index = 0
    array.bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      array.forEachRun(shape: shape, strides: strides) { run in
        let first = start + array.offset + run.start * size
        for begin in stride(from: 0, to: run.count, by: Self.piece) {
          let target = UnsafeMutableBufferPointer(
            rebasing: output[index..<(index + min(Self.piece, run.count - begin))])
          body(target, first + begin * run.stride * size, run.stride * size)
          inspect?(target, firstIndex + index)
          index += target.count
        }
      }
    }
  }

  /// The same by way of a tile in the cache, where neighbours of the field stand far from each other
  /// in the file: each line of memory is then read once and written once.
  @inline(__always)
  private func forEachTile(
    _ tiles: Transposition, _ size: Int,
    _ body: (UnsafeMutableBufferPointer<Output>, UnsafeRawPointer, Int) -> Void
  ) {
    array.bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: Output.self, capacity: Transposition.tileCount) { tile in
        tiles.forEachTile { origin, rows, columns in
          let first = start + array.offset + origin.source * size
          for column in 0..<columns {
            body(
              UnsafeMutableBufferPointer(rebasing: tile[(column * rows)..<((column + 1) * rows)]),
              first + column * tiles.columnStride * size, tiles.rowStride * size)
          }
          for row in 0..<rows {
            let index = origin.target + row * tiles.rowStep
            let target = UnsafeMutableBufferPointer(rebasing: output[index..<(index + columns)])
            for column in 0..<columns { target[column] = tile[column * rows + row] }
            inspect?(target, firstIndex + index)
          }
        }
      }
    }
  }

  /// Elements beside each other have a loop of their own, which the compiler can vectorise.
  @inline(__always)
  private func write<Bits: BitwiseCopyable>(
    to target: UnsafeMutableBufferPointer<Output>, from source: UnsafeRawPointer, step: Int,
    _ value: (Bits) -> Output
  ) {
    let size = MemoryLayout<Bits>.size
    if step == size {
      for index in 0..<target.count {
        target[index] = value(source.loadUnaligned(fromByteOffset: index * size, as: Bits.self))
      }
    } else {
      for index in 0..<target.count {
        target[index] = value(source.loadUnaligned(fromByteOffset: index * step, as: Bits.self))
      }
    }
  }
}
