import ArgumentParser

/// How predictions are compared with each other.
struct ComparisonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Two predictions differ by a metric from this share of its range on (default: 0.01).",
      valueName: "share"))
  var resolution: Double?

  @Option(help: "Number of bootstrap resamples behind the intervals (default: 1000).")
  var resamples: Int?
}

/// Checks the parts of `--scatter`, each of which is one of a list.
///
/// - Throws: `ValidationError` that names the first that is none, and what there is in the place.
func requireKnown(
  _ parts: [String], of lists: [(what: String, known: [String])], in place: String
) throws {
  for (part, list) in zip(parts, lists) where !list.known.contains(part) {
    throw ValidationError(
      "--scatter: there is no \(list.what) '\(part)' \(place); there are "
        + list.known.joined(separator: ", "))
  }
}
