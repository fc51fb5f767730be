/// Means over `Ball`s around the elements of a tile, by Fourier transforms of prediction and truth
/// as real and imaginary part of one complex field.
///
/// A ball is symmetric, so that its transform is real and leaves the two apart.
final class BallConvolver {
  /// How many balls are held at once.
  static let capacity = 6

  private let box: [Int]
  private let transform: FourierTransform
  private let memory: UnsafeMutableBufferPointer<Double>
  private let scratch: ScratchMemory
  /// Transforms of the balls, scaled to means.
  private let kernels: [UnsafePointer<Double>]
  private let spectrum: ComplexPlanes
  private let first: ComplexPlanes
  private let second: ComplexPlanes
  private let sum: ComplexPlanes?

  /// A field of the box that may be written, and another to write over.
  struct Fields {
    let content: ComplexPlanes
    let spare: ComplexPlanes
  }

  /// Prepares for some balls on boxes of one shape.
  ///
  /// - Parameters:
  ///   - balls: at most ``capacity`` of them.
  ///   - grid: the grid that is cut into tiles.
  ///   - box: extents of the boxes.
  ///   - kept: ``kernelValues`` of an earlier one for the same balls and boxes.
  ///   - withSum: whether there is memory for ``add(_:ball:)``.
  ///   - scratch: where the memory comes from.
  init(
    _ balls: [Ball], _ grid: Grid, box: [Int], kernels kept: UnsafePointer<Double>? = nil,
    withSum: Bool, scratch: ScratchMemory
  ) {
    self.box = box
    transform = FourierTransform(shape: box, scratch: scratch)
    let count = transform.count
    let made = kept == nil ? balls.count : 0
    let planes = Self.planeCount(balls: made, withSum: withSum)
    memory = scratch.borrow(Double.self, count: planes * count)
    self.scratch = scratch
    guard let memory = memory.baseAddress else { preconditionFailure("a box has elements") }
    func pair(_ number: Int) -> ComplexPlanes {
      let start = memory + 2 * number * count
      return ComplexPlanes(real: start, imaginary: start + count, count: count)
    }
    (spectrum, first, second) = (pair(0), pair(1), pair(2))
    sum = withSum ? pair(3) : nil
    let own = memory + (planes - made) * count
    kernels = balls.indices.map { (kept ?? UnsafePointer(own)) + $0 * count }
    for start in stride(from: 0, to: made, by: 2) {
      makeKernels(balls, start..<min(start + 2, made), grid, into: own)
    }
  }

  /// How many planes of the box are held.
  static func planeCount(balls: Int, withSum: Bool) -> Int {
    3 * 2 + (withSum ? 2 : 0) + min(balls, capacity)
  }

  deinit { scratch.giveBack(memory) }

  /// The transforms of all balls, one after the other.
  var kernelValues: UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: kernels.first, count: kernels.count * transform.count)
  }

  /// Transforms one ball or two at once.
  private func makeKernels(
    _ balls: [Ball], _ numbers: Range<Int>, _ grid: Grid, into kernels: UnsafeMutablePointer<Double>
  ) {
    first.clear()
    for (number, plane) in zip(numbers, [first.real, first.imaginary]) {
      write(balls[number], grid, to: plane)
    }
    let transformed = transform.forward(first, spare: second)
    for (number, plane) in zip(numbers, [transformed.real, transformed.imaginary]) {
      (kernels + number * transform.count).update(from: plane, count: transform.count)
    }
  }

  /// Writes a ball around the first element of the box, which goes around.
  private func write(_ ball: Ball, _ grid: Grid, to plane: UnsafeMutablePointer<Double>) {
    let shape = grid.paddedShape
    let value = 1 / (Double(ball.elementCount) * Double(transform.count))
    func around(_ offset: Int, _ axis: Int) -> Int { offset < 0 ? offset + box[axis] : offset }
    // What reaches across the whole grid meets zeros alone.
    let slices = min(ball.reaches.slices, shape.slices - 1)
    let rows = min(ball.reaches.rows, shape.rows - 1)
    for slice in -slices...slices {
      for row in -rows...rows {
        let halfWidth = min(ball.halfWidth(slice: slice, row: row), shape.columns - 1)
        guard halfWidth >= 0 else { continue }
        let start = (around(slice, 0) * box[1] + around(row, 1)) * box[2]
        for column in -halfWidth...halfWidth { plane[start + around(column, 2)] = value }
      }
    }
  }

  /// Takes two fields of a tile and what is in reach of it, or one.
  func load(
    _ p: FieldBuffer<Double>, _ g: FieldBuffer<Double>?, _ tile: FourierTiling.Tile, _ grid: Grid
  ) {
    let shape = grid.paddedShape
    // With an odd number of passes the transform ends in the other of two fields.
    let (source, spare) = transform.passCount % 2 == 0 ? (spectrum, first) : (first, spectrum)
    source.clear()
    let columns = tile.inputs[2]
    for slice in tile.inputs[0] {
      for row in tile.inputs[1] {
        let start = (slice * shape.rows + row) * shape.columns + columns.lowerBound
        let target = tile.boxIndex(slice, row, columns.lowerBound)
        for column in 0..<columns.count {
          source.real[target + column] = p.buffer[start + column]
          if let g { source.imaginary[target + column] = g.buffer[start + column] }
        }
      }
    }
    _ = transform.forward(source, spare: spare)
  }

  /// The means of both fields over a ball as real and imaginary part; or of one field over two balls.
  func means(ball: Int, and other: Int? = nil) -> Fields {
    let factors = ComplexFactors(real: kernels[ball], imaginary: other.map { kernels[$0] })
    let content = transform.inverse(spectrum, times: factors, first: first, second: second)
    return Fields(content: content, spare: content.real == first.real ? second : first)
  }

  /// Makes ``sumOfMeans()`` 0.
  func clearSum() { sum?.clear() }

  /// Adds the means of a field over a ball to ``sumOfMeans()``; the fields are overwritten.
  func add(_ fields: Fields, ball: Int) {
    guard let sum else { preconditionFailure("made without memory for a sum") }
    let added = transform.forward(fields.content, spare: fields.spare)
    let kernel = kernels[ball]
    for index in 0..<transform.count {
      sum.real[index] += kernel[index] * added.real[index]
      sum.imaginary[index] += kernel[index] * added.imaginary[index]
    }
  }

  /// Σ of what was added.
  func sumOfMeans() -> ComplexPlanes {
    guard let sum else { preconditionFailure("made without memory for a sum") }
    return transform.inverse(sum, times: nil, first: first, second: second)
  }
}
