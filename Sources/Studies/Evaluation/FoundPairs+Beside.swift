import Documents

extension FoundPairs {
  /// The files of a folder that belong to the truths, by their names.
  ///
  /// - Parameters:
  ///   - folder: where they are.
  ///   - kind: what they are called in messages, such as `mask`.
  /// - Returns: the file of each truth, by the path of the truth, and what has none, in words.
  /// - Throws: `FileError` where the folder cannot be read.
  public func files(
    in folder: String, called kind: String
  ) throws(FileError) -> (paths: [String: String], unmatched: [String]) {
    let truths = Set(pairs.map(\.truth)).sorted().map { FieldName($0) }
    let found = FieldName.matches(of: truths, with: try FieldName.all(in: folder), called: kind)
    return (
      Dictionary(found.pairs.map { ($0.path, $1.path) }, uniquingKeysWith: { first, _ in first }),
      found.alone.map { "\($0.path): there is no \(kind) of that name in \(folder)" }
        + found.ambiguous
    )
  }
}
