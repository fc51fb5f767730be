/// The steps of the Lovász extension of the Jaccard loss.
///
/// Elements are taken by falling error e = abs(g − p) (equal ones by rising index), and each is
/// worth by how much calling it wrong, too, raises the Jaccard loss 1 − I/U of the mask g:
///
///     step = 1 / U          for foreground, which leaves the intersection I
///     step = I / ((U−1) U)  for background, which has just come into the union U
///
/// Elements without an error, and those with a smaller one than all of the foreground, are worth 0
/// or nothing and not sorted. The others are sorted by the upper half of their error in three
/// passes (least significant digit first), which is linear in their number; only runs of equal
/// upper halves that came out unordered are sorted by comparison. Memory: two fields.
struct LovaszSteps {
  private let predictions: UnsafeBufferPointer<Double>
  private let truths: UnsafeBufferPointer<Double>

  /// Prepares for one prediction and truth; the truth is foreground over one half.
  init(_ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>) {
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
      smallest = min(smallest, 1 - predictions[index])
    }
    guard foreground > 0 else {
      // The first element in the union makes the loss 1; those after it change nothing.
      var largest = 0
      for index in 0..<predictions.count where predictions[index] > predictions[largest] {
        largest = index
      }
      if predictions[largest] > 0 { body(largest, predictions[largest], false, 1) }
      return
    }
    // Errors are at least 0, so the next number above 0 leaves out exactly the zeros.
    withSortedEntries(errorsFrom: max(smallest, .leastNonzeroMagnitude)) { entries in
      var intersection = Double(foreground)
      var union = Double(foreground)
      for entry in entries {
        if entry.isForeground {
          intersection -= 1
          body(entry.index, error(entry), true, 1 / union)
        } else {
          union += 1
          body(entry.index, error(entry), false, intersection / ((union - 1) * union))
        }
      }
    }
  }

  @inline(__always)
  private func error(_ entry: LovaszEntry) -> Double {
    let prediction = predictions[entry.index]
    return entry.isForeground ? 1 - prediction : prediction
  }

  /// Calls `body` with the elements whose error is at least `limit`, by falling error.
  private func withSortedEntries(
    errorsFrom limit: Double, _ body: (UnsafeMutableBufferPointer<LovaszEntry>) -> Void
  ) {
    let first = UnsafeMutableBufferPointer<LovaszEntry>.allocate(capacity: predictions.count)
    defer { first.deallocate() }
    var count = 0
    for index in 0..<predictions.count {
      let isForeground = truths[index] > 0.5
      let error = isForeground ? 1 - predictions[index] : predictions[index]
      first[count] = LovaszEntry(index: index, isForeground: isForeground, error: error)
      count += error >= limit ? 1 : 0
    }
    let second = UnsafeMutableBufferPointer<LovaszEntry>.allocate(capacity: count)
    defer { second.deallocate() }
    let entries = Self.sortByKey(UnsafeMutableBufferPointer(rebasing: first[0..<count]), second)
    sortWithinKeys(entries)
    body(entries)
  }

  /// Sorts by key, keeping the order of equal ones; the result is in one of the two buffers.
  private static func sortByKey(
    _ entries: UnsafeMutableBufferPointer<LovaszEntry>,
    _ scratch: UnsafeMutableBufferPointer<LovaszEntry>
  ) -> UnsafeMutableBufferPointer<LovaszEntry> {
    var source = entries
    var target = scratch
    for digit in 0..<LovaszEntry.digits {
      let isConstant = withUnsafeTemporaryAllocation(
        of: Int.self, capacity: LovaszEntry.digitValues
      ) { offsets in
        offsets.initialize(repeating: 0)
        for entry in source { offsets[entry.digit(digit)] += 1 }
        if let first = source.first, offsets[first.digit(digit)] == source.count { return true }
        var next = 0
        for value in 0..<offsets.count {
          (offsets[value], next) = (next, next + offsets[value])
        }
        for entry in source {
          let value = entry.digit(digit)
          target[offsets[value]] = entry
          offsets[value] += 1
        }
        return false
      }
      if !isConstant { swap(&source, &target) }
    }
    return source
  }

  /// Sorts runs of equal keys by the whole error and the index, where they are not sorted already.
  private func sortWithinKeys(_ entries: UnsafeMutableBufferPointer<LovaszEntry>) {
    var start = 0
    while start < entries.count {
      var end = start + 1
      var isSorted = true
      while end < entries.count, entries[end].key == entries[start].key {
        if error(entries[end]) > error(entries[end - 1]) { isSorted = false }
        end += 1
      }
      if !isSorted {
        entries[start..<end].sort { first, second in
          let (firstError, secondError) = (error(first), error(second))
          return firstError == secondError
            ? first.index < second.index : firstError > secondError
        }
      }
      start = end
    }
  }
}

/// An element to be sorted: the upper half of its error, complemented so that large errors come
/// first; whether it is foreground; and its index, for which 31 bits are enough on every grid.
private struct LovaszEntry {
  private let bits: UInt64

  static let digits = 3
  static let digitValues = 1 << 11

  @inline(__always)
  init(index: Int, isForeground: Bool, error: Double) {
    // The two highest bits of a number in [0, 1] are 0.
    let key = ~(error.bitPattern << 2) & 0xFFFF_FFFF_0000_0000
    bits = key | (isForeground ? 1 << 31 : 0) | UInt64(index)
  }

  var key: UInt64 { bits >> 32 }
  var isForeground: Bool { bits & 1 << 31 != 0 }
  var index: Int { Int(bits & 0x7FFF_FFFF) }

  /// Eleven bits of the key, the lowest ones first.
  @inline(__always)
  func digit(_ number: Int) -> Int { Int(bits >> UInt64(32 + 11 * number)) & 0x7FF }
}
