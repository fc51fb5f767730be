/// What a worker is asked to time. Python's workers understand the same, see `peers/serve.py`.
struct Request: Codable {
  /// `distance`, `value ID`, `gradient ID`, `metric ID`, `file NAME` or `experiment ID,ID,…`; here
  /// also `figure`, and `step ID`: another prediction of the same sample and its value.
  var job: String
  /// Who does it: `double`, `float`, `mask` and `file` here, the names of packages there.
  var contestant: String
  /// Which arrays, for example `256x256`.
  var input: String
  /// Where the arrays are.
  var folder: String
  /// How often to do it; the time of all is divided by this.
  var repeats: Int
}

/// What a worker answers: a time and a result, or why there is none.
struct Answer: Codable {
  /// Wall time of one call.
  var seconds: Double?
  /// The loss, or the sum of the field, to see that all computed the same.
  var result: Double?
  /// Why the contestant cannot compete, for example a package that is not installed.
  var missing: String?
}

/// Something that the benchmark itself cannot do, in one line.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
