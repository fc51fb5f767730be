import Texts

extension ExperimentConfiguration {
  /// The same for people to read: masks that came from files are named, not written out.
  package var withFilesInsteadOfMasks: ExperimentConfiguration {
    var named = self
    for index in named.objects.indices where named.objects[index].file != nil {
      named.objects[index].mask = nil
    }
    for index in (named.classes?.beside ?? []).indices
    where named.classes?.beside?[index].file != nil {
      named.classes?.beside?[index].mask = nil
    }
    return named
  }

  /// Beside what objects stand, as it follows their number in a sentence; empty where each is alone.
  package var statementOfClasses: String {
    guard let classes else { return "" }
    guard let beside = classes.beside else { return ", the classes of one scene," }
    return " beside \(beside.map(\.name).joined(separator: ", "))"
  }

  /// The files that objects come from, and on what grids these are; nil where all objects are drawn.
  package var statementOfFiles: String? {
    let named = objects.filter { $0.file != nil && $0.mask != nil }
    guard !named.isEmpty else { return nil }
    let parts = named.prefix(3).compactMap { object -> String? in
      guard let file = object.file, let mask = object.mask else { return nil }
      let spacing =
        Set(mask.spacing) == [1]
        ? "" : ", \(mask.spacing.map { sixDigits($0) }.joined(separator: " × ")) apart"
      let labels = (object.reading.labels ?? []).map { "\($0)" }.joined(separator: ", ")
      return
        "\(object.name) is \(labels.isEmpty ? "" : "label \(labels) of ")\(file), on its own grid "
        + "of \(mask.shape.map { "\($0)" }.joined(separator: " × ")) elements\(spacing)"
    }
    let rest = named.count - parts.count
    return parts.joined(separator: "; ") + (rest > 0 ? "; \(rest) more are from files." : ".")
  }
}
