/// The elements of a prediction by falling error abs(g − p), equal ones by rising index.
///
/// Errors are sorted by where the bits of their value lie between the smallest and the largest: by
/// the upper 22 of 32 such bits in two passes of a radix sort (least significant digit first), and
/// what these do not tell apart by comparison or, where it is much, in the same way between its own
/// bounds. The time is linear in the number of elements, however errors are distributed. Memory: two
/// fields.
struct DescendingErrors<Element: FieldElement>: ~Copyable {
  private let predictions: UnsafeBufferPointer<Element>
  private let entries: UnsafeMutableBufferPointer<Entry>
  private let count: Int

  /// Sorts the elements whose error is at least `limit`, which is over 0; the truth is foreground
  /// over one half. The buffers must outlive the result.
  init(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    from limit: Double
  ) {
    self.predictions = predictions
    entries = .allocate(capacity: predictions.count)
    var count = 0
    for index in 0..<predictions.count {
      let isForeground = truths[index] > 0.5
      let prediction = Double(predictions[index])
      let error = isForeground ? 1 - prediction : prediction
      // Written in any case and kept only if it counts: no branch to mispredict.
      entries.initializeElement(at: count, to: Entry(index: index, isForeground: isForeground))
      count += error >= limit ? 1 : 0
    }
    self.count = count
    let scratch = UnsafeMutableBufferPointer<Entry>.allocate(capacity: count)
    defer { scratch.deallocate() }
    sort(UnsafeMutableBufferPointer(rebasing: entries[0..<count]), scratch)
  }

  deinit { entries.deallocate() }

  /// Calls `body` with index, error and whether it is foreground of each element, in order.
  @inline(__always)
  func forEach(_ body: (_ index: Int, _ error: Double, _ isForeground: Bool) -> Void) {
    for position in 0..<count {
      let entry = entries[position]
      body(entry.index, error(entry), entry.isForeground)
    }
  }

  @inline(__always)
  private func error(_ entry: Entry) -> Double {
    let prediction = Double(predictions[entry.index])
    return entry.isForeground ? 1 - prediction : prediction
  }

  /// Sorts a part of the entries, which is in rising order of the index.
  private func sort(
    _ part: UnsafeMutableBufferPointer<Entry>, _ scratch: UnsafeMutableBufferPointer<Entry>
  ) {
    var (lowest, highest) = (UInt64.max, UInt64.min)
    for entry in part {
      let bits = error(entry).bitPattern
      lowest = min(lowest, bits)
      highest = max(highest, bits)
    }
    guard lowest < highest else { return }
    // Keys fill their bits whatever the range, so that runs of equal digits always get smaller.
    let shift = Entry.keyBits - (64 - (highest - lowest).leadingZeroBitCount)
    withUnsafeTemporaryAllocation(
      of: UInt32.self, capacity: Entry.digitCount * Entry.digitValues
    ) { counts in
      counts.initialize(repeating: 0)
      for position in 0..<part.count {
        let bits = error(part[position]).bitPattern
        part[position].setKey((highest - bits) << shift)
        for digit in 0..<Entry.digitCount {
          counts[digit * Entry.digitValues + part[position].digit(digit)] += 1
        }
      }
      sortByDigits(part, scratch, counts)
    }
    var start = 0
    while start < part.count {
      var end = start + 1
      while end < part.count, part[end].digits == part[start].digits { end += 1 }
      if end - start > 1 {
        sortRun(UnsafeMutableBufferPointer(rebasing: part[start..<end]), scratch)
      }
      start = end
    }
  }

  /// Sorts entries whose digits are equal, which are in rising order of the index.
  private func sortRun(
    _ run: UnsafeMutableBufferPointer<Entry>, _ scratch: UnsafeMutableBufferPointer<Entry>
  ) {
    if run.count > 32 { return sort(run, scratch) }
    for end in 1..<run.count {
      let entry = run[end]
      var position = end
      while position > 0, isLarger(entry, run[position - 1]) {
        run[position] = run[position - 1]
        position -= 1
      }
      run[position] = entry
    }
  }

  @inline(__always)
  private func isLarger(_ first: Entry, _ second: Entry) -> Bool {
    first.key == second.key ? error(first) > error(second) : first.key < second.key
  }

  /// Sorts by the digits and keeps the order of equal ones; `counts` says how often each value of
  /// each digit occurs.
  private func sortByDigits(
    _ part: UnsafeMutableBufferPointer<Entry>, _ scratch: UnsafeMutableBufferPointer<Entry>,
    _ counts: UnsafeMutableBufferPointer<UInt32>
  ) {
    var source = part
    var target = UnsafeMutableBufferPointer(rebasing: scratch[0..<part.count])
    for digit in 0..<Entry.digitCount {
      let first = digit * Entry.digitValues
      var next: UInt32 = 0
      for value in first..<(first + Entry.digitValues) {
        (counts[value], next) = (next, next + counts[value])
      }
      for entry in source {
        let value = first + entry.digit(digit)
        target[Int(counts[value])] = entry
        counts[value] += 1
      }
      // After an even number of passes the entries are back in their part.
      swap(&source, &target)
    }
  }
}

/// An element to be sorted: 32 bits that are the smaller the larger its error is, its index, for
/// which 31 bits are enough on every grid, and whether it is foreground.
private struct Entry {
  private var bits: UInt64

  static let keyBits = 32
  static let digitCount = 2
  static let digitValues = 1 << 11

  @inline(__always)
  init(index: Int, isForeground: Bool) {
    bits = UInt64(index) << 1 | (isForeground ? 1 : 0)
  }

  @inline(__always)
  mutating func setKey(_ key: UInt64) { bits = bits & 0xFFFF_FFFF | key << 32 }

  var key: UInt64 { bits >> 32 }
  var isForeground: Bool { bits & 1 != 0 }
  var index: Int { Int(bits >> 1 & 0x7FFF_FFFF) }

  /// The upper 22 bits of the key.
  var digits: UInt64 { bits >> 42 }

  /// Eleven of them, the lower ones first.
  @inline(__always)
  func digit(_ number: Int) -> Int { Int(bits >> UInt64(42 + 11 * number)) & 0x7FF }
}
