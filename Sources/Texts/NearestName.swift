/// The candidate that takes the fewest insertions, deletions and replacements to reach from `name`
/// (Levenshtein 1966); the first of equals. `nil` when there are no candidates.
public func nearestName(to name: String, among candidates: [String]) -> String? {
  candidates.min { editDistance(name, $0) < editDistance(name, $1) }
}

private func editDistance(_ first: String, _ second: String) -> Int {
  let target = Array(second)
  var previous = Array(0...target.count)
  for (row, character) in first.enumerated() {
    var current = [row + 1]
    for (column, other) in target.enumerated() {
      let replaced = previous[column] + (character == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[target.count]
}
