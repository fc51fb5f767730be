/// Sorts by their errors entries that are sorted by their keys, which do not tell all errors apart.
struct EqualKeys<Element: FieldElement>: Sendable {
  typealias Entries = UnsafeMutableBufferPointer<KeyedIndex>

  private let errors: ElementErrors<Element>

  init(_ errors: ElementErrors<Element>) { self.errors = errors }

  /// Sorts all runs of equal keys, each on one thread.
  func sort(_ entries: Entries, _ scratch: Entries) {
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
        Entries(rebasing: entries.buffer[range]), Entries(rebasing: scratch.buffer[range]))
    }
  }

  private func sortRuns(
    _ entries: Entries, _ scratch: Entries
  ) {
    var start = 0
    while start < entries.count {
      let key = entries[start].key
      var end = start + 1
      while end < entries.count, entries[end].key == key { end += 1 }
      if end - start > 1 {
        sortRun(
          Entries(rebasing: entries[start..<end]), Entries(rebasing: scratch[start..<end]))
      }
      start = end
    }
  }

  /// Sorts entries that are in rising order of the index.
  private func sortRun(
    _ run: Entries, _ scratch: Entries
  ) {
    if run.count <= 32 { return sortByInsertion(run) }
    var range = ErrorRange()
    for entry in run { range.insert(errors[entry]) }
    guard range.lowest < range.highest else { return }
    // Counting pays from some thousand elements on.
    if run.count < 1 << 12 {
      var run = run
      return run.sort {
        (errors[$1], $0.index) < (errors[$0], $1.index)
      }
    }
    let keys = ErrorKeys(range)
    for position in run.indices { run[position].key = keys.key(errors[run[position]]) }
    var (sorted, other) = (run, scratch)
    KeyedIndex.sort(&sorted, &other)
    if sorted.baseAddress != run.baseAddress { _ = run.update(fromContentsOf: sorted) }
    if !keys.areExact { sortRuns(run, scratch) }
  }

  private func sortByInsertion(_ run: Entries) {
    for end in 1..<run.count {
      let entry = run[end]
      let error = errors[entry]
      var position = end
      while position > 0, error > errors[run[position - 1]] {
        run[position] = run[position - 1]
        position -= 1
      }
      run[position] = entry
    }
  }
}
