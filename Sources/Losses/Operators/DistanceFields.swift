extension Mask {
  /// The Euclidean distance of each element to the nearest one on the other side of the contour, in
  /// the unit of the grid's spacing: from inside to the background, from outside to the object.
  ///
  /// At least the smallest spacing everywhere, but 0 everywhere when the mask is empty or full and
  /// there is no other side.
  public func unsignedDistance() -> [Double] {
    combinedDistance { inside, outside in inside + outside }
  }

  /// ``unsignedDistance()`` with a sign: positive outside the object, negative inside.
  ///
  /// 0 everywhere when the mask is empty or full.
  public func signedDistance() -> [Double] {
    combinedDistance { inside, outside in outside - inside }
  }

  /// A function of the distances to the background and to the foreground, one of which is always 0.
  @inline(__always)
  private func combinedDistance(_ combine: (Double, Double) -> Double) -> [Double] {
    guard !isEmpty, !isFull else { return [Double](repeating: 0, count: grid.count) }
    var result = distanceToBackground()
    let outside = distanceToForeground()
    result.withUnsafeMutableBufferPointer { result in
      outside.withUnsafeBufferPointer { outside in
        for index in 0..<result.count {
          result[index] = combine(result[index], outside[index])
        }
      }
    }
    return result
  }
}

extension Sample {
  /// ``Mask/signedDistance()`` of the truth, computed once for all samples with this truth. Every
  /// loss takes it from here.
  func signedDistanceOfTruth() -> [Double] {
    truthFields.signedDistance { Mask(truth).signedDistance() }
  }
}
