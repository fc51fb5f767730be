import Foundation
import Losses

/// `Benchmarks/run` calls `compare`; the other modes are the processes that it starts.
@main
struct Benchmark {
  static func main() {
    // A worker that ends is reported; writing to it must not end this process.
    signal(SIGPIPE, SIG_IGN)
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("benchmark: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    switch arguments.first {
    case "compare": try CompareCommand(Array(arguments.dropFirst())).run()
    case "draw":
      // Page and chart once more from the numbers.
      let folder = arguments.count > 1 ? arguments[1] : "../docs"
      try Results(from: folder).write(to: folder)
    case "serve": try Parallelism.$threads.withValue(2) { try Server.run() }
    case "peak": try Footprint.printPeak(request(arguments))
    case "run":
      let cost = try CommandCost.run(Array(arguments.dropFirst()))
      print(String(decoding: try JSONEncoder().encode(cost), as: UTF8.self))
    case "single":
      let costs = try Parallelism.$threads.withValue(2) { try SinglePrecisionCosts.measured() }
      print(String(decoding: try JSONEncoder().encode(costs), as: UTF8.self))
    case "repeat":
      // Instructions are counted on one thread.
      let request = try request(arguments)
      guard let call = try Jobs.prepare(request) else { throw BenchmarkError("no such job") }
      try Parallelism.$threads.withValue(1) {
        for _ in 0..<request.repeats { _ = try call() }
      }
    default:
      throw BenchmarkError(
        "expected draw [FOLDER] or compare [--python PATH] [--native PATH] [--quick] [--only JOB]; "
          + "start it by Benchmarks/run"
      )
    }
  }

  /// MODE JOB CONTESTANT INPUT FOLDER [REPEATS]
  private static func request(_ arguments: [String]) throws -> Request {
    guard arguments.count >= 5 else { throw BenchmarkError("too few arguments") }
    return Request(
      job: arguments[1], contestant: arguments[2], input: arguments[3], folder: arguments[4],
      repeats: arguments.count > 5 ? Int(arguments[5]) ?? 1 : 1)
  }
}
