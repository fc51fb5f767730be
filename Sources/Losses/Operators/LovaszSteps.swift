/// The steps of the Lovász extension of the Jaccard loss.
///
/// Elements are taken by falling error e = abs(g − p) (equal ones by rising index), and each is
/// worth by how much calling it wrong, too, raises the Jaccard loss 1 − I/U of the mask g:
///
///     step = 1 / U          for foreground, which leaves the intersection I
///     step = I / ((U−1) U)  for background, which has just come into the union U
///
/// Elements without an error, and those with a smaller one than all of the foreground, are worth 0
/// or nothing and not sorted; ``DescendingErrors`` sorts the others.
struct LovaszSteps<Element: FieldElement> {
  private let predictions: UnsafeBufferPointer<Element>
  private let truths: UnsafeBufferPointer<Element>

  /// Prepares for one prediction and truth; the truth is foreground over one half.
  init(_ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>) {
    precondition(predictions.count == truths.count)
    self.predictions = predictions
    self.truths = truths
  }

  /// Calls `body` with index, error, whether it is foreground, and step of each element whose error
  /// and step are over 0, by falling error.
  @inline(__always)
  func forEach(
    _ body: (_ index: Int, _ error: Double, _ isForeground: Bool, _ step: Double) -> Void
  ) {
    var foreground = 0
    var smallest = Double.infinity
    for index in 0..<truths.count where truths[index] > 0.5 {
      foreground += 1
      smallest = min(smallest, 1 - Double(predictions[index]))
    }
    guard foreground > 0 else {
      // The first element in the union makes the loss 1; those after it change nothing.
      var largest = 0
      for index in 0..<predictions.count where predictions[index] > predictions[largest] {
        largest = index
      }
      if predictions[largest] > 0 { body(largest, Double(predictions[largest]), false, 1) }
      return
    }
    // Errors are at least 0, so the next number above 0 leaves out exactly the zeros.
    let errors = DescendingErrors(
      predictions, truths, from: max(smallest, .leastNonzeroMagnitude))
    var intersection = Double(foreground)
    var union = Double(foreground)
    errors.forEach { index, error, isForeground in
      if isForeground {
        intersection -= 1
        body(index, error, true, 1 / union)
      } else {
        union += 1
        body(index, error, false, intersection / ((union - 1) * union))
      }
    }
  }
}
