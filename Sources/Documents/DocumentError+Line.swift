import Yams

extension DocumentError {
  /// The error with the file, and the line of the place where that is known.
  func inFile(_ path: String, text: String) -> DocumentError {
    let line = firstLine(of: places, in: text)
    return .inFile(path, (line.map { "line \($0): " } ?? "") + "\(self)")
  }

  /// Where in a document it is wrong, in the words of `[CodingKey].description`, the closest place first.
  private var places: [String] {
    switch self {
    case .unknownKey(let key, let parent, _):
      parent == [any CodingKey]().description ? [key] : ["\(parent).\(key)", parent]
    case .malformed(_, let place): [place]
    case .invalid, .inFile: []
    }
  }
}

/// The line of the first place that a text of JSON or YAML has; `nil` where it has none of them or is so long
/// that looking would cost more than it tells.
private func firstLine(of places: [String], in text: String) -> Int? {
  guard !places.isEmpty, text.utf8.count < 1 << 22, let root = try? Yams.compose(yaml: text) else {
    return nil
  }
  return places.lazy.compactMap { root.line(of: $0, under: "") }.first
}

extension Node {
  /// The line of a place in the part of a document that is at `path`.
  fileprivate func line(of place: String, under path: String) -> Int? {
    if path == place { return mark?.line }
    switch self {
    case .mapping(let mapping):
      for (key, value) in mapping {
        let name = key.string ?? ""
        let child = path.isEmpty ? name : "\(path).\(name)"
        if child == place { return key.mark?.line }
        if place.hasPrefix(child), let line = value.line(of: place, under: child) { return line }
      }
    case .sequence(let sequence):
      for (index, value) in sequence.enumerated() where place.hasPrefix("\(path)[\(index)]") {
        return value.line(of: place, under: "\(path)[\(index)]")
      }
    case .scalar, .alias: break
    }
    return nil
  }
}
