/// The elements of a prediction by falling error abs(g − p), equal ones by rising index.
///
/// Errors are sorted by where the bits of their value lie between the smallest and the largest, by
/// 32 such bits on several threads (see `KeyedIndex`). What these do not tell apart is sorted by
/// comparison or, where it is much, in the same way between its own bounds (see `EqualKeys`). The
/// time is linear in the number of elements, however errors are distributed. Memory: two fields, one
/// of them given back after sorting.
///
/// An error that many elements have, such as that of background at which a prediction saturates, is
/// kept apart: these elements are in order as they stand.
// Unchecked, but true: the entries have one owner, since this is not copied, and are only read once sorted.
struct DescendingErrors<Element: FieldElement>: ~Copyable, @unchecked Sendable {
  private typealias Entries = UnsafeMutableBufferPointer<KeyedIndex>

  private let errors: ElementErrors<Element>
  private let entries: UnsafeMutableBufferPointer<KeyedIndex>
  private let scratch: ScratchMemory
  /// What errors follow from without a look at the prediction, if they do.
  private let exactKeys: ErrorKeys?
  private let pieces: [ErrorRange]
  /// The error that is kept apart; not a number when there is none.
  let tiedError: Double

  /// Number of elements of the field.
  var fieldCount: Int { errors.count }

  /// Number of sorted elements: those that are kept apart do not count.
  var count: Int { entries.count }

  /// Sorts the elements whose error is at least `limit`, which is over 0; the truth is foreground
  /// over one half. The buffers must outlive the result; two fields are borrowed.
  init(_ errors: ElementErrors<Element>, from limit: Double, scratch: ScratchMemory) {
    let tied = errors.frequentError(from: limit) ?? .nan
    let pieces = Self.pieces(errors, from: limit, tied)
    let all = pieces.reduce(ErrorRange()) { $0.joined(with: $1) }
    let keys = ErrorKeys(all)
    var entries = Self.entries(errors, from: limit, tied, keys, pieces, scratch)
    if all.lowest < all.highest {
      var other = scratch.borrow(KeyedIndex.self, count: entries.count)
      defer { scratch.giveBack(other) }
      KeyedIndex.sort(&entries, &other)
      if !keys.areExact { EqualKeys(errors).sort(entries, other) }
    }
    self.errors = errors
    self.entries = entries
    self.pieces = pieces
    self.scratch = scratch
    tiedError = tied
    exactKeys = keys.areExact ? keys : nil
  }

  deinit { scratch.giveBack(entries) }

  // MARK: In order

  /// Calls `body` with index, error and whether it is foreground of each element in a range of the
  /// order, those that are kept apart left out.
  @inline(__always)
  func forEach(
    in range: Range<Int>, _ body: (_ index: Int, _ error: Double, _ isForeground: Bool) -> Void
  ) {
    if let exactKeys {
      for entry in entries[range] {
        body(entry.index, exactKeys.error(entry.key), entry.isForeground)
      }
    } else {
      for entry in entries[range] { body(entry.index, errors[entry], entry.isForeground) }
    }
  }

  /// How many elements in a range of the order are foreground.
  func foregroundCount(in range: Range<Int>) -> Int {
    var count = 0
    for entry in entries[range] { count += entry.isForeground ? 1 : 0 }
    return count
  }

  // MARK: Kept apart

  /// How many elements come before those that are kept apart.
  var countBeforeTied: Int {
    var (start, end) = (0, tiedError.isNaN ? 0 : entries.count)
    while start < end {
      let middle = (start + end) / 2
      if errors[entries[middle]] > tiedError { start = middle + 1 } else { end = middle }
    }
    return start
  }

  /// How many elements are kept apart in each piece of the field.
  var tiedCounts: [TiedCount] { pieces.map(\.tied) }

  /// Calls `body` with the index of each element in a range of the field that is kept apart, and
  /// whether it is foreground.
  @inline(__always)
  func forEachTied(in range: Range<Int>, _ body: (_ index: Int, _ isForeground: Bool) -> Void) {
    for index in range where errors[index] == tiedError {
      body(index, errors.isForeground(index))
    }
  }

  // MARK: Entries

  /// What the errors of each piece of the field are like.
  private static func pieces(
    _ errors: ElementErrors<Element>, from limit: Double, _ tied: Double
  ) -> [ErrorRange] {
    let pieces = Parallelism.chunkCount(errors.count)
    return [ErrorRange](unsafeUninitializedCapacity: pieces) { ranges, count in
      let ranges = SendableBuffer(ranges)
      Parallelism.forEachChunk(of: errors.count) { number, range in
        ranges.buffer.initializeElement(
          at: number, to: ErrorRange(errors, in: range, from: limit, but: tied))
      }
      count = pieces
    }
  }

  /// The entries of all pieces with their keys, in rising order of the index.
  private static func entries(
    _ errors: ElementErrors<Element>, from limit: Double, _ tied: Double, _ keys: ErrorKeys,
    _ pieces: [ErrorRange], _ scratch: ScratchMemory
  ) -> Entries {
    let ends = pieces.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let entries = scratch.borrow(KeyedIndex.self, count: ends[pieces.count])
    let target = SendableBuffer(entries)
    Parallelism.forEachChunk(of: errors.count) { number, range in
      var (position, start) = (ends[number], range.lowerBound)
      while position < ends[number + 1] {
        let end = min(start + 8, range.upperBound)
        defer { start = end }
        guard end - start < 8 || errors.vector(start).counts(from: limit, but: tied).any else {
          continue
        }
        for index in start..<end where position < ends[number + 1] {
          let error = errors[index]
          // Written in any case and kept only if it counts: no branch to mispredict.
          target.buffer.initializeElement(
            at: position,
            to: KeyedIndex(
              key: keys.key(error), index: index, isForeground: errors.isForeground(index)))
          position += error >= limit && error != tied ? 1 : 0
        }
      }
    }
    return entries
  }
}
