import Foundation

/// Memory and instructions of one call, each measured in a process of its own.
struct Footprint {
  let program: String
  let folder: String

  /// Fields of Double that a call needs at its peak beyond its inputs, its result among them.
  ///
  /// - Returns: `nil` where the system does not tell.
  func fields(job: String, input: BenchmarkInput) -> Double? {
    // With a fixed threshold, malloc maps every field by itself and gives it back at once.
    let output = Machine.output(
      of: [program, "peak", job, "double", input.name, folder],
      environment: ["MALLOC_MMAP_THRESHOLD_": "65536"])
    return output.flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      .map { $0 / Double(8 * input.count) }
  }

  /// Instructions of the usual build for each element, counted by Valgrind on one thread.
  ///
  /// - Returns: `nil` where Valgrind is not installed.
  func instructionsPerElement(job: String, contestant: String) -> Double? {
    let input = BenchmarkInput([256, 256])
    let counts = [1, 4].map { repeats -> Double? in
      let output = Machine.output(of: [
        "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
        program, "repeat", job, contestant, input.name, folder, "\(repeats)",
      ])
      let line = output?.split(separator: "\n").last {
        $0.contains("I refs:") || $0.contains("I   refs:")
      }
      return line.flatMap { $0.split(separator: ":").last }.flatMap {
        Double($0.filter(\.isNumber))
      }
    }
    guard let once = counts[0], let often = counts[1] else { return nil }
    return (often - once) / 3 / Double(input.count)
  }

  /// Prints the bytes of one call; this is what the process of ``fields(job:input:)`` does.
  static func printPeak(_ request: Request) throws {
    var warmUp = request
    warmUp.input = "64x64"
    // Code, threads and small tables come in with the first call.
    _ = try Jobs.prepare(warmUp)?()
    guard let call = try Jobs.prepare(request) else { throw BenchmarkError("no such job") }
    Machine.resetPeak()
    let before = Machine.memory()
    _ = try call()
    guard let before, let after = Machine.memory() else {
      throw BenchmarkError("this system does not tell how much memory a process has")
    }
    print(after.peak - before.current)
  }
}
