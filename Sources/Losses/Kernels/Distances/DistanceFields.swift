extension Mask {
  /// The Euclidean distance of each element to the nearest one on the other side of the contour, in
  /// the unit of the grid's spacing: from inside to the background, from outside to the object.
  ///
  /// At least the smallest spacing everywhere, but 0 everywhere when the mask is empty or full and
  /// there is no other side.
  public func unsignedDistance() -> [Double] {
    distances(ScratchMemory()) { $0.writeUnsigned(into: $1) }
  }

  /// ``unsignedDistance()`` with a sign: positive outside the object, negative inside.
  ///
  /// 0 everywhere when the mask is empty or full.
  public func signedDistance() -> [Double] {
    signedDistance(ScratchMemory())
  }

  /// ``signedDistance()``, with memory for a few lines from there.
  fileprivate func signedDistance(_ scratch: ScratchMemory) -> [Double] {
    distances(scratch) { $0.writeSigned(into: $1) }
  }

  private func distances(
    _ scratch: ScratchMemory,
    _ write: (ContourDistances, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> [Double] {
    arrayOfLargeField(count: grid.count) { result in
      elements.withUnsafeBufferPointer { elements in
        write(
          ContourDistances(
            of: elements, foregroundCount: foregroundCount, on: grid, scratch: scratch),
          result)
      }
    }
  }
}

/// Distances to the contour of a mask, written into memory of the caller.
struct ContourDistances {
  private let elements: UnsafeBufferPointer<Bool>
  private let hasContour: Bool
  private let transform: DistanceTransform

  /// Prepares for a mask of which so many elements are foreground.
  init(
    of elements: UnsafeBufferPointer<Bool>, foregroundCount: Int, on grid: Grid,
    scratch: ScratchMemory
  ) {
    self.elements = elements
    hasContour = foregroundCount > 0 && foregroundCount < elements.count
    transform = DistanceTransform(grid, scratch: scratch)
  }

  /// ``Mask/unsignedDistance()``.
  func writeUnsigned(into result: UnsafeMutableBufferPointer<Double>) {
    guard hasContour else { return result.initialize(repeating: 0) }
    transform.write(distancesOf: elements, into: result)
  }

  /// ``Mask/signedDistance()``.
  func writeSigned(into result: UnsafeMutableBufferPointer<Double>) {
    guard hasContour else { return result.initialize(repeating: 0) }
    transform.write(distancesOf: elements, hasSigns: true, into: result)
  }
}

extension Sample {
  /// ``Mask/signedDistance()`` of the truth, computed once for all samples with this truth. Every
  /// loss takes it from here.
  func signedDistanceOfTruth() -> [Double] {
    derived(SignedDistance()) { Mask(truth).signedDistance(scratch) }
  }

  /// Writes ``Mask/unsignedDistance()`` of the prediction.
  func writeUnsignedDistanceOfPrediction(into result: UnsafeMutableBufferPointer<Double>) {
    scratch.withBuffer(of: Bool.self, count: grid.count) { elements in
      let target = SendableBuffer(elements)
      let foregroundCount = prediction.values.withUnsafeBufferPointer { values in
        let p = FieldBuffer(buffer: values)
        // Whole numbers add up exactly.
        return Parallelism.sum(over: p.count) { range in
          var count = 0
          for index in range {
            let isForeground = p.buffer[index] > 0.5
            target.buffer[index] = isForeground
            count += isForeground ? 1 : 0
          }
          return Double(count)
        }
      }
      ContourDistances(
        of: UnsafeBufferPointer(elements), foregroundCount: Int(foregroundCount), on: grid,
        scratch: scratch
      ).writeUnsigned(into: result)
    }
  }
}

private struct SignedDistance: TruthKey { typealias Value = [Double] }
