/// The elements of a prediction by falling error abs(g − p), equal ones by rising index.
///
/// Errors are sorted by where the bits of their value lie between the smallest and the largest, by
/// 32 such bits on several threads (see ``KeyedIndex``). What these do not tell apart is sorted by
/// comparison or, where it is much, in the same way between its own bounds. The time is linear in
/// the number of elements, however errors are distributed. Memory: two fields, one of them given back
/// after sorting.
struct DescendingErrors<Element: FieldElement>: ~Copyable, @unchecked Sendable {
  private typealias Entries = UnsafeMutableBufferPointer<KeyedIndex>

  private let predictions: UnsafeBufferPointer<Element>
  private let entries: UnsafeMutableBufferPointer<KeyedIndex>
  /// What errors follow from without a look at the prediction, if they do.
  private let exactKeys: ErrorKeys?

  /// Number of elements.
  var count: Int { entries.count }

  /// Sorts the elements whose error is at least `limit`, which is over 0; the truth is foreground
  /// over one half. The buffers must outlive the result.
  init(_ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, from limit: Double) {
    predictions = p.buffer
    let parts = Self.survey(p, g, from: limit)
    let all = parts.reduce(ErrorRange()) { $0.joined(with: $1) }
    let keys = ErrorKeys(all)
    var entries = Self.entries(p, g, from: limit, keys, parts)
    if all.lowest < all.highest {
      var scratch: Entries = allocateLargeField(count: entries.count)
      defer { scratch.deallocate() }
      KeyedIndex.sort(&entries, &scratch)
      if !keys.areExact { Self.sortEqualKeys(entries, scratch, p) }
    }
    self.entries = entries
    exactKeys = keys.areExact ? keys : nil
  }

  deinit { entries.deallocate() }

  /// Calls `body` with index, error and whether it is foreground of each element in a range of the
  /// order.
  @inline(__always)
  func forEach(
    in range: Range<Int>, _ body: (_ index: Int, _ error: Double, _ isForeground: Bool) -> Void
  ) {
    if let exactKeys {
      for entry in entries[range] {
        body(entry.index, exactKeys.error(entry.key), entry.isForeground)
      }
    } else {
      for entry in entries[range] {
        body(entry.index, predictions.error(entry), entry.isForeground)
      }
    }
  }

  /// How many elements in a range of the order are foreground.
  func foregroundCount(in range: Range<Int>) -> Int {
    var count = 0
    for entry in entries[range] { count += entry.isForeground ? 1 : 0 }
    return count
  }

  // MARK: Entries

  /// What the errors of each part, one a thread, are like.
  private static func survey(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, from limit: Double
  ) -> [ErrorRange] {
    let parts = Parallelism.partCount(p.count)
    return [ErrorRange](unsafeUninitializedCapacity: parts) { ranges, count in
      let ranges = SendableBuffer(ranges)
      Parallelism.forEachPart(parts, of: p.count) { part, indices in
        var range = ErrorRange()
        for index in indices {
          let error = p.buffer.error(index, isForeground: g.buffer[index] > 0.5)
          range.insert(error, if: error >= limit)
        }
        ranges.buffer.initializeElement(at: part, to: range)
      }
      count = parts
    }
  }

  /// The entries of all parts with their keys, in rising order of the index.
  private static func entries(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, from limit: Double, _ keys: ErrorKeys,
    _ parts: [ErrorRange]
  ) -> Entries {
    let ends = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let entries: Entries = allocateLargeField(count: ends[parts.count])
    let target = SendableBuffer(entries)
    Parallelism.forEachPart(parts.count, of: p.count) { part, indices in
      var (position, index) = (ends[part], indices.lowerBound)
      let end = ends[part + 1]
      while position < end {
        let isForeground = g.buffer[index] > 0.5
        let error = p.buffer.error(index, isForeground: isForeground)
        // Written in any case and kept only if it counts: no branch to mispredict.
        target.buffer.initializeElement(
          at: position,
          to: KeyedIndex(key: keys.key(error), index: index, isForeground: isForeground))
        position += error >= limit ? 1 : 0
        index += 1
      }
    }
    return entries
  }

  // MARK: What keys do not tell apart

  /// Sorts all runs of equal keys, each on one thread.
  private static func sortEqualKeys(
    _ entries: Entries, _ scratch: Entries, _ p: FieldBuffer<Element>
  ) {
    let parts = Parallelism.partCount(entries.count)
    // A run belongs to the part in which it starts.
    let ends = (0...parts).map { part in
      var end = part * entries.count / parts
      while end > 0, end < entries.count, entries[end].key == entries[end - 1].key { end += 1 }
      return end
    }
    let (entries, scratch) = (SendableBuffer(entries), SendableBuffer(scratch))
    Parallelism.forEachPart(parts, of: parts) { part, _ in
      let range = ends[part]..<ends[part + 1]
      sortRuns(
        Entries(rebasing: entries.buffer[range]), Entries(rebasing: scratch.buffer[range]),
        p.buffer)
    }
  }

  private static func sortRuns(
    _ entries: Entries, _ scratch: Entries, _ predictions: UnsafeBufferPointer<Element>
  ) {
    var start = 0
    while start < entries.count {
      let key = entries[start].key
      var end = start + 1
      while end < entries.count, entries[end].key == key { end += 1 }
      if end - start > 1 {
        sortRun(
          Entries(rebasing: entries[start..<end]), Entries(rebasing: scratch[start..<end]),
          predictions)
      }
      start = end
    }
  }

  /// Sorts entries that are in rising order of the index.
  private static func sortRun(
    _ run: Entries, _ scratch: Entries, _ predictions: UnsafeBufferPointer<Element>
  ) {
    if run.count <= 32 { return sortByInsertion(run, predictions) }
    var range = ErrorRange()
    for entry in run { range.insert(predictions.error(entry), if: true) }
    guard range.lowest < range.highest else { return }
    // Counting pays from some thousand elements on.
    if run.count < 1 << 12 {
      var run = run
      return run.sort {
        (predictions.error($1), $0.index) < (predictions.error($0), $1.index)
      }
    }
    let keys = ErrorKeys(range)
    for position in run.indices { run[position].key = keys.key(predictions.error(run[position])) }
    var (sorted, other) = (run, scratch)
    KeyedIndex.sort(&sorted, &other)
    if sorted.baseAddress != run.baseAddress { _ = run.update(fromContentsOf: sorted) }
    if !keys.areExact { sortRuns(run, scratch, predictions) }
  }

  private static func sortByInsertion(
    _ run: Entries, _ predictions: UnsafeBufferPointer<Element>
  ) {
    for end in 1..<run.count {
      let entry = run[end]
      let error = predictions.error(entry)
      var position = end
      while position > 0, error > predictions.error(run[position - 1]) {
        run[position] = run[position - 1]
        position -= 1
      }
      run[position] = entry
    }
  }
}

extension UnsafeBufferPointer where Element: FieldElement {
  /// abs(g − p) of an element of the prediction.
  @inline(__always)
  fileprivate func error(_ index: Int, isForeground: Bool) -> Double {
    let prediction = Double(self[index])
    return isForeground ? 1 - prediction : prediction
  }

  @inline(__always)
  fileprivate func error(_ entry: KeyedIndex) -> Double {
    error(entry.index, isForeground: entry.isForeground)
  }
}

/// What some errors, all of them over 0, are like.
private struct ErrorRange {
  private(set) var count = 0
  private(set) var lowest = Double.infinity
  private(set) var highest = 0.0
  /// Bits that some error has set.
  private(set) var bits: UInt64 = 0

  @inline(__always)
  mutating func insert(_ error: Double, if counts: Bool) {
    count += counts ? 1 : 0
    lowest = counts && error < lowest ? error : lowest
    highest = counts && error > highest ? error : highest
    bits |= counts ? error.bitPattern : 0
  }

  func joined(with other: ErrorRange) -> ErrorRange {
    var range = self
    range.count += other.count
    range.lowest = min(lowest, other.lowest)
    range.highest = max(highest, other.highest)
    range.bits |= other.bits
    return range
  }
}

/// Keys of 32 bits that are the smaller the larger an error is.
private struct ErrorKeys {
  private let highest: UInt64
  private let left: UInt64
  private let right: UInt64
  /// Whether the error follows from its key, as with most in single precision.
  let areExact: Bool

  init(_ range: ErrorRange) {
    highest = range.highest.bitPattern
    let width = 64 - (highest - min(range.lowest.bitPattern, highest)).leadingZeroBitCount
    // Keys fill their bits whatever the range, so that runs of equal keys always get smaller.
    left = UInt64(max(0, min(KeyedIndex.keyBits - width, KeyedIndex.keyBits - 1)))
    right = UInt64(max(0, width - KeyedIndex.keyBits))
    // Nothing is lost where the bits that are cut off are 0.
    areExact = right <= range.bits.trailingZeroBitCount
  }

  @inline(__always)
  func key(_ error: Double) -> UInt64 { ((highest &- error.bitPattern) &>> right) &<< left }

  @inline(__always)
  func error(_ key: UInt64) -> Double {
    Double(bitPattern: highest &- ((key &>> left) &<< right))
  }
}
