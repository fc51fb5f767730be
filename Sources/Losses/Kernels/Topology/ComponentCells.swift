/// The cells of the components of a mask: which component each element is nearest to.
///
/// Distances are Euclidean, in the unit of the spacing; of equally near components the first has the
/// element. Axis by axis the lower envelope of the parabolas of a line says what is nearest, in a time linear in
/// the number of elements (Felzenszwalb and Huttenlocher 2012, "Distance transforms of sampled functions").
package struct ComponentCells: Sendable {
  /// The number of each element's component, from 1 on; 0 everywhere where there is none.
  package let labels: [Int32]

  /// Finds the components, which touch by faces, edges or corners, and their cells.
  package init(of mask: Mask) {
    let components = ConnectedComponents(of: mask, connectivity: .full)
    guard components.count > 1 else {
      labels = [Int32](repeating: Int32(components.count), count: mask.grid.count)
      return
    }
    var labels = components.labels
    var squares = labels.map { $0 > 0 ? 0 : Double.infinity }
    let axes = zip(mask.grid.axisSteps, mask.grid.spacing)
    labels.withUnsafeMutableBufferPointer { labels in
      squares.withUnsafeMutableBufferPointer { squares in
        for (axis, spacing) in axes where axis.block > axis.stride {
          let (labels, squares) = (SendableBuffer(labels), SendableBuffer(squares))
          Parallelism.forEachPart(
            of: labels.buffer.count / axis.block * axis.stride,
            worthwhile: labels.buffer.count >= Parallelism.chunk
          ) { lines in
            var envelope = LabelledEnvelope(spacing: spacing, length: axis.block / axis.stride)
            for line in lines {
              let start = line / axis.stride * axis.block + line % axis.stride
              envelope.apply(squares.buffer, labels.buffer, from: start, stride: axis.stride)
            }
          }
        }
      }
    }
    self.labels = labels
  }
}

/// The lower envelope of equal parabolas on a line, each with the label of what it starts from.
///
/// Other than of a `LowerEnvelope`, parabolas that only touch the envelope are on it, since their label may be the
/// lower one.
private struct LabelledEnvelope {
  private struct Parabola {
    var position: Int
    var height: Double
    var label: Int32
  }

  private let spacing: Double
  private let length: Int
  private var parabolas: [Parabola] = []

  init(spacing: Double, length: Int) {
    self.spacing = spacing
    self.length = length
    parabolas.reserveCapacity(length)
  }

  /// Replaces the squared distances and labels of a line by those of what is nearest along it, too.
  mutating func apply(
    _ squares: UnsafeMutableBufferPointer<Double>, _ labels: UnsafeMutableBufferPointer<Int32>,
    from start: Int, stride: Int
  ) {
    parabolas.removeAll(keepingCapacity: true)
    for position in 0..<length {
      let place = start + position * stride
      guard squares[place] < .infinity else { continue }
      add(Parabola(position: position, height: squares[place], label: labels[place]))
    }
    guard !parabolas.isEmpty else { return }
    var current = 0
    for position in 0..<length {
      var (lowest, label) = (square(current, at: position), parabolas[current].label)
      while current + 1 < parabolas.count {
        let next = square(current + 1, at: position)
        guard next <= lowest else { break }
        current += 1
        label = next < lowest ? parabolas[current].label : min(label, parabolas[current].label)
        lowest = next
      }
      let place = start + position * stride
      (squares[place], labels[place]) = (lowest, label)
    }
  }

  private func square(_ index: Int, at position: Int) -> Double {
    let offset = Double(position - parabolas[index].position) * spacing
    return parabolas[index].height + offset * offset
  }

  /// Adds a parabola to the right of all others, and removes those that it hides.
  private mutating func add(_ parabola: Parabola) {
    while parabolas.count >= 2 {
      let (first, last) = (parabolas[parabolas.count - 2], parabolas[parabolas.count - 1])
      let before = Double(last.position - first.position) * spacing
      let after = Double(parabola.position - last.position) * spacing
      // Where its neighbours cross, the last one lies above them by this over (before + after).
      let lowered = before * parabola.height + after * first.height
      let raised = (before + after) * last.height
      let above = raised - lowered - (before + after) * before * after
      // What rounding could have lifted stays.
      guard above > 1e-13 * (raised + lowered) else { break }
      parabolas.removeLast()
    }
    parabolas.append(parabola)
  }
}
