extension Sequence where Element: Hashable {
  /// The first element that stood in the sequence before; nil where all differ.
  package var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }
}
