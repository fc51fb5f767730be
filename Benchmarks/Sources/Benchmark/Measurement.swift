import Foundation

/// Who may be timed: a worker and the name of what it does.
struct Contestant {
  let worker: Worker
  let name: String
}

/// What came out for one contestant.
struct Measurement: Codable {
  /// The median time of one call; none for a contestant that is missing.
  var seconds: Double?
  /// How far apart the quartiles are, as a share of the median.
  var spread: Double?
  /// What was computed.
  var result: Double?
  /// Why it is missing.
  var missing: String?
}

/// Times contestants in turn, so that what else the machine does meets all of them alike.
struct Stopwatch {
  let folder: String
  /// Rounds after the warm-up; the median is taken over them.
  var rounds = 7
  /// Calls that take longer than this are repeated no more than ``rounds`` asks for, and are warmed
  /// up by the smaller inputs before them.
  var longCall = 5.0
  /// Short calls are repeated until a round takes as long as this.
  let shortestRound = 0.05

  /// The median over the rounds of every contestant, in their order.
  func measure(
    _ contestants: [Contestant], job: String, input: BenchmarkInput
  ) throws -> [Measurement] {
    var requests = contestants.map { contestant in
      Request(
        job: job, contestant: contestant.name, input: input.name, folder: folder, repeats: 1)
    }
    var measurements = contestants.map { _ in Measurement() }
    var times = contestants.map { _ in [Double]() }
    for index in contestants.indices {
      let answer = try contestants[index].worker.ask(requests[index])
      measurements[index].result = answer.result
      measurements[index].missing = answer.missing
      guard let seconds = answer.seconds else { continue }
      if seconds > longCall { times[index].append(seconds) }
      // The first call may have been slow; the second says how long a call takes.
      let second = try seconds > 0.1 ? answer : contestants[index].worker.ask(requests[index])
      requests[index].repeats = min(
        max(Int(shortestRound / (second.seconds ?? 1)), 1), 10_000)
    }
    for _ in 0..<rounds {
      for index in contestants.indices
      where measurements[index].missing == nil && times[index].count < rounds {
        // PyTorch's threads wait busily for a while after their work.
        usleep(5_000)
        let answer = try contestants[index].worker.ask(requests[index])
        if let seconds = answer.seconds { times[index].append(seconds) }
        measurements[index].missing = answer.missing
      }
    }
    for (index, times) in times.enumerated() where !times.isEmpty {
      let sorted = times.sorted()
      let median = sorted[sorted.count / 2]
      measurements[index].seconds = median
      measurements[index].spread =
        (sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]) / median
    }
    return measurements
  }
}
